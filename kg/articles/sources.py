"""What a user names on the command line → articles, and what could not be read."""

from __future__ import annotations

import glob
import hashlib
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.articles.clean import cleaned, require_english
from kg.articles.dates import published as dated
from kg.articles.raw import Raw
from kg.articles.readers import READERS, sniffed
from kg.errors import ArticleError, DateError, KgError, UnsupportedSource
from kg.model import Article
from kg.settings import Settings

_LATER = {".warc": "WARC", ".xml": "RSS and Atom", ".rss": "RSS", ".atom": "Atom", ".gz": "compressed"}
_STDIN = Path("-")


@dataclass(frozen=True, slots=True)
class Problem:
    """An article that was set aside, and why.

    ``article`` is its key, or ``None`` where it has none because it could not be read.
    """

    source: str
    reason: str
    article: str | None = None

    def __str__(self) -> str:
        named = self.article if self.article and self.article != Path(self.source).stem else ""
        place = f"{self.source} ({named})" if named and self.source else self.source or named
        return self.reason if self.reason.startswith(place) else f"{place} {self.reason}"


def default_date(given: str | None) -> str | None:
    """The date of the articles that give none, checked.

    Args:
        given: as on the command line.

    Raises:
        DateError: it is no date.
    """
    return None if given is None else dated(given)


def collect(sources: Sequence[str], *, published: str | None, settings: Settings) -> Iterator[Article | Problem]:
    """Read everything that was named.

    Args:
        sources: files, folders, globs, or ``-`` for standard input.
        published: date of the articles that give none themselves.
        settings: limits of size.

    Returns:
        Articles, each key once, and problems, in the order of the sources; files of a folder
        sorted. The names are looked up at once, the files are read one by one.

    Raises:
        UnsupportedSource: an address or a format that can't be read.
        ArticleError: a source that is not there.
        DateError: ``published`` is no date.
    """
    default = default_date(published)
    paths = dict.fromkeys(path for source in sources for path in _paths(source))
    return _distinct(found for path in paths for found in _read(path, default=default, settings=settings))


def _distinct(found: Iterable[Article | Problem]) -> Iterator[Article | Problem]:
    """The second of two articles with one key would take the place of the first: it is set aside."""
    seen: dict[str, bytes] = {}
    for each in found:
        if isinstance(each, Problem):
            yield each
            continue
        digest = hashlib.sha256(each.text.encode("utf-8")).digest()
        before = seen.setdefault(each.key, digest)
        if before is digest:
            yield each
        else:
            same = "is in the build twice" if before == digest else "has the same key as another article: rename it"
            yield Problem("", same, each.key)


def _paths(source: str) -> list[Path]:
    if source == "-":
        return [_STDIN]
    if "://" in source:
        raise UnsupportedSource(f"{source}: web addresses are not supported yet; save the page as .html")
    path = Path(source)
    if path.is_dir():
        return _in_folder(path)
    if path.exists():
        _require_known(path)
        return [path]
    found = [Path(name) for name in sorted(glob.glob(source, recursive=True)) if Path(name).is_file()]
    if not found:
        raise ArticleError(f"no file or folder is called {source}")
    for each in found:
        _require_known(each)
    return found


def _in_folder(folder: Path) -> list[Path]:
    """Files that may be articles; not hidden ones, not a README.

    Raises:
        ArticleError: there are none.
    """
    found = sorted(Path(parent, name) for parent, _, names in os.walk(folder) for name in names)
    known = {*READERS, *_LATER}
    found = [p for p in found if p.suffix.lower() in known and not any(part[0] in "._" for part in p.relative_to(folder).parts)]
    found = [p for p in found if p.stem.upper() != "README"]
    if not found:
        raise ArticleError(f"no article in the folder {folder}: it holds no {' '.join(READERS)}")
    return found


def _require_known(path: Path) -> None:
    if (why := _unknown(path)) is not None:
        raise UnsupportedSource(f"{path} {why}")


def _unknown(path: Path) -> str | None:
    suffix = path.suffix.lower()
    if suffix in _LATER:
        return f"is a kind of file ({_LATER[suffix]}) that is not supported yet: give the articles as .txt, .html or .jsonl"
    if suffix not in READERS:
        return f"has a format that is not known ({suffix or 'no suffix'}): {' '.join(READERS)} are"
    return None


def _read(path: Path, *, default: str | None, settings: Settings) -> Iterator[Article | Problem]:
    name = "standard input" if path == _STDIN else str(path)
    try:
        for raw in _raws(path, name, settings):
            if isinstance(raw, ArticleError):
                yield Problem(name, str(raw))
            else:
                yield _checked(raw, path, name, default=default, settings=settings)
    except KgError as error:
        yield Problem(name, str(error))


def _raws(path: Path, name: str, settings: Settings) -> Iterator[Raw | ArticleError]:
    if path != _STDIN and (why := _unknown(path)) is not None:
        raise UnsupportedSource(why)
    try:
        data = sys.stdin.buffer.read() if path == _STDIN else path.read_bytes()
    except OSError as error:
        raise ArticleError(f"{name} can't be read: {error.strerror or error}") from error
    suffix = sniffed(data) if path == _STDIN else path.suffix.lower()
    return READERS[suffix](data, name, settings)


def _checked(raw: Raw, path: Path, name: str, *, default: str | None, settings: Settings) -> Article | Problem:
    key = _key(raw, path)
    try:
        text = cleaned(raw.text, settings)
        require_english(text)
        when = _date(raw.published, default)
        title, publisher, author = (_line(part, settings) for part in (raw.title, raw.publisher, raw.author))
    except KgError as error:
        return Problem(name, str(error), key)
    return Article(key, text, title, when, _line(raw.url, settings), publisher, author)


def _key(raw: Raw, path: Path) -> str:
    """The record's id or the file's stem; what comes without a name is known by its text."""
    given = " ".join(raw.key.split())
    if given:
        return given
    stem = f"stdin-{hashlib.sha256(raw.text.encode('utf-8', 'replace')).hexdigest()[:8]}" if path == _STDIN else path.stem
    return f"{stem}-{raw.number}" if raw.number and path != _STDIN else stem


def _line(words: str | None, settings: Settings) -> str | None:
    return " ".join(cleaned(words, settings).split()) if words and words.strip() else None


def _date(given: str | None, default: str | None) -> str | None:
    if given is None:
        return default
    try:
        return dated(given)
    except DateError as error:
        raise ArticleError(f"gives {error}") from error
