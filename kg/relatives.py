"""Times counted from the date of publication, or from a day named before: "last week", "two days later"."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, timedelta

from kg import days
from kg.model import When
from kg.timewords import one_of, words

Interval = tuple[date | None, date | None]
OPEN: Interval = (None, None)
_VAGUE = re.compile(r"\b(few|several|some|many|recent|number|handful)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Counted:
    """From what a relative expression is counted.

    ``anchor`` is the date of publication, ``exact`` the same if it is known to the day;
    ``ahead`` tells that the clause looks forward, ``before`` is a day named shortly before.
    """

    anchor: When | None = None
    ahead: bool = False
    before: date | None = None

    @property
    def exact(self) -> date | None:
        """The day of publication, if it is known to the day."""
        return self.anchor.start if self.anchor is not None and self.anchor.precision == "day" else None


def days_in(text: str) -> list[int]:
    """Days of a month among the words: 3, 21st."""
    return [int(found) for found in re.findall(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?\b", text)]


def months_in(text: str) -> list[int]:
    """Months named, as numbers."""
    table = words().months
    return [table[found] for found in re.findall(rf"\b({one_of(table)})\b", text)]


def year_in(text: str) -> int | None:
    """The last year named, if any."""
    found = re.findall(r"(?:1[89]|20)\d\d", text)
    return int(found[-1]) if found else None


def part(text: str, found: Interval) -> Interval:
    """The third of an interval that "early", "mid" or "late" leaves."""
    start, end = found
    lower = re.sub(r"^(?:in|at|the(?! \w+ (?:days )?of)) ", "", text.lower())
    third = next((value for word, value in words().parts.items() if re.match(rf"{word}\b", lower)), None)
    return days.third(start, end, third) if third and start and end else found


def year_of(month: int, day: int, counted: Counted) -> int | None:
    """The year nearest to the anchor on the side where the verb looks."""
    anchor = counted.anchor
    if anchor is None or anchor.start is None or anchor.end is None:
        return None
    year = anchor.end.year
    if anchor.precision not in ("day", "month", "week"):
        return year
    if counted.ahead:
        return year if (month, day) >= (anchor.start.month, 1) else year + 1
    edge = anchor.end + timedelta(days=31)
    return year if (year, month, day) <= (edge.year, edge.month, edge.day) else year - 1


def bare_month(text: str, counted: Counted) -> Interval:
    """A month without a year, and its parts."""
    month = months_in(text)[0]
    year = year_of(month, 1, counted)
    return part(text, days.covered(year, month)) if year else OPEN


def daily(text: str, counted: Counted) -> Interval:
    """Words for days around the day of publication: "yesterday"."""
    return _from(counted.exact, words().days[text.lower()])


def anchored(text: str, counted: Counted) -> Interval:
    """Such as "The next day": counted from a day named shortly before, or open."""
    return _from(counted.before, words().anchored[re.sub(r"^on ", "", text.lower())])


def _from(day: date | None, step: int) -> Interval:
    return (day + timedelta(days=step),) * 2 if day else OPEN


def overnight(text: str, counted: Counted) -> Interval:
    """The night up to the day of publication."""
    day = counted.exact
    return (day - timedelta(days=1), day) if day and not counted.ahead else OPEN


def weekday(text: str, counted: Counted) -> Interval:
    """A weekday, or several, next to the day of publication."""
    if counted.exact is None:
        return OPEN
    near = [days.weekday_near(counted.exact, number, ahead=counted.ahead) for number in _weekdays_in(text)]
    first, last = near[0], near[-1]
    if first > last:
        first, last = (first, last + timedelta(days=7)) if counted.ahead else (first - timedelta(days=7), last)
    return first, last


def _weekdays_in(text: str) -> list[int]:
    table = words().weekdays
    return [table[found] for found in re.findall(rf"\b({one_of(table)})\b", text)]


def weekday_of(text: str, counted: Counted) -> Interval:
    """Such as "Thursday of last week"."""
    if counted.exact is None:
        return OPEN
    monday = days.week(counted.exact)[0] + timedelta(days=7 * _step(text))
    return _from(monday, _weekdays_in(text)[0])


def ago(text: str, counted: Counted) -> Interval:
    """So many units before the day of publication; a vague count stays open."""
    count, unit = _count(text)
    if count is None or counted.exact is None or re.match(r"(?i)(more|less|over)\b", text):
        return OPEN
    return days.around(days.shifted(counted.exact, -count, unit), unit)


def after(text: str, counted: Counted) -> Interval:
    """Such as "Two days later": counted from a day named shortly before, or open."""
    count, unit = _count(text)
    if count is None or counted.before is None or unit not in ("day", "night"):
        return OPEN
    return _from(counted.before, count if re.search(r"(later|afterwards)$", text) else -count)


def hence(text: str, counted: Counted) -> Interval:
    """So many units after the day of publication, where the clause looks ahead."""
    count, unit = _count(text)
    if count is None or counted.exact is None or not (counted.ahead or "from now" in text or "time" in text):
        return OPEN
    if text.lower().startswith("within") or unit == "hour":
        return counted.exact, _hours_on(counted.exact, count, unit)
    return days.around(days.shifted(counted.exact, count, unit), unit)


def _hours_on(day: date, count: int, unit: str) -> date:
    return day + timedelta(days=math.ceil(count / 24)) if unit == "hour" else days.shifted(day, count, unit)


def span(text: str, counted: Counted) -> Interval:
    """Such as "The past two weeks" up to the anchor, "the next few days" from it: a vague end stays open."""
    if counted.exact is None:
        return OPEN
    forward = re.search(r"(?i)\b(next|coming)\b", text) is not None
    count, unit = _count(text)
    if count is None:
        return (counted.exact, None) if forward else (None, counted.exact)
    if forward:
        return counted.exact, _hours_on(counted.exact, count, unit)
    days_back = math.ceil(count / 24) if unit == "hour" else count
    return days.shifted(counted.exact, -days_back, "day" if unit == "hour" else unit), counted.exact


def _count(text: str) -> tuple[int | None, str]:
    """How many, of what; ``None`` for "a few", "several"."""
    units = "hour|day|night|week|month|year|decade"
    unit = re.findall(rf"\b({units})s?\b", text)[-1]
    number = re.search(rf"(?i)\b(\d+|{one_of(words().numbers)})\s+(?:{units})", text)
    if number is None or _VAGUE.search(text):
        return None, unit
    word = " ".join(number.group(1).lower().split())
    return int(word) if word.isdigit() else words().numbers[word], unit


def weekend(text: str, counted: Counted) -> Interval:
    """The weekend next to the day of publication."""
    if counted.exact is None:
        return OPEN
    saturday = days.weekday_near(counted.exact, 5, ahead=counted.ahead)
    return saturday, saturday + timedelta(days=1)


def _step(text: str) -> int:
    lower = text.lower()
    return 1 if re.search(r"\b(next|coming)\b", lower) else -1 if re.search(r"\b(last|past|previous)\b", lower) else 0


def relative(text: str, counted: Counted) -> Interval:
    """Such as "Last week", "next month", "this year", "last Monday", "earlier this month", "late last year"."""
    lower = text.lower()
    if re.search(r"\b(following|same|that|previous)\b", lower):
        return OPEN
    step = _step(text)
    if _weekdays_in(text):
        return _relative_weekday(_weekdays_in(text)[0], counted, step)
    unit = lower.split()[-1]
    if months_in(text):
        return bare_month(text, Counted(counted.anchor, step > 0 or (step == 0 and counted.ahead)))
    if unit in words().seasons:
        return _relative_season(words().seasons[unit], counted, step)
    found = _unit(unit, counted, step)
    return part(lower, _clipped(lower, found, counted.exact))


def _relative_season(month: int, counted: Counted, step: int) -> Interval:
    if counted.exact is None:
        return OPEN
    start, end = days.three_months(counted.exact.year, month)
    if (step < 0 and end >= counted.exact) or (step > 0 and start <= counted.exact):
        return days.three_months(counted.exact.year + step, month)
    return start, end


def _relative_weekday(weekday: int, counted: Counted, step: int) -> Interval:
    exact = counted.exact
    if exact is None:
        return OPEN
    if step == 0:
        day = days.week(exact)[0] + timedelta(days=weekday)
        over = (day - exact).days
        return _from(day, -7 if over > 0 and not counted.ahead else 7 if over < 0 and counted.ahead else 0)
    near = days.weekday_near(exact, weekday, ahead=step > 0)
    return _from(near, 7 * step if near == exact else 0)


def _unit(unit: str, counted: Counted, step: int) -> Interval:
    anchor, exact = counted.anchor, counted.exact
    if anchor is None or anchor.end is None:
        return OPEN
    if unit in ("year", "decade") or (unit == "month" and anchor.precision in ("day", "month")):
        return days.around(days.shifted(anchor.end.replace(day=1), step, unit), unit)
    if exact is None or unit == "century":
        return OPEN
    if unit == "weekend":
        return _this_weekend(exact, counted.ahead, step)
    return days.around(days.shifted(exact, step, unit), unit)


def _this_weekend(exact: date, ahead: bool, step: int) -> Interval:
    saturday = days.week(exact)[0] + timedelta(days=5)
    if step == 0 and not ahead and saturday > exact:
        step = -1
    saturday += timedelta(days=7 * step if step >= 0 or exact.weekday() >= 5 else -7)
    return saturday, saturday + timedelta(days=1)


def _clipped(text: str, found: Interval, exact: date | None) -> Interval:
    start, end = found
    if exact is None or start is None or end is None or not start <= exact <= end:
        return found
    if text.startswith("earlier"):
        return start, exact
    return (exact, end) if text.startswith("later") else found


def within(text: str, counted: Counted) -> Interval:
    """Such as "Earlier in the month", "at the end of the year", "late last month"."""
    unit = text.lower().split()[-1]
    found = _unit(unit, counted, _step(text))
    return part(text, _clipped(text.lower(), found, counted.exact))


