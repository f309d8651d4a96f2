"""The tables of names: that they are sound, and what is found in them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date

import pytest

from kg import gazetteer, naming, tables

NAMES = gazetteer.load()
FORMER = {"SUN", "YUG", "CSK", "DDR", "VDR", "YMD", "XKX"}
Row = dict[str, str]


def iso_codes() -> set[str]:
    return {row["iso3"] for row in tables.rows("states")}


def bad_codes(rows: list[Row], column: str) -> list[str]:
    return [row[column] for row in rows if row[column] and not re.fullmatch(r"[A-Z]{3}", row[column])]


def bad_ids(rows: list[Row]) -> list[str]:
    return [row["wikidata"] for row in rows if row["wikidata"] and not re.fullmatch(r"Q[1-9]\d*", row["wikidata"])]


def shared_ids(rows: list[Row]) -> list[str]:
    """Wikidata ids under which two labels stand."""
    labels = defaultdict(set)
    for row in rows:
        labels[row["wikidata"]].add(row["label"])
    return [key for key, found in labels.items() if key and len(found) > 1]


def split_ids(rows: list[Row]) -> list[str]:
    """Labels with two Wikidata ids."""
    ids = defaultdict(set)
    for row in rows:
        if row["wikidata"]:
            ids[row["label"]].add(row["wikidata"])
    return [label for label, found in ids.items() if len(found) > 1]


def bad_years(rows: list[Row]) -> list[str]:
    def wrong(row: Row) -> bool:
        start, end = int(row["start"] or 1900), int(row["end"] or 2030)
        return not 1900 <= start <= end <= 2030

    return [row["label"] for row in rows if wrong(row)]


def bad_places(rows: list[Row]) -> list[str]:
    return [r["label"] for r in rows if not (-90 <= float(r["latitude"]) <= 90 and -180 <= float(r["longitude"]) <= 180)]


def doubled(rows: list[Row]) -> list[str]:
    """Names that two rows of a table claim."""
    claims: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for name in (row["label"], *tables.split(row["aliases"])):
            claims[name].add(row["label"])
    return [name for name, found in claims.items() if len(found) > 1]


def copies(table: str) -> list[Row]:
    return [dict(row) for row in tables.rows(table)]


SOUND = [
    ("states", lambda rows: bad_codes(rows, "iso3")),
    ("bodies", lambda rows: bad_codes(rows, "country")),
    ("officials", lambda rows: bad_codes(rows, "country")),
    ("places", lambda rows: bad_codes(rows, "country")),
    ("states", bad_ids),
    ("bodies", bad_ids),
    ("officials", bad_ids),
    ("states", shared_ids),
    ("bodies", shared_ids),
    ("officials", shared_ids),
    ("officials", split_ids),
    ("officials", bad_years),
    ("places", bad_places),
    ("states", bad_places),
    ("states", doubled),
    ("bodies", doubled),
    ("places", doubled),
]


@pytest.mark.parametrize(("table", "problems"), SOUND)
def test_tables_are_sound(table: str, problems: Callable[[list[Row]], list[str]]) -> None:
    assert problems(copies(table)) == []


BROKEN: list[tuple[str, str, str, Callable[[list[Row]], list[str]]]] = [
    ("states", "iso3", "FR", lambda rows: bad_codes(rows, "iso3")),
    ("bodies", "wikidata", "1065", bad_ids),
    ("officials", "wikidata", "Q9960x", bad_ids),
    ("officials", "end", "1890", bad_years),
    ("places", "latitude", "140", bad_places),
]


@pytest.mark.parametrize(("table", "column", "value", "problems"), BROKEN)
def test_a_broken_table_is_seen(
    table: str, column: str, value: str, problems: Callable[[list[Row]], list[str]]
) -> None:
    rows = copies(table)
    rows[0][column] = value
    assert problems(rows) != []


def test_a_shared_id_is_seen() -> None:
    rows = copies("officials")
    rows[0]["wikidata"] = rows[1]["wikidata"] = "Q1"
    assert "Q1" in shared_ids(rows)


@pytest.mark.parametrize("table", ["bodies", "officials", "places", "metonyms"])
def test_countries_are_states_of_the_table(table: str) -> None:
    assert {row["country"] for row in tables.rows(table) if row["country"]} <= iso_codes()


def test_bodies_of_officials_exist() -> None:
    assert {row["body"] for row in tables.rows("officials") if row["body"]} <= set(NAMES.bodies)


def test_titles_are_told_once() -> None:
    assert [title for title, n in Counter(row["title"] for row in tables.rows("titles")).items() if n > 1] == []


def test_titles_act_for_somebody_known() -> None:
    assert {row["acts_for"] for row in tables.rows("titles")} == {"state", "body", "own", "none"}


def test_metonyms_stand_for_actors_of_the_tables() -> None:
    labels = {row["label"] for table in ("states", "bodies") for row in tables.rows(table)}
    unknown = {actor for row in tables.rows("metonyms") for actor in tables.split(row["actor"])} - labels
    assert all(" " in label for label in unknown)
    assert len(unknown) <= 3


STATES = [
    ("Britons", "United Kingdom"), ("Dutch", "Netherlands"), ("Filipino", "Philippines"), ("Emirati", "United Arab Emirates"),
    ("Saudi", "Saudi Arabia"), ("Burmese", "Myanmar"), ("Burma", "Myanmar"), ("Zaire", "Democratic Republic of the Congo"),
    ("Soviet", "Soviet Union"), ("USSR", "Soviet Union"), ("Czechoslovak", "Czechoslovakia"), ("Yugoslav", "Yugoslavia"),
    ("East German", "East Germany"), ("West Germany", "Germany"), ("ROK", "South Korea"), ("DPRK", "North Korea"),
    ("Türkiye", "Turkey"), ("Côte d'Ivoire", "Ivory Coast"), ("Swazi", "Eswatini"), ("Ecuadorean", "Ecuador"),
    ("Salvadoran", "El Salvador"), ("Kiev", "Ukraine"), ("Teheran", "Iran"), ("Turkish Cypriots", "Northern Cyprus"),
    ("Bosnian Serbs", "Republika Srpska"), ("Chechen", "Chechnya"), ("Kosovar", "Kosovo"), ("Holy See", "Vatican City"),
    ("Persia", "Iran"), ("Ceylonese", "Sri Lanka"), ("Dahomey", "Benin"), ("Formosa", "Taiwan"), ("Peking", "China"),
    ("United Arab Republic", "Egypt"), ("South-West Africa", "Namibia"), ("Nyasaland", "Malawi"),
    ("Timor-Leste", "East Timor"), ("New Zealander", "New Zealand"), ("Lankan", "Sri Lanka"), ("Batswana", "Botswana"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "label"), STATES)
def test_names_of_states(name: str, label: str) -> None:
    found = NAMES.at(f"{name} said", 0)
    assert found is not None
    assert [actor.label for actor in found.actors] == [label]


METONYMS = [
    ("Kremlin", None, "Russia"), ("White House", None, "United States"), ("Downing Street", None, "United Kingdom"),
    ("Whitehall", None, "United Kingdom"), ("Quai d'Orsay", None, "France"), ("Élysée", None, "France"),
    ("Blue House", None, "South Korea"), ("Foggy Bottom", None, "United States"), ("Turtle Bay", None, "United Nations"),
    ("Rashtrapati Bhavan", None, "India"), ("Capitol Hill", None, "United States Congress"), ("Brussels", None, "European Union"),
    ("Belgrade", 1999, "Yugoslavia"), ("Belgrade", 2012, "Serbia"), ("Moscow", 1985, "Soviet Union"), ("Moscow", 2005, "Russia"),
    ("Prague", 1990, "Czechoslovakia"), ("Prague", 2010, "Czech Republic"), ("Rangoon", 1995, "Myanmar"),
    ("Rawalpindi", 1966, "Pakistan"), ("Léopoldville", 1961, "Democratic Republic of the Congo"), ("Common Market", 1973, "European Union"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "year", "label"), METONYMS)
def test_seats_stand_for_governments_of_their_time(name: str, year: int | None, label: str) -> None:
    found = NAMES.at(f"{name} said", 0, date(year, 6, 1) if year else None)
    assert found is not None
    assert (found.how, found.actors[0].label) == ("metonym", label)


PEOPLE = [
    ("Bush", 1990, None, "George H. W. Bush"), ("Bush", 2004, None, "George W. Bush"), ("Clinton", 1996, None, "Bill Clinton"),
    ("Clinton", 2011, None, "Hillary Clinton"), ("Antony J. Blinken", 2022, None, "Antony Blinken"),
    ("Joseph R. Biden, Jr.", 2021, None, "Joe Biden"), ("Kofi A. Annan", 2002, None, "Kofi Annan"),
    ("Lech Wałęsa", 1991, None, "Lech Walesa"), ("Kim", 2001, "KOR", "Kim Dae-jung"), ("Hashimoto", 1997, None, "Ryutaro Hashimoto"),
    ("Assad", 2012, None, "Bashar al-Assad"), ("Assad", 1996, None, "Hafez al-Assad"), ("Nobody", 2012, None, None),
    ("Kim", 2001, None, None), ("Nasser", 1956, None, "Gamal Abdel Nasser"), ("Eisenhower", 1956, None, "Dwight D. Eisenhower"),
    ("Gromyko", 1962, None, "Andrei Gromyko"), ("Nehru", 1955, None, "Jawaharlal Nehru"), ("Ayub Khan", 1966, None, "Mohammad Ayub Khan"),
    ("KAMIKAWA Yoko", 2023, "JPN", "Yoko Kamikawa"), ("Abe Shinzo", 2014, None, "Shinzo Abe"), ("U Thant", 1966, None, "U Thant"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "year", "country", "label"), PEOPLE)
def test_office_holders_of_their_time(name: str, year: int, country: str | None, label: str | None) -> None:
    found = NAMES.person(name, on=date(year, 6, 1), country=country)
    assert (found.label if found else None) == label


BODIES = [
    ("Da'esh", "Islamic State"), ("Da’esh", "Islamic State"), ("Viet Cong", "Viet Cong"), ("Vietminh", "Viet Minh"), ("CENTO", "CENTO"),
    ("mujahedeen", "Mujahideen"), ("Falintil", "Falintil"), ("Ansar Allah", "Houthis"), ("Front Line States", "Frontline States"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "label"), BODIES)
def test_names_of_bodies(name: str, label: str) -> None:
    found = NAMES.at(naming.plain(f"{name} said"), 0)
    assert found is not None
    assert [actor.label for actor in found.actors] == [label]


@pytest.mark.parametrize(("name", "country"), [("Homs", "SYR"), ("Goma", "COD"), ("Panmunjom", "PRK"), ("Odessa", "UKR")])
def test_cities_have_a_country_and_a_point(name: str, country: str) -> None:
    place = NAMES.place(name)
    assert place is not None
    assert (place.country, place.latitude is not None) == (country, True)
