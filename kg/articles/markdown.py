"""Markdown → plain text, with what its front matter tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.articles.raw import Found, first_line, made, text_of
from kg.settings import Settings

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.S)
_MARKS = (
    (re.compile(r"<!--.*?-->", re.S), ""),
    (re.compile(r"^(?:```|~~~)[^\n]*$", re.M), ""),
    (re.compile(r"^#{1,6}[ \t]+(.*?)[ \t]*#*$", re.M), r"\1"),
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), ""),
    (re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\[[^\]]*\])"), r"\1"),
    (re.compile(r"<(https?://[^>\s]+)>"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)([*_])(?=\S)(.+?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"^>[ \t]?", re.M), ""),
    (re.compile(r"^[-*+][ \t]+", re.M), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!-])"), r"\1"),
)
_OWN_LINE = re.compile(r"\s*(?:#{1,6}\s|[-*+>]\s|\d+[.)]\s|\||```|~~~|$)")


def read_markdown(data: bytes, name: str, settings: Settings) -> Found:
    """Markdown, with or without front matter of ``name: value`` lines.

    Args:
        data: the whole file.
        name: what to call it in an error.
        settings: limits of size.

    Raises:
        ArticleError: it is no text.
    """
    text = text_of(data, name, settings).replace("\r\n", "\n")
    front = _FRONT.match(text)
    given = dict(_front_matter(front.group(1))) if front else {}
    body = _joined(text[front.end() :] if front else text)
    for mark, plain in _MARKS:
        body = mark.sub(plain, body)
    yield made(given | {"text": body}, default_title=first_line(body))


def _joined(body: str) -> str:
    """A single line break is a space in Markdown; headings and the items of lists stand alone."""
    lines = body.strip("\n").split("\n")
    if "" not in lines:
        return body
    joined = lines[:1]
    for before, line in pairwise(lines):
        alone = _OWN_LINE.match(line) or not before.strip() or before.startswith("#")
        joined.extend(("\n", line) if alone else (" ", line.lstrip()))
    return "".join(joined)


def _front_matter(lines: str) -> Iterator[tuple[str, str]]:
    for line in lines.splitlines():
        name, colon, value = line.partition(":")
        if colon and value.strip():
            yield name.strip().lower(), value.strip().strip("\"'")
