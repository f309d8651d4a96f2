"""Expressions of time: the words found, and the days they mean."""

from __future__ import annotations

from datetime import date

import pytest

from kg import times
from kg.errors import DateError
from tests.parsed import parse

# Published on Tuesday, 22 April 2025. Sentence, words found, first and last day ("" = open).
TABLE = [
    ("Russia and Ukraine met on Monday.", "Monday", "2025-04-21", "2025-04-21"),
    ("Russia and Ukraine met Sunday in Doha.", "Sunday", "2025-04-20", "2025-04-20"),
    ("The two sides met on Tuesday.", "Tuesday", "2025-04-22", "2025-04-22"),
    ("The ministers will meet on Friday.", "Friday", "2025-04-25", "2025-04-25"),
    ("The ministers are to meet on Thursday in Rome.", "Thursday", "2025-04-24", "2025-04-24"),
    ("Talks are scheduled for Wednesday.", "Wednesday", "2025-04-23", "2025-04-23"),
    ("He spoke ahead of Friday's summit.", "Friday", "2025-04-25", "2025-04-25"),
    ("The ministers met on Friday to discuss the war.", "Friday", "2025-04-18", "2025-04-18"),
    ("Kenya condemned Saturday's attack.", "Saturday", "2025-04-19", "2025-04-19"),
    ("The president will answer Saturday's attack.", "Saturday", "2025-04-19", "2025-04-19"),
    ("The army shelled the town early on Sunday.", "early on Sunday", "2025-04-20", "2025-04-20"),
    ("Troops entered the city late Monday.", "late Monday", "2025-04-21", "2025-04-21"),
    ("Jets bombed the port on Monday night.", "Monday night", "2025-04-21", "2025-04-21"),
    ("They negotiated from Monday to Thursday.", "from Monday to Thursday", "2025-04-14", "2025-04-17"),
    ("The envoys met on Saturday and Sunday.", "Saturday and Sunday", "2025-04-19", "2025-04-20"),
    ("The summit took place on Thursday last week.", "Thursday last week", "2025-04-17", "2025-04-17"),
    ("They agreed on Monday of last week.", "Monday of last week", "2025-04-14", "2025-04-14"),
    ("The envoy left last Thursday.", "last Thursday", "2025-04-17", "2025-04-17"),
    ("The envoy will leave next Tuesday.", "next Tuesday", "2025-04-29", "2025-04-29"),
    ("The council will vote this Friday.", "this Friday", "2025-04-25", "2025-04-25"),
    ("The council voted this Sunday.", "this Sunday", "2025-04-20", "2025-04-20"),
    ("The council voted today.", "today", "2025-04-22", "2025-04-22"),
    ("Egypt closed the crossing yesterday.", "yesterday", "2025-04-21", "2025-04-21"),
    ("Egypt will open the crossing tomorrow.", "tomorrow", "2025-04-23", "2025-04-23"),
    ("The king spoke this morning.", "this morning", "2025-04-22", "2025-04-22"),
    ("The king spoke last night.", "last night", "2025-04-21", "2025-04-21"),
    ("Iran fired missiles overnight.", "overnight", "2025-04-21", "2025-04-22"),
    ("The guns fell silent the day before yesterday.", "the day before yesterday", "2025-04-20", "2025-04-20"),
    ("They met last week.", "last week", "2025-04-14", "2025-04-20"),
    ("Last week, they met in Oslo.", "Last week", "2025-04-14", "2025-04-20"),
    ("They will meet next week.", "next week", "2025-04-28", "2025-05-04"),
    ("Talks take place this week.", "this week", "2025-04-21", "2025-04-27"),
    ("They met earlier this week.", "earlier this week", "2025-04-21", "2025-04-22"),
    ("They will meet later this week.", "later this week", "2025-04-22", "2025-04-27"),
    ("The pact was signed last month.", "last month", "2025-03-01", "2025-03-31"),
    ("The pact was signed earlier this month.", "earlier this month", "2025-04-01", "2025-04-22"),
    ("The pact was signed earlier in the month.", "earlier in the month", "2025-04-01", "2025-04-22"),
    ("The pact will be signed next month.", "next month", "2025-05-01", "2025-05-31"),
    ("Elections are due later this year.", "later this year", "2025-04-22", "2025-12-31"),
    ("France recalled its envoy last year.", "last year", "2024-01-01", "2024-12-31"),
    ("France recalled its envoy late last year.", "late last year", "2024-09-01", "2024-12-31"),
    ("France recalled its envoy early last month.", "early last month", "2025-03-01", "2025-03-10"),
    ("Peru will vote at the end of the year.", "the end of the year", "2025-09-01", "2025-12-31"),
    ("Peru must comply by the end of the year.", "by the end of the year", "2025-04-22", "2025-12-31"),
    ("They met over the weekend.", "over the weekend", "2025-04-19", "2025-04-20"),
    ("They will meet at the weekend.", "at the weekend", "2025-04-26", "2025-04-27"),
    ("They met last weekend.", "last weekend", "2025-04-19", "2025-04-20"),
    ("They met two days ago.", "two days ago", "2025-04-20", "2025-04-20"),
    ("They met a week ago.", "a week ago", "2025-04-14", "2025-04-20"),
    ("They met three months ago.", "three months ago", "2025-01-01", "2025-01-31"),
    ("War broke out 10 years ago.", "10 years ago", "2015-01-01", "2015-12-31"),
    ("They met several weeks ago.", "several weeks ago", "", ""),
    ("War broke out more than a decade ago.", "more than a decade ago", "", ""),
    ("They met in the past two weeks.", "in the past two weeks", "2025-04-08", "2025-04-22"),
    ("Over the last 24 hours, ships shelled the port.", "Over the last 24 hours", "2025-04-21", "2025-04-22"),
    ("He has met envoys over the past few days.", "over the past few days", "", "2025-04-22"),
    ("In recent weeks, the army seized two towns.", "In recent weeks", "", "2025-04-22"),
    ("They will meet in the coming weeks.", "in the coming weeks", "2025-04-22", ""),
    ("Turkey will withdraw within two weeks.", "within two weeks", "2025-04-22", "2025-05-06"),
    ("The ceasefire will begin in three days.", "in three days", "2025-04-25", "2025-04-25"),
    ("Rebels will free them within 48 hours.", "within 48 hours", "2025-04-22", "2025-04-24"),
    ("The accord was signed on April 3.", "April 3", "2025-04-03", "2025-04-03"),
    ("The accord was signed on December 3.", "December 3", "2024-12-03", "2024-12-03"),
    ("The accord will be signed on May 9.", "May 9", "2025-05-09", "2025-05-09"),
    ("The accord was signed on 3 April 1998.", "3 April 1998", "1998-04-03", "1998-04-03"),
    ("The accord was signed on Friday, April 10, 1998.", "Friday, April 10, 1998", "1998-04-10", "1998-04-10"),
    ("The accord was signed on the 3rd of April 1998.", "3rd of April 1998", "1998-04-03", "1998-04-03"),
    ("The planes struck on Sept. 11, 2001.", "Sept. 11, 2001", "2001-09-11", "2001-09-11"),
    ("He visits Jakarta from 11 to 13 June 2018.", "from 11 to 13 June 2018", "2018-06-11", "2018-06-13"),
    ("They met between 3 and 5 May 2004.", "between 3 and 5 May 2004", "2004-05-03", "2004-05-05"),
    ("They met on June 11-13, 2018.", "June 11-13, 2018", "2018-06-11", "2018-06-13"),
    ("They met from 28 April to 3 May 2018.", "from 28 April to 3 May 2018", "2018-04-28", "2018-05-03"),
    ("The pact of March 1991 failed.", "March 1991", "1991-03-01", "1991-03-31"),
    ("Kuwait was freed in late February 1991.", "late February 1991", "1991-02-20", "1991-02-28"),
    ("They met in March.", "March", "2025-03-01", "2025-03-31"),
    ("They met in November.", "November", "2024-11-01", "2024-11-30"),
    ("They will meet in November.", "November", "2025-11-01", "2025-11-30"),
    ("They met in late March.", "late March", "2025-03-22", "2025-03-31"),
    ("They met in mid-February.", "mid-February", "2025-02-10", "2025-02-19"),
    ("The talks ran from January to March 2003.", "from January to March 2003", "2003-01-01", "2003-03-31"),
    ("Sanctions were imposed in 1998.", "1998", "1998-01-01", "1998-12-31"),
    ("The war has gone on since 2014.", "since 2014", "2014-01-01", "2025-04-22"),
    ("Talks have stalled since early 2022.", "since early 2022", "2022-01-01", "2025-04-22"),
    ("The truce held until 2015.", "until 2015", "", "2015-12-31"),
    ("They fought from 1992 to 1995.", "from 1992 to 1995", "1992-01-01", "1995-12-31"),
    ("The 1992-95 war split the country.", "1992-95", "1992-01-01", "1995-12-31"),
    ("Argentina remembers the 1982 invasion.", "1982", "1982-01-01", "1982-12-31"),
    ("The junta ruled in the 1970s.", "the 1970s", "1970-01-01", "1979-12-31"),
    ("The junta fell in the early 1980s.", "the early 1980s", "1980-01-01", "1983-04-30"),
    ("They signed in the summer of 1993.", "the summer of 1993", "1993-06-01", "1993-08-31"),
    ("They signed last summer.", "last summer", "2024-06-01", "2024-08-31"),
    ("Exports fell in the first quarter of 2024.", "the first quarter of 2024", "2024-01-01", "2024-03-31"),
    ("Exports fell in the first quarter.", "the first quarter", "2025-01-01", "2025-03-31"),
    ("The army attacked again last Ramadan.", "last Ramadan", "", ""),
    ("The report is dated 2024-11-05 in the file.", "2024-11-05", "2024-11-05", "2024-11-05"),
    ("They must leave by Friday.", "by Friday", "2025-04-22", "2025-04-25"),
    ("The truce will hold until Sunday.", "until Sunday", "2025-04-22", "2025-04-27"),
]  # fmt: skip


