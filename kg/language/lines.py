"""A component for pipelines that don't know it: a line break ends the sentence."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.language.windows import breaks_line

NAME = "kg_lines"


@Language.component(NAME, assigns=["token.is_sent_start"])
def end_lines(doc: Doc) -> Doc:
    r"""Marks the first word after a line break as the start of a sentence.

    >>> import spacy
    >>> doc = end_lines(spacy.blank("en")("Talks fail\nKyiv waits"))
    >>> [token.text for token in doc if token.is_sent_start]
    ['Talks', 'Kyiv']
    """
    broken = False
    for token in doc:
        if token.is_space:
            broken |= breaks_line(token.text)
        else:
            if broken:
                token.is_sent_start = True
            broken = False
    return doc
