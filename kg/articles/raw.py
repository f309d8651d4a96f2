"""An article as a file gives it, before its text is cleaned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.articles.clean import decoded
from kg.errors import ArticleError
from kg.settings import Settings

_FIELDS = ("id", "title", "published", "url", "publisher", "author")
_TITLE_MAX_CHARS = 200


@dataclass(frozen=True, slots=True)
class Raw:
    """An article as a file gives it; ``key`` is empty where the file's name is to be taken.

    ``number`` counts the records of a file from 1; it is 0 for a file that is one article.
    """

    text: str
    key: str = ""
    number: int = 0
    title: str | None = None
    published: str | None = None
    url: str | None = None
    publisher: str | None = None
    author: str | None = None


Found = Iterator[Raw | ArticleError]


def text_of(data: bytes, name: str, settings: Settings) -> str:
    """A whole file as text, if it is not too long to be one.

    Args:
        data: the whole file.
        name: what to call it in an error.
        settings: limits of size.

    Raises:
        ArticleError: it is too long, or no text.
    """
    if len(data) > 4 * settings.text_max_chars:
        raise ArticleError(f"has {len(data)} bytes; the limit is {settings.text_max_chars} characters (KG_TEXT_MAX_CHARS)")
    return decoded(data, name)


def first_line(text: str) -> str | None:
    r"""The first line of a text, if it reads like a title.

    >>> first_line("Talks end\n\nThe talks ended on Monday.")
    'Talks end'
    """
    lines = text.strip().splitlines()
    first = lines[0].strip() if lines else ""
    # A full stop ends a sentence of the article, not a title, unless an empty line follows.
    alone = len(lines) > 1 and (not lines[1].strip() or not first.endswith((".", "!", "?", '"', "”")))
    return first if alone and len(first) <= _TITLE_MAX_CHARS else None


def made(given: Mapping[str, Any], *, default_title: str | None, number: int = 0) -> Raw:
    """An article from named fields; a title that is not in the text is put before it: headlines report events too.

    Args:
        given: ``text``, and any of the fields that a record may have.
        default_title: the title where none is given.
        number: of the record in its file, from 1.
    """
    known = {name: str(given[name]).strip() for name in _FIELDS if given.get(name) not in {None, ""}}
    title = known.get("title") or default_title
    text = str(given["text"])
    if title and not text.lstrip().startswith(title):
        text = f"{title}\n\n{text.lstrip()}"
    url = known.get("url", "")
    return Raw(
        text,
        known.get("id", ""),
        number,
        title,
        known.get("published"),
        url if url.lower().startswith(("http://", "https://")) else None,
        known.get("publisher"),
        known.get("author"),
    )