@pytest.mark.model
@pytest.mark.parametrize(("sentence", "words", "start", "end"), TABLE)
def test_one_expression(sentence: str, words: str, start: str, end: str) -> None:
    found = times.find(parse(sentence), published="2025-04-22")
    days = [str(day) if day else "" for when in found for day in (when.start, when.end)]
    assert ([when.text for when in found], days) == ([words], [start, end])


ANCHORED = [
    ("On Friday they met. A day earlier, troops fired at a bus.", "A day earlier", "2025-04-17"),
    ("On 3 May 1999 they met. Two days later, the truce broke.", "Two days later", "1999-05-05"),
    ("They met on Sunday and signed the next day.", "the next day", "2025-04-21"),
    ("Ambassadors protested a day earlier.", "a day earlier", ""),
    ("They met in 1999. The envoys left two days later.", "two days later", ""),
    ("They met on Sunday. Nobody spoke. Nobody smiled. The envoys left the next day.", "the next day", ""),
]


@pytest.mark.model
@pytest.mark.parametrize(("text", "words", "day"), ANCHORED)
def test_counted_from_a_day_named_before_or_open(text: str, words: str, day: str) -> None:
    found = next(each for each in times.find(parse(text), published="2025-04-22") if each.text == words)
    assert (str(found.start) if found.start else "") == day


