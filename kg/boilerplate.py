"""Which lines of an article are not the article: appeals, adverts, captions, credits."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.lexicon import load


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    words = load().words["boilerplate"]["phrase"]
    alternatives = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in sorted(words))
    starts = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in sorted(load().words["boilerplate"]["start"]))
    return re.compile(rf"\b(?:{alternatives})\b", re.I), re.compile(rf"^\W*(?:{starts})\b", re.I)


def is_boilerplate(line: str) -> bool:
    """Whether a line asks, advertises or credits rather than reports.

    >>> is_boilerplate("Please consider making a donation.")
    True
    >>> is_boilerplate("Donors pledged two billion dollars at the conference.")
    False
    """
    anywhere, start = _patterns()
    return bool(anywhere.search(line) or start.search(line))


@lru_cache(maxsize=2)
def boilerplate_spans(text: str) -> tuple[tuple[int, int], ...]:
    r"""Offsets of the lines that are not the article.

    A heading directly above such a line, short and without a full stop, belongs to it.

    >>> boilerplate_spans("Talks ended.\nKeep news free\nPlease donate today.")
    ((13, 27), (28, 48))
    """
    lines = [(m.start(), m.end(), m.group()) for m in re.finditer(r"[^\n]+", text)]
    marked = [is_boilerplate(line) for _, _, line in lines]
    for i in range(len(lines) - 1, 0, -1):
        above = lines[i - 1][2].strip()
        if marked[i] and i > 1 and len(above.split()) <= 6 and not above.endswith((".", "”", '"', "?", "!")):
            marked[i - 1] = True
    return tuple((start, end) for (start, end, _), is_one in zip(lines, marked, strict=True) if is_one)
