"""Text as it came → text that every later stage can take; and whether it is English."""

from __future__ import annotations

import codecs
import re
import unicodedata
from itertools import pairwise

import py3langid

from kg.errors import ArticleError, LanguageError
from kg.settings import Settings

_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_SPACES = re.compile(r"[\u00a0\u2007\u202f\u3000]")
# Marks without width split a name in two; joiners, marks of direction and noncharacters go too.
_DROPPED = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BLANKS = re.compile(r"\n{3,}")
_ENDS = (".", "!", "?", ":", ";", '"', "”", "’", "'", ")", "]", "…")
_WRAP_COLUMNS = range(40, 121)

_BINARY = (b"\x7fELF", b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"SQLite format 3")
_NOT_TEXT = "{name} is no text but a binary file: save the article as .txt, .md or .html"
_SURE_CHARS = 200
_GLANCE_CHARS = 5_000
_DOUBT = 20.0
"""Log likelihood by which another language must surpass English in a short text."""
_FUNCTION_WORDS = frozenset(
    "the of and to in a that for on was with as is by at from has have had its it be were are an this his her their "
    "will not but he she they who said which would been after over about".split()
)


def decoded(data: bytes, name: str) -> str:
    """Bytes as text: UTF-8, UTF-16, or else Windows-1252.

    Args:
        data: a whole file.
        name: what to call it in an error.

    Raises:
        ArticleError: the bytes are empty, or are no text.

    >>> decoded("Élysée".encode(), "a.txt")
    'Élysée'
    """
    if not data.strip(b" \t\r\n\x00"):
        raise ArticleError(f"{name} is empty")
    if data.startswith(_BINARY):
        raise ArticleError(_NOT_TEXT.format(name=name))
    text = _as_text(data)
    glance = text[:_GLANCE_CHARS]
    odd = sum(letter == "\ufffd" or unicodedata.category(letter) in {"Cc", "Cn", "Co"} for letter in _BREAKS.sub("\n", glance))
    odd -= sum(letter in "\t\n" for letter in _BREAKS.sub("\n", glance))
    if odd > len(glance) / 50:
        raise ArticleError(_NOT_TEXT.format(name=name))
    return text


def _as_text(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return data.decode("utf-32", errors="replace")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    # Without a mark, English in UTF-16 still has a zero in every other byte.
    for encoding, zeros in (("utf-16-le", data[1:2000:2]), ("utf-16-be", data[0:2000:2])):
        if len(zeros) > 3 and zeros.count(0) > 0.8 * len(zeros):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def cleaned(text: str, settings: Settings) -> str:
    r"""Text that no later stage stumbles over; offsets hold from here on.

    Control characters and marks without width go, lone surrogates become U+FFFD, endless runs
    without a space are cut (the tokenizer's time grows with their square), the lines of a
    hard-wrapped paragraph are joined, and what is left is in Unicode's normal form C.

    Args:
        text: as it came.
        settings: longest run of characters without a space; longest text.

    Raises:
        ArticleError: nothing is left, or the text is too long.

    >>> cleaned("One\r\ntwo\x00 ", Settings())
    'One\ntwo'
    """
    text = _SPACES.sub(" ", _BREAKS.sub("\n", _SURROGATE.sub("\ufffd", text)))
    text = unicodedata.normalize("NFC", _DROPPED.sub("", text))
    longest = settings.run_max_chars
    text = re.sub(rf"\S{{{longest + 1},}}", lambda run: run.group()[:longest], text)
    text = _BLANKS.sub("\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip()
    if not text:
        raise ArticleError("holds no text")
    if len(text) > settings.text_max_chars:
        raise ArticleError(f"has {len(text)} characters; the limit is {settings.text_max_chars} (KG_TEXT_MAX_CHARS)")
    return unwrapped(text)


def unwrapped(text: str) -> str:
    r"""A text whose paragraphs were broken into lines of one width, with each paragraph on one line.

    A line break ends a sentence for the language model, so a break in mid sentence must not
    stay. One character replaces another: the length is the same. Texts with one paragraph a
    line are left alone.

    Args:
        text: with ``\n`` as its only line break.

    >>> unwrapped("a b")
    'a b'
    """
    lines = text.split("\n")
    inner = [line for line, after in pairwise(lines) if line and after]
    cut = [line for line in inner if not line.endswith(_ENDS)]
    widest = max((len(line) for line in inner), default=0)
    if len(inner) < 3 or len(cut) < len(inner) / 2 or widest not in _WRAP_COLUMNS:
        return text
    # A line that ends well before the margin was ended on purpose: a title, a list, a verse.
    full = widest * 0.7
    joined = [f"{line} " if line and after and len(line) >= full else f"{line}\n" for line, after in pairwise(lines)]
    return "".join(joined) + lines[-1]


def require_english(text: str) -> None:
    """Refuse a text in another language; short ones pass where there is doubt.

    Args:
        text: cleaned.

    Raises:
        LanguageError: the text is not English.
    """
    letters = [letter for letter in text if letter.isalpha()]
    if not letters:
        raise LanguageError("holds no words")
    if sum(letter < "\u0250" for letter in letters) < len(letters) / 2:
        raise LanguageError("is not in English: only English articles can be read")
    words = re.findall(r"[^\W\d_]+", text[:_GLANCE_CHARS].lower())
    share = sum(word in _FUNCTION_WORDS for word in words) / max(len(words), 1)
    # A headline may do without any function word; a page of prose can't.
    enough = 0.2 if len(text) >= _SURE_CHARS else 0.05
    if share >= enough or len(words) < 6:
        return
    ranked = dict(py3langid.rank(text[:_GLANCE_CHARS]))
    language = max(ranked, key=lambda each: ranked[each])
    doubt = ranked[language] - ranked.get("en", float("-inf")) < _DOUBT
    if language != "en" and (len(text) >= _SURE_CHARS or not doubt):
        raise LanguageError(f"is not in English (but in {language!r}): only English articles can be read")
