"""What the words of a time expression mean, in days.

Every reader takes the words, the date of publication (as an interval; as a day, if it is
known to the day) and whether the clause looks ahead; it gives the first and the last day.
What can't be told stays open.
"""

from __future__ import annotations

import calendar
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from kg.errors import DateError
from kg.model import When
from kg.settings import read_resource

Interval = tuple[date | None, date | None]
_OPEN: Interval = (None, None)


@dataclass(frozen=True, slots=True)
class Words:
    """The closed classes of ``ontology/times/words.toml``."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    numbers: Mapping[str, int]
    days: Mapping[str, int]
    parts: Mapping[str, list[int]]


@cache
def words() -> Words:
    """The closed classes of words, read once."""
    data = tomllib.loads(read_resource("times/words.toml"))
    return Words(data["months"], data["weekdays"], data["numbers"], data["days"], data["parts"])


def one_of(table: Mapping[str, object]) -> str:
    """A regular expression that matches any word of a table, the longest first."""
    return "|".join(re.escape(word) for word in sorted(table, key=len, reverse=True))


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
        start, end = _days(year or 0, month, day)
    except ValueError as error:
        raise DateError(f"no date: {published!r} ({error})") from error
    return When(published, start, end)


def _days(year: int, month: int | None = None, day: int | None = None) -> tuple[date, date]:
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)


def resolve(kind: str, text: str, anchor: When | None, *, ahead: bool) -> Interval:
    """The first and the last day that an expression means.

    Args:
        kind: which of the expressions of `kg.times` it is.
        text: its words.
        anchor: the date of publication.
        ahead: whether the clause looks forward.

    >>> resolve("relative", "last year", interval("2025-04-22"), ahead=False)[0]
    datetime.date(2024, 1, 1)
    """
    exact = anchor.start if anchor and anchor.precision == "day" else None
    try:
        return _READERS[kind](text, anchor, exact, ahead)
    except (ValueError, OverflowError):
        return _OPEN


def _numbers(text: str) -> list[int]:
    return [int(found) for found in re.findall(r"\d+", text)]


def _month_in(text: str) -> int | None:
    return next((number for name, number in words().months.items() if re.search(rf"\b{name}\b", text)), None)


def _iso(text: str, *_: object) -> Interval:
    day = date.fromisoformat(text)
    return day, day


def _calendar(text: str, anchor: When | None, exact: date | None, ahead: bool) -> Interval:
    """A day or several of a month, with or without the year."""
    month, numbers = _month_in(text), _numbers(text)
    years = [number for number in numbers if number > 31]
    days = [number for number in numbers if number <= 31]
    if month is None or not days:
        return _OPEN
    year = years[0] if years else _year_of(month, days[0], anchor, ahead)
    if year is None:
        return _OPEN
    return date(year, month, days[0]), date(year, month, days[-1])


def _year_of(month: int, day: int, anchor: When | None, ahead: bool) -> int | None:
    """The year nearest to the anchor on the side where the verb looks."""
    if anchor is None or anchor.start is None or anchor.end is None:
        return None
    year = anchor.end.year
    if anchor.precision not in ("day", "month", "week"):
        return year
    this = (year, month, day)
    if ahead:
        return year if this >= (anchor.start.year, anchor.start.month, 1) else year + 1
    edge = anchor.end + timedelta(days=31)
    return year if this <= (edge.year, edge.month, edge.day) else year - 1


def _month_year(text: str, *_: object) -> Interval:
    return _part(text, *_days(_numbers(text)[-1], _month_in(text)))


def _part(text: str, start: date, end: date) -> Interval:
    """The third of an interval that "early", "mid" or "late" leaves."""
    lower = text.lower()
    third = next((value for word, value in words().parts.items() if lower.startswith(word)), None)
    if third is None:
        return start, end
    first, last = third
    if (end - start).days > 31:
        months = (end.year - start.year + 1) * 4
        return _shift(start, first * months, "month"), _shift(start, last * months, "month") - timedelta(days=1)
    length = (end - start).days + 1
    return start + timedelta(days=round(length * first / 3)), start + timedelta(days=round(length * last / 3) - 1)


def _decade(text: str, *_: object) -> Interval:
    year = _numbers(text)[0]
    return _part(text, date(year, 1, 1), date(year + 9, 12, 31))


def _between(text: str, *_: object) -> Interval:
    first, last = _numbers(text)
    return date(first, 1, 1), date(last, 12, 31)


def _year(text: str, *_: object) -> Interval:
    return _part(text, *_days(_numbers(text)[-1]))


def _bare_month(text: str, anchor: When | None, exact: date | None, ahead: bool) -> Interval:
    month = _month_in(text)
    year = _year_of(month, 1, anchor, ahead) if month else None
    return _part(text, *_days(year, month)) if year and month else _OPEN


def _daily(text: str, anchor: When | None, exact: date | None, ahead: bool) -> Interval:
    if exact is None:
        return _OPEN
    day = exact + timedelta(days=words().days[text.lower()])
    return day, day


def _weekday(text: str, anchor: When | None, exact: date | None, ahead: bool) -> Interval:
    if exact is None:
        return _OPEN
    day = _step(exact, words().weekdays[text.split()[0]], ahead)
    return day, day


def _step(exact: date, weekday: int, ahead: bool) -> date:
    """The weekday on or before the anchor; the next one where the clause looks forward."""
    back = (exact.weekday() - weekday) % 7
    return exact + timedelta(days=(7 - back) % 7) if ahead else exact - timedelta(days=back)


def _ago(text: str, anchor: When | None, exact: date | None, ahead: bool) -> Interval:
    """ "Two weeks ago"; counted from another event ("a day earlier"), it stays open."""
    if exact is None or not text.lower().endswith("ago"):
        return _OPEN
    count, unit = _count(text)
    return _around(_shift(exact, -count, unit), unit)


def _hence(text: str, anchor: When | None, exact: date | None, ahead: bool) -> Interval:
    if exact is None or not ahead:
        return _OPEN
    count, unit = _count(text)
    if text.lower().startswith("within"):
        return exact, _shift(exact, count, unit)
    return _around(_shift(exact, count, unit), unit)


def _length(text: str, anchor: When | None, exact: date | None, ahead: bool) -> Interval:
    if exact is None:
        return _OPEN
    count, unit = _count(text)
    forward = re.search(r"\b(next|coming)\b", text) is not None
    return (exact, _shift(exact, count, unit)) if forward else (_shift(exact, -count, unit), exact)


def _count(text: str) -> tuple[int, str]:
    unit = re.search(r"(day|week|month|year|decade)s?\b", text)
    number = re.search(rf"\b(\d+|{one_of(words().numbers)})\b(?=\s+(?:day|week|month|year|decade))", text)
    assert unit is not None and number is not None
    word = number.group(1)
    return int(word) if word.isdigit() else words().numbers[word.lower()], unit.group(1)


def _shift(day: date, count: int, unit: str) -> date:
    if unit in ("day", "week"):
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    months = count * {"month": 1, "year": 12, "decade": 120}[unit]
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _around(day: date, unit: str) -> Interval:
    """The day, or the week, month or year that it lies in: no more precise than the words."""
    return {"day": lambda: (day, day), "week": lambda: _week(day), "month": lambda: _days(day.year, day.month)}.get(
        unit, lambda: _days(day.year)
    )()


def _week(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _weekend(text: str, anchor: When | None, exact: date | None, ahead: bool) -> Interval:
    if exact is None:
        return _OPEN
    saturday = _step(exact, 5, ahead)
    return saturday, saturday + timedelta(days=1)


def _relative(text: str, anchor: When | None, exact: date | None, ahead: bool) -> Interval:
    """ "Last week", "next month", "this year", "last Monday", "earlier this month"."""
    step = 1 if re.search(r"\b(next|coming)\b", text) else -1 if re.search(r"\b(last|past|previous)\b", text) else 0
    unit = text.split()[-1]
    if unit in words().weekdays:
        return _relative_weekday(words().weekdays[unit], exact, step)
    if unit.rstrip(".") in words().months:
        return _bare_month(unit, anchor, exact, step > 0 or (step == 0 and ahead))
    found = _relative_unit(unit, anchor, exact, step)
    return _clipped(text, found, exact)


def _relative_weekday(weekday: int, exact: date | None, step: int) -> Interval:
    if exact is None:
        return _OPEN
    if step == 0:
        day = _week(exact)[0] + timedelta(days=weekday)
    else:
        near = _step(exact, weekday, step > 0)
        day = near + timedelta(days=7 * step) if near == exact else near
    return day, day


def _relative_unit(unit: str, anchor: When | None, exact: date | None, step: int) -> Interval:
    if anchor is None or anchor.start is None or anchor.end is None:
        return _OPEN
    here = anchor.end
    if unit == "year":
        return _days(here.year + step)
    if unit == "decade":
        first = here.year // 10 * 10 + 10 * step
        return date(first, 1, 1), date(first + 9, 12, 31)
    if unit == "month" and anchor.precision in ("day", "month"):
        there = _shift(here.replace(day=1), step, "month")
        return _days(there.year, there.month)
    if exact is None:
        return _OPEN
    if unit == "week":
        return _week(exact + timedelta(days=7 * step))
    if unit == "weekend":
        saturday = _week(exact)[0] + timedelta(days=5)
        saturday += timedelta(days=7 * step if step >= 0 or exact.weekday() >= 5 else -7)
        return saturday, saturday + timedelta(days=1)
    if unit == "quarter":
        first = _shift(date(exact.year, (exact.month - 1) // 3 * 3 + 1, 1), 3 * step, "month")
        return first, _shift(first, 3, "month") - timedelta(days=1)
    return _OPEN


def _clipped(text: str, found: Interval, exact: date | None) -> Interval:
    start, end = found
    if exact is None or start is None or end is None or not start <= exact <= end:
        return found
    if text.lower().startswith("earlier"):
        return start, exact
    return (exact, end) if text.lower().startswith("later") else found


_READERS: Mapping[str, Callable[[str, When | None, date | None, bool], Interval]] = {
    "iso": _iso,
    "range": _calendar,
    "between": _between,
    "daymonth": _calendar,
    "monthday": _calendar,
    "monthyear": _month_year,
    "decade": _decade,
    "relative": _relative,
    "span": _length,
    "ago": _ago,
    "hence": _hence,
    "weekend": _weekend,
    "daily": _daily,
    "weekday": _weekday,
    "partmonth": _bare_month,
    "partyear": _year,
    "year": _year,
    "bare": _bare_month,
}


