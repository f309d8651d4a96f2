"""One reader for each format: the bytes of a file → raw articles."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import trafilatura

from kg.articles.clean import decoded
from kg.articles.markdown import read_markdown
from kg.articles.raw import Found, Raw, first_line, made, text_of
from kg.errors import ArticleError
from kg.settings import Settings

_TAG = re.compile(rb"<(/?)(?:div|section|article|span|blockquote|table)\b", re.I)
_DEPTH_MAX = 250


def read_text(data: bytes, name: str, settings: Settings) -> Found:
    """Plain text: the first line is the title, if it is short and something follows.

    Args:
        data: the whole file.
        name: what to call it in an error.
        settings: limits of size.

    Raises:
        ArticleError: it is no text.
    """
    text = text_of(data, name, settings)
    yield Raw(text, title=first_line(text))


def read_html(data: bytes, name: str, settings: Settings) -> Found:
    """A web page: its article, without menus and notices, and what its head tells of it.

    The library has no limit of time, and what it takes grows faster than the page: so pages
    with too many tags, or too deeply nested ones, are refused.

    Args:
        data: the whole page; its own declaration tells the encoding.
        name: what to call it in an error.
        settings: limits of size.

    Raises:
        ArticleError: the page is too big, or no article is found in it.
    """
    if not data.strip():
        raise ArticleError(f"{name} is empty")
    _fits(data, settings)
    found = trafilatura.bare_extraction(
        data, with_metadata=True, include_comments=False, include_tables=False, date_extraction_params={"extensive_search": False, "original_date": True}
    )
    page: Mapping[str, Any] = found if isinstance(found, dict) else found.as_dict() if found is not None else {}
    if not page.get("text"):
        raise ArticleError("holds no article that can be told from the rest of the page: save its text as .txt")
    yield made(
        {"text": page["text"], "title": page.get("title"), "published": page.get("date"), "url": page.get("url"),
         "publisher": page.get("sitename"), "author": page.get("author")},
        default_title=None,
    )  # fmt: skip


def _fits(data: bytes, settings: Settings) -> None:
    if len(data) > settings.html_max_bytes:
        raise ArticleError(f"has {len(data)} bytes; the limit is {settings.html_max_bytes} (KG_HTML_MAX_BYTES)")
    tags = data.count(b"<")
    if tags > settings.html_max_tags:
        raise ArticleError(f"has {tags} tags; the limit is {settings.html_max_tags} (KG_HTML_MAX_TAGS)")
    depth = deepest = 0
    for tag in _TAG.finditer(data):
        depth += -1 if tag.group(1) else 1
        deepest = max(deepest, depth)
    if deepest > _DEPTH_MAX:
        raise ArticleError(f"nests {deepest} elements; more than {_DEPTH_MAX} can't be read: save its text as .txt")


def read_json(data: bytes, name: str, settings: Settings) -> Found:
    """One record, a list of records, or an object with a list ``articles``.

    Args:
        data: the whole file.
        name: what to call it in an error.
        settings: unused here; each text is measured on its own.

    Raises:
        ArticleError: it is no JSON, or holds no records.
    """
    del settings
    found = _parsed(decoded(data, name), "it")
    if isinstance(found, Mapping) and "text" not in found and isinstance(found.get("articles"), list):
        found = found["articles"]
    if not isinstance(found, list):
        yield _record(found, 0)
        return
    for number, record in enumerate(found, 1):
        yield _tried(record, number)


def read_jsonl(data: bytes, name: str, settings: Settings) -> Found:
    """One record a line; a line that is none is told, and the others are read.

    Args:
        data: the whole file.
        name: what to call it in an error.
        settings: unused here; each text is measured on its own.

    Raises:
        ArticleError: it is no text.
    """
    del settings
    # Not splitlines: it also breaks at characters that may stand in a JSON string.
    for number, line in enumerate(decoded(data, name).split("\n"), 1):
        if line.strip():
            try:
                yield _record(_parsed(line, f"line {number}"), number)
            except ArticleError as error:
                yield error


def read_csv(data: bytes, name: str, settings: Settings) -> Found:
    """A table with a column ``text``; commas, semicolons or tabs stand between its cells.

    Args:
        data: the whole file.
        name: what to call it in an error.
        settings: the longest text.

    Raises:
        ArticleError: there is no such column, or the table is broken.
    """
    text = decoded(data, name)
    head = text.split("\n", 1)[0]
    csv.field_size_limit(4 * settings.text_max_chars)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    rows.fieldnames = [column.strip().lower() for column in rows.fieldnames or ()]
    if "text" not in rows.fieldnames:
        raise ArticleError(f"has no column 'text', only {', '.join(map(repr, rows.fieldnames))}")
    try:
        for number, row in enumerate(rows, 1):
            yield _tried(row, number)
    except csv.Error as error:
        raise ArticleError(f"is no table that can be read ({error}) in line {rows.line_num}") from error


def _parsed(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ArticleError(f"{where} is no JSON: {error}") from error


def _tried(record: object, number: int) -> Raw | ArticleError:
    try:
        return _record(record, number)
    except ArticleError as error:
        return error


def _record(record: object, number: int) -> Raw:
    if not isinstance(record, Mapping) or not isinstance(record.get("text"), str) or not record["text"].strip():
        raise ArticleError(f"record {number} has no 'text'" if number else "the record has no 'text'")
    return made(record, default_title=first_line(record["text"]), number=number)


def sniffed(data: bytes) -> str:
    """The suffix of the format that some bytes without a name are in.

    Args:
        data: all of them.

    >>> sniffed(b'{"text": "a"}'), sniffed(b"<!DOCTYPE html>"), sniffed(b"Talks ended.")
    ('.json', '.html', '.txt')
    """
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return ".html"
    if start.startswith((b"{", b"[")):
        return ".jsonl" if re.match(rb"\s*\{[^\n]*\}\s*\n\s*\{", data) else ".json"
    return ".txt"


READERS: Mapping[str, Callable[[bytes, str, Settings], Found]] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".json": read_json,
    ".jsonl": read_jsonl,
    ".csv": read_csv,
}
