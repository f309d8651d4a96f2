"""What the words of a time expression mean, in days.

Every reader takes the words and what they are counted from; it gives the first and the last
day. What can't be told stays open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from kg import days, relatives
from kg.errors import DateError
from kg.model import When
from kg.relatives import OPEN, Counted, Interval, bare_month, days_in, months_in, part, year_in, year_of
from kg.timewords import words


def interval(published: str) -> When:
    """The days that a date of publication covers.

    Args:
        published: ISO 8601: a year, a month, a day, or a day and a time.

    Raises:
        DateError: it is no such date.

    >>> interval("2025-04").end
    datetime.date(2025, 4, 30)
    """
    found = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ].*)?)?)?", published.strip())
    if found is None:
        raise DateError(f"no date: {published!r} (write 2025, 2025-04 or 2025-04-22)")
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        start, end = days.covered(year or 0, month, day)
    except ValueError as error:
        raise DateError(f"no date: {published!r} ({error})") from error
    return When(published, start, end)


def resolve(kind: str, text: str, counted: Counted) -> Interval:
    """The first and the last day that an expression means.

    Args:
        kind: which of the expressions of `kg.timewords` it is.
        text: its words.
        counted: from what it is counted.

    >>> resolve("relative", "last year", Counted(interval("2025-04-22")))[0]
    datetime.date(2024, 1, 1)
    """
    reader = _READERS.get(kind)
    try:
        start, end = reader(" ".join(text.split()), counted) if reader else OPEN
    except (ValueError, OverflowError):
        return OPEN
    return (start, end) if start is None or end is None or start <= end else OPEN


def limited(word: str, found: Interval, counted: Counted) -> Interval:
    """An interval under "since", "by", "until", "before" or "after".

    >>> limited("since", (date(2022, 1, 1), date(2022, 4, 30)), Counted(interval("2025-04-22")))[1]
    datetime.date(2025, 4, 22)
    """
    start, end = found
    now = counted.exact
    if word.endswith("since"):
        return start, now if now and start and start <= now else None
    if word in ("by", "until", "till"):
        return now if now and end and now <= end and counted.ahead else None, end
    if word == "before":
        return None, start - timedelta(days=1) if start else None
    return end + timedelta(days=1) if end else None, None


def _numbers(text: str) -> list[int]:
    return [int(found) for found in re.findall(r"\d+", text)]


def _iso(text: str, _: Counted) -> Interval:
    day = date.fromisoformat(text)
    return day, day


def _calendar(text: str, counted: Counted) -> Interval:
    """A day, or several from one to another, with or without the year."""
    months, numbers, year = months_in(text), days_in(text), year_in(text)
    if not months or not numbers:
        return OPEN
    year = year or year_of(months[-1], numbers[-1], counted)
    if year is None:
        return OPEN
    first = date(year - (months[0] > months[-1]), months[0], numbers[0])
    return first, date(year, months[-1], numbers[-1])


def _month_year(text: str, _: Counted) -> Interval:
    return part(text, days.covered(year_in(text) or 0, months_in(text)[0]))


def _season_year(text: str, _: Counted) -> Interval:
    season = next((number for name, number in words().seasons.items() if name in text.lower()), None)
    year = year_in(text)
    return days.three_months(year, season) if season and year else OPEN


def _months(text: str, counted: Counted) -> Interval:
    first, last = months_in(text)
    year = year_in(text) or year_of(last, 1, counted)
    if year is None:
        return OPEN
    return days.covered(year - (first > last), first)[0], days.covered(year, last)[1]


def _years(text: str, _: Counted) -> Interval:
    first, last = _numbers(text)
    return date(first, 1, 1), date(last if last > 99 else first // 100 * 100 + last, 12, 31)


def _quarter(text: str, counted: Counted) -> Interval:
    lower = text.lower()
    number = next(value for word, value in words().ordinals.items() if word in lower)
    year = year_in(text) or _quarter_year(lower, number, counted)
    if year is None:
        return OPEN
    if "half" in lower:
        return days.quarter(year, 2 * number - 1)[0], days.quarter(year, 2 * number)[1]
    return days.quarter(year, number)


def _quarter_year(text: str, number: int, counted: Counted) -> int | None:
    anchor = counted.anchor
    if anchor is None or anchor.start is None or anchor.precision == "longer":
        return None
    step = -1 if "last year" in text else 1 if "next year" in text else 0
    if step or "year" in text or "half" in text:
        return anchor.start.year + step
    began = days.quarter(anchor.start.year, number)[0] <= anchor.start
    return anchor.start.year if counted.ahead or began else anchor.start.year - 1


def _decade(text: str, _: Counted) -> Interval:
    year = year_in(text) or 0
    return part(text, (date(year, 1, 1), date(year + 9, 12, 31)))


def _year(text: str, _: Counted) -> Interval:
    return part(text, days.covered(year_in(text) or 0))


_READERS: Mapping[str, Callable[[str, Counted], Interval]] = {
    "iso": _iso,
    "years": _years,
    "span": _calendar,
    "range": _calendar,
    "dated": _calendar,
    "monthyear": _month_year,
    "seasonyear": _season_year,
    "months": _months,
    "quarter": _quarter,
    "decade": _decade,
    "weekdays": relatives.weekday,
    "weekdayof": relatives.weekday_of,
    "within": relatives.within,
    "endof": relatives.within,
    "relative": relatives.relative,
    "lastspan": relatives.span,
    "vague": relatives.span,
    "ago": relatives.ago,
    "after": relatives.after,
    "hence": relatives.hence,
    "weekend": relatives.weekend,
    "anchored": relatives.anchored,
    "daily": relatives.daily,
    "overnight": relatives.overnight,
    "weekday": relatives.weekday,
    "partmonth": bare_month,
    "partyear": _year,
    "year": _year,
    "modifier": _year,
    "bare": bare_month,
}
