"""The date of an article, as files and pages write it → ISO 8601."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

from kg.errors import DateError
from kg.intervals import interval

_DAY = re.compile(r"\d{4}(-\d\d){0,2}")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?", re.I)
_WORDED = ("%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y", "%B %Y")


def published(given: str) -> str:
    """A date in the form that articles hold: a year, a month, a day, or a day and a time.

    Args:
        given: ISO 8601, the date of an RSS or mail header, or words such as "22 April 2025".

    Returns:
        ISO 8601, as precise as given.

    Raises:
        DateError: it is no date.

    Source: ISO 8601:2004; RFC 2822 section 3.3.

    >>> published("Tue, 22 Apr 2025 10:00:00 GMT"), published("April 2025")
    ('2025-04-22T10:00:00+00:00', '2025-04')
    """
    text = " ".join(given.split())
    if _DAY.fullmatch(text):
        interval(text)
        return text
    timed = _TIME.fullmatch(text)
    found = _timed(*timed.groups()) if timed else _worded(text)
    if found is None:
        raise DateError(f"no date: {given!r} (write 2025, 2025-04 or 2025-04-22)")
    return found


def _timed(day: str, clock: str, zone: str | None) -> str | None:
    offset = "" if zone is None else "+00:00" if zone.isalpha() else zone
    try:
        return datetime.fromisoformat(f"{day}T{clock}{offset}").isoformat()
    except ValueError:
        return None


def _worded(text: str) -> str | None:
    for form in _WORDED:
        try:
            return datetime.strptime(text, form).strftime("%Y-%m-%d" if "%d" in form else "%Y-%m")
        except ValueError:
            continue
    try:
        return parsedate_to_datetime(text).isoformat()
    except ValueError:
        return None
