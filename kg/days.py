"""Days of the calendar: months, weeks and quarters around a day, and steps from it."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}


def covered(year: int, month: int | None = None, day: int | None = None) -> tuple[date, date]:
    """The first and the last day of a year, of a month, or a day twice.

    >>> covered(2024, 2)[1]
    datetime.date(2024, 2, 29)
    """
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)


def shifted(day: date, count: int, unit: str) -> date:
    """The day so many units on; a shorter month gives its last day.

    >>> shifted(date(2024, 3, 31), -1, "month")
    datetime.date(2024, 2, 29)
    """
    if unit not in MONTHS:
        return day + timedelta(days=count * {"week": 7, "weekend": 7, "fortnight": 14}.get(unit, 1))
    year, month = divmod(day.year * 12 + day.month - 1 + count * MONTHS[unit], 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def week(day: date) -> tuple[date, date]:
    """Monday to Sunday around a day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def quarter(year: int, number: int) -> tuple[date, date]:
    """The first and last day of a quarter of a year, counted from 1."""
    first = date(year, 3 * number - 2, 1)
    return first, shifted(first, 3, "month") - timedelta(days=1)


def three_months(year: int, month: int) -> tuple[date, date]:
    """The first and last day of three months from one on."""
    first = date(year, month, 1)
    return first, shifted(first, 3, "month") - timedelta(days=1)


def around(day: date, unit: str) -> tuple[date, date]:
    """The day, or the week, month or year that it lies in.

    >>> around(date(2025, 4, 22), "week")[0]
    datetime.date(2025, 4, 21)
    """
    if unit in ("day", "hour"):
        return day, day
    if unit in ("week", "fortnight"):
        return week(day)
    if unit == "weekend":
        saturday = week(day)[0] + timedelta(days=5)
        return saturday, saturday + timedelta(days=1)
    if unit == "decade":
        return date(day.year // 10 * 10, 1, 1), date(day.year // 10 * 10 + 9, 12, 31)
    if unit == "quarter":
        return quarter(day.year, (day.month + 2) // 3)
    return covered(day.year, day.month if unit == "month" else None)


def weekday_near(day: date, weekday: int, *, ahead: bool) -> date:
    """The weekday on or before a day; on or after it where the text looks ahead.

    >>> weekday_near(date(2025, 4, 22), 0, ahead=False)
    datetime.date(2025, 4, 21)
    """
    back = (day.weekday() - weekday) % 7
    return day + timedelta(days=(7 - back) % 7) if ahead else day - timedelta(days=back)


def third(start: date, end: date, part: tuple[int, int] | list[int]) -> tuple[date, date]:
    """Thirds of a time: "early", "mid", "late"; a week or less stays whole.

    >>> third(date(2022, 1, 1), date(2022, 12, 31), (0, 1))[1]
    datetime.date(2022, 4, 30)
    """
    first, last = part
    length = (end - start).days + 1
    if length <= 7:
        return start, end
    if length > 92:
        months = (end.year - start.year) * 12 + end.month - start.month + 1
        return (
            shifted(start, months * first // 3, "month"),
            shifted(start, months * last // 3, "month") - timedelta(days=1),
        )
    return start + timedelta(days=round(length * first / 3)), start + timedelta(days=round(length * last / 3) - 1)
