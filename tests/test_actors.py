"""Who is named: states, people, bodies, groups, by whatever words."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from kg import actors, gazetteer
from tests.linking import labels, mentions, over
from tests.parsed import parse

ON = date(2001, 5, 20)

# Sentence, words in it, whom they stand for.
TABLE = [
    ("The Kremlin rejected the offer.", "Kremlin", ["Russia"]),
    ("Downing Street said it was ready.", "Downing Street", ["United Kingdom"]),
    ("Khartoum accused its neighbour of backing rebels.", "Khartoum", ["Sudan"]),
    ("Envoys from Colombo met the Tamil Tigers.", "Tamil Tigers", ["LTTE"]),
    ("The Zairean army fired at Rwandan troops.", "Zairean army", ["Democratic Republic of the Congo"]),
    ("The Zairean army fired at Rwandan troops.", "Rwandan troops", ["Rwanda"]),
    ("Chile's foreign ministry summoned the Peruvian ambassador.", "foreign ministry", ["Chile"]),
    ("Chile's foreign ministry summoned the Peruvian ambassador.", "ambassador", ["Peru"]),
    ("The government of Cyprus turned down the plan.", "government", ["Cyprus"]),
    ("The Assad regime shelled Homs.", "regime", ["Syria"]),
    ("The Clinton administration protested.", "administration", ["United States"]),
    ("Officials in Harare denied the report.", "Officials", ["Zimbabwe"]),
    ("Greek, Turkish and British officials met in Zurich.", "officials", ["Greece", "Turkey", "United Kingdom"]),
    ("Diplomats from Norway, Japan and India urged restraint.", "Diplomats", ["India", "Japan", "Norway"]),
    ("The U.N. Security Council condemned Iraq.", "Council", ["UN Security Council"]),
    ("The UN refugee agency appealed for funds.", "refugee agency", ["UNHCR"]),
    ("EU leaders will meet in Nice.", "leaders", ["European Union"]),
    ("Hamas freed two hostages.", "Hamas", ["Hamas"]),
    ("He spoke at Iran's foreign ministry.", "foreign ministry", ["Iran"]),
    ("Wagner mercenaries left Mali.", "mercenaries", ["Wagner Group"]),
    ("Kosovo Serbs blocked a road.", "Kosovo Serbs", ["Kosovo Serbs"]),
    ("Ethnic Serbs blocked a road.", "Serbs", ["ethnic Serbs"]),
    ("Houthi rebels fired at a ship.", "rebels", ["Houthis"]),
    ("The two Koreas agreed to talk.", "Koreas", ["North Korea", "South Korea"]),
    ("The Palestinians rejected the map.", "Palestinians", ["Palestine"]),
    ("The Britons were expelled.", "Britons", ["United Kingdom"]),
    ("Rebels shelled the town of Kisangani.", "Rebels", ["rebels"]),
    ("World powers met in London.", "World powers", ["world powers"]),
    ("The Free Workers' League (FWL) called a strike. The FWL said it would not yield.", "FWL said", ["Free Workers' League"]),
    ("The Organization of African Unity (OAU) sent monitors. The OAU hailed the pact.", "OAU hailed", ["Organization of African Unity"]),
    ("The ethnic Albanian leader rejected the plan.", "leader", []),
    ("He told Reuters that the talks had failed.", "Reuters", []),
    ("The London talks ended without a deal.", "London", []),
    ("Jordan Smith scored twice.", "Jordan", ["Jordan Smith"]),
]  # fmt: skip


@pytest.mark.model
@pytest.mark.parametrize(("text", "words", "expected"), TABLE)
def test_who_is_meant(text: str, words: str, expected: list[str]) -> None:
    assert labels(mentions(text, ON), text, words) == expected


COUNTRIES = [
    ("Deputy Foreign Minister Arto Lahti of Finland met envoys.", "Lahti", "FIN"),
    ("Arto Lahti, the deputy foreign minister of Finland, said the pact was dead.", "Lahti", "FIN"),
    ("Finland's Arto Lahti said the pact was dead.", "Lahti", "FIN"),
    ("Finnish Trade and Industry Minister Arto Lahti signed.", "Lahti", "FIN"),
    ("Minister for Foreign Affairs of Finland Arto Lahti signed.", "Lahti", "FIN"),
    ("Iranian police spokesman Reza Karimi denied it.", "Karimi", "IRN"),
    ("Lt. Gen. Arto Lahti, the Finnish commander in Mali, spoke.", "Lahti", "FIN"),
    ("Commodore Arto Lahti of the Finnish Navy spoke.", "Lahti", "FIN"),
    ("Ambassador Arto Lahti met the Greek foreign minister.", "Lahti", None),
    ("In Turkey Minister Arto Lahti met the king. He flew on to Iran and Oman.", "Lahti", None),
    ("United Nations envoy Arto Lahti met the rebels in Goma.", "Lahti", None),
    ("Arto Lahti met the Iranian president.", "Lahti", None),
]


@pytest.mark.model
@pytest.mark.parametrize(("text", "words", "country"), COUNTRIES)
def test_for_which_state_a_person_acts(text: str, words: str, country: str | None) -> None:
    found = over(mentions(text, ON), text, words)
    assert found is not None
    assert [actor.country for actor in found.actors] == [country]


NAMED = [
    ("Indonesian Foreign Minister Retno L. P. Marsudi met Minister Bishop.", "Marsudi", "Retno Marsudi"),
    ("House Speaker Nancy Pelosi landed in Taipei.", "Pelosi", "Nancy Pelosi"),
    ("EU Enlargement Commissioner Stefan Holm warned Croatia.", "Holm", "Stefan Holm"),
    ("Vice Foreign Minister Xie Feng summoned the ambassador.", "Xie", "Xie Feng"),
    ("Minister for Foreign Affairs Arto Lahti hosted his guest.", "Lahti", "Arto Lahti"),
    ("President Joseph R. Biden, Jr. spoke with the king.", "Biden", "Joe Biden"),
    ("State Councilor and Foreign Minister Wang Yi spoke in Phnom Penh.", "Wang", "Wang Yi"),
    ("Mr Arto Lahti resigned.", "Lahti", "Arto Lahti"),
]


@pytest.mark.model
@pytest.mark.parametrize(("text", "words", "label"), NAMED)
def test_a_title_is_no_part_of_the_name(text: str, words: str, label: str) -> None:
    assert labels(mentions(text, date(2021, 9, 1)), text, words) == [label]


LATER = [
    ("Finnish envoy Arto Lahti met Chad's premier. Lahti left on Friday.", "Lahti left", ["Arto Lahti"]),
    ("Aung San Suu Kyi met the envoy. Suu Kyi thanked him.", "Suu Kyi thanked", ["Aung San Suu Kyi"]),
    ("Prime Minister Srettha Thavisin arrived. Mr Srettha met the king.", "Srettha met", ["Srettha Thavisin"]),
    ("Kim Dae-jung met Kim Jong Il in Pyongyang. The South Korean president Kim invited him.", "Kim invited", ["Kim Dae-jung"]),
]  # fmt: skip


@pytest.mark.model
@pytest.mark.parametrize(("text", "words", "expected"), LATER)
def test_short_names_later(text: str, words: str, expected: list[str]) -> None:
    assert labels(mentions(text, ON), text, words) == expected


@pytest.mark.model
def test_two_persons_with_one_surname() -> None:
    text = "Arto Lahti of Finland met Eva Lahti of Chad. Nobody knows why. Nobody asked. Nobody cared at all about it then. Lahti left."
    assert labels(mentions(text, ON), text, "Lahti left") in ([], ["Lahti"])


@pytest.mark.model
def test_one_actor_for_one_name_with_all_that_the_text_tells() -> None:
    text = "Lahti, a quiet man, smiled. Finnish Foreign Minister Arto Lahti then met reporters. Lahti said little."
    people = {actor for each in mentions(text) for actor in each.actors if "Lahti" in actor.label}
    assert [(p.label, p.country, p.role, "Lahti" in p.aliases) for p in people] == [
        ("Arto Lahti", "FIN", "Finnish Foreign Minister", True)
    ]


DATELINES = [
    ("SEOUL, June 20 (AP) - The rebels agreed.", "Seoul", "KOR"),
    ("GENEVA - Iran agreed.", "Geneva", "CHE"),
    ("BUENOS AIRES, Argentina (Reuters) - Chile agreed.", "Buenos Aires", "ARG"),
]


@pytest.mark.model
@pytest.mark.parametrize(("text", "city", "country"), DATELINES)
def test_a_dateline_is_a_place_and_nobody_acts_in_it(text: str, city: str, country: str) -> None:
    first, *_ = found = mentions(text)
    assert first.place is not None
    assert (first.place.label, first.place.country) == (city, country)
    assert all(not each.actors for each in found if each.end <= text.index("-"))


@pytest.mark.model
def test_no_dateline_no_place() -> None:
    assert labels(mentions("Seoul agreed."), "Seoul agreed.", "Seoul") == ["South Korea"]


@pytest.mark.model
def test_mentions_do_not_overlap_and_stand_in_the_text() -> None:
    text = "Kremlin spokesman Dmitry Peskov told Reuters that Ukrainian, U.S. and European officials met in the Geneva suburb of Versoix."
    found = actors.find(parse(text), gazetteer=gazetteer.load(), published=None)
    assert all(text[each.start : each.end] == each.text for each in found)
    assert all(a.last <= b.first for a, b in itertools.pairwise(found))
