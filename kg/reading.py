"""What the first stages found in one article, as the later ones take it."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from kg.cast import Cast
from kg.lexicon import Lexicon
from kg.model import Article, Mention, When
from kg.speech import Quote


@dataclass(frozen=True, slots=True)
class Reading:
    """A parsed article with its mentions, times and quotations; no event yet."""

    article: Article
    doc: Doc
    cast: Cast
    mentions: tuple[Mention, ...]
    times: tuple[When, ...]
    quotes: tuple[Quote, ...]
    lexicon: Lexicon

    def is_quoted(self, token: int) -> bool:
        """Whether a token stands in direct speech.

        Args:
            token: its index.
        """
        return any(quote.spoken and quote.first <= token < quote.last for quote in self.quotes)