NO_TIME = [
    "They may march on the capital.",
    "Theresa May met the king.",
    "The Sunday Times reported a deal.",
    "The court heard 2000 people.",
    "The second half was dull.",
    "They met 30 times.",
]  # fmt: skip


@pytest.mark.model
@pytest.mark.parametrize("sentence", NO_TIME)
def test_no_time(sentence: str) -> None:
    assert times.find(parse(sentence), published="2025-04-22") == []


PUBLISHED = [
    ("They met on Monday.", None, None),
    ("They met last month.", None, None),
    ("They met on 3 April 1998.", None, date(1998, 4, 3)),
    ("They met on Monday.", "2024-08", None),
    ("They met last month.", "2024-08", date(2024, 7, 1)),
    ("They met last year.", "2024-08", date(2023, 1, 1)),
    ("They met in May.", "2024-08", date(2024, 5, 1)),
    ("They met last year.", "2024", date(2023, 1, 1)),
    ("They met last month.", "2024", None),
    ("They met on Monday.", "2025-04-22T09:30:00Z", date(2025, 4, 21)),
]


@pytest.mark.model
@pytest.mark.parametrize(("sentence", "published", "start"), PUBLISHED)
def test_as_much_as_the_date_of_publication_tells(
    sentence: str, published: str | None, start: date | None
) -> None:
    (found,) = times.find(parse(sentence), published=published)
    assert found.start == start


@pytest.mark.model
def test_words_stand_in_the_text() -> None:
    text = "Talks have stalled since early 2022. They will resume by the end of the week."
    for when in times.find(parse(text), published="2025-04-22"):
        assert when.span is not None
        assert text[when.span.start : when.span.end] == when.text == when.span.text


@pytest.mark.parametrize("wrong", ["yesterday", "2025-13", "2025-02-30", "22.4.2025"])
def test_no_date(wrong: str) -> None:
    with pytest.raises(DateError):
        times.interval(wrong)
