"""Pronouns and nominals: whom they stand for, and where they must stand for nobody."""

from __future__ import annotations

from datetime import date

import pytest

from tests.linking import labels, mentions

ON = date(2003, 5, 20)

TABLE = [
    ("Arto Lahti met the king. He praised him.", "He", ["Arto Lahti"]),
    ("Kofi Annan met Arto Lahti. Annan said he was hopeful.", "he was", ["Kofi Annan"]),
    ("Madeleine Albright met Yasser Arafat. She urged him to sign.", "She", ["Madeleine Albright"]),
    ("Madeleine Albright met Yasser Arafat. She urged him to sign.", "him", ["Yasser Arafat"]),
    ("Turkey warned Greece. It threatened to close the strait.", "It", ["Turkey"]),
    ("Iran said it would not yield.", "it", ["Iran"]),
    ("Hamas said its men had left.", "its", ["Hamas"]),
    ("Peru and Ecuador signed a truce. They will meet in Brasilia.", "They", ["Ecuador", "Peru"]),
    ("Tony Blair met Jacques Chirac in Paris. They discussed Iraq.", "They", ["Jacques Chirac", "Tony Blair"]),
    ("Tony Blair met Jacques Chirac in Paris. The two leaders discussed Iraq.", "leaders", ["Jacques Chirac", "Tony Blair"]),
    ("Tony Blair met Jacques Chirac in Paris. The two men discussed Iraq.", "men", ["Jacques Chirac", "Tony Blair"]),
    ("Finnish Foreign Minister Arto Lahti met Greek Foreign Minister Nikos Roussos. The ministers signed a pact.", "ministers", ["Arto Lahti", "Nikos Roussos"]),
    ("Finnish Foreign Minister Arto Lahti met Greek Foreign Minister Nikos Roussos. They hailed ties between the two countries.", "two countries", ["Finland", "Greece"]),
    ("Finnish Foreign Minister Arto Lahti came to Athens. The minister met the premier.", "minister met", ["Arto Lahti"]),
    ("Norway's ambassador, Jon Vik, came home. The ambassador said little.", "ambassador said", ["Jon Vik"]),
    ("President Alberto Fujimori spoke. The president rejected the plan.", "president rejected", ["Alberto Fujimori"]),
    ("The LTTE shelled a camp. The group had promised a truce.", "group", ["LTTE"]),
    ("The International Atomic Energy Agency sent a team. The agency asked Iraq for a list.", "agency", ["IAEA"]),
    ("The European Union met Turkey's envoy. The bloc wants reforms.", "bloc", ["European Union"]),
    ("NATO sent ships. The alliance wants peace.", "alliance", ["NATO"]),
    ("The Kosovo Liberation Army hailed the raids. The rebels said they would fight.", "rebels", ["Kosovo Liberation Army"]),
    ("Defence Minister Moven Mahachi of Zimbabwe said his country had sent troops.", "country", ["Zimbabwe"]),
    ("Egypt said its embassy in Khartoum was shut.", "its embassy", ["Egypt"]),
    ("India and Pakistan met in Agra. The latter refused to sign.", "latter", ["Pakistan"]),
    ("India and Pakistan met in Agra. The former refused to sign.", "former", ["India"]),
    ("Peru and Ecuador fought in 1995. Peru said it won. Both sides later signed a pact.", "sides", ["Ecuador", "Peru"]),
    ("Diplomats from Argentina, Brazil and Chile met. The three countries back the pact.", "countries", ["Argentina", "Brazil", "Chile"]),
    ("North Korea freed a sailor. The South thanked it.", "South", ["South Korea"]),
]  # fmt: skip


@pytest.mark.model
@pytest.mark.parametrize(("text", "words", "expected"), TABLE)
def test_whom_words_stand_for(text: str, words: str, expected: list[str]) -> None:
    assert labels(mentions(text, ON, referring=True), text, words) == expected


NOBODY = [
    ("It is important that talks go on.", "It"),
    ("Iran fired a missile. It was clear that talks had failed.", "It"),
    ("Sergei Lavrov met Kofi Annan. Russia blocked wording that would have excluded him.", "him"),
    ("Arto Lahti met Nikos Roussos in Oslo. Angela Merkel praised him.", "him"),
    ("Turkey's prime minister called on both sides to sign. Turkey and Greece are at odds.", "both sides"),
    ("South Africa will host a summit of regional leaders. The leaders will discuss a truce.", "leaders will"),
    ("The EU and ASEAN met. The bloc wants reforms.", "bloc"),
    ("Finnish Foreign Minister Arto Lahti met Greek Foreign Minister Nikos Roussos. The minister signed.", "minister signed"),
    ("Three men met. The latter left.", "latter"),
    ("India, Pakistan and Nepal met. The latter refused.", "latter"),
    ("Peru, Chile and Bolivia met. The two countries signed.", "two countries"),
    ("The new minister spoke. Arto Lahti left.", "minister"),
    ("Sudan fought the SPLA and the JEM. The rebels fled.", "The rebels"),
]


@pytest.mark.model
@pytest.mark.parametrize(("text", "words"), NOBODY)
def test_no_link_where_there_is_no_telling(text: str, words: str) -> None:
    named = labels(mentions(text, ON, referring=True), text, words.removeprefix("The "))
    assert [label for label in named if label[0].isupper()] == []
