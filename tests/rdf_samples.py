"""A small article with events of many kinds, made by hand; for the tests of RDF, records and queries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pyoxigraph import Quad

from kg import triples, vocab
from kg.model import Actor, Article, Event, Participant, Place, Span, When

FRANCE = Actor("France", "State", country="FRA", wikidata="Q142", aliases=("Paris",), listed=True)
IRAN = Actor("Iran", "State", country="IRN", wikidata="Q794", aliases=("Tehran",), listed=True)
OMAN = Actor("Oman", "State", country="OMN", wikidata="Q842", listed=True)
ENVOY = Actor("Lena Brandt", "Person", country="DEU", role="German envoy")
PLACE = Place("Muscat", "OMN", 23.588, 58.3829, "Q3826")
ACTIVITY = triples.Activity("diplomacy-kg 0.0", "model 0.0")

TEXT = (
    "Lena Brandt met Iran in Muscat last week. "
    "France demanded that Iran free two sailors, or it would close its port. "
    "Iran rejected France. Oman will host both sides if Paris agrees. "
    "France accepted an offer of Iran, Lena Brandt said. Oman may threaten Iran."
)


def span(words: str, *, nth: int = 0) -> Span:
    """The nth place at which the words stand in the text."""
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(words, at + 1)
    return Span(at, at + len(words), words)


def who(actor: Actor, words: str, *, nth: int = 0) -> Participant:
    return Participant(actor, span(words, nth=nth))


def sentences() -> Iterator[Span]:
    for words in TEXT.split(". "):
        yield span(words if words.endswith(".") else f"{words}.")


SENTENCES = tuple(sentences())
LAST_WEEK = When("last week", date(2025, 4, 14), date(2025, 4, 20), span("last week"))
MUSCAT = Place("Muscat", "OMN", 23.588, 58.3829, "Q3826", span("Muscat"))

MEETING = Event(
    "0000000000000001", "Meeting", "CONSULT", (who(ENVOY, "Lena Brandt"), who(IRAN, "Iran")), (), span("met"), SENTENCES[0],
    place=MUSCAT, time=LAST_WEEK, confidence=0.9,
)  # fmt: skip
DEMAND = Event(
    "0000000000000002", "Demand", "REQUEST", (who(FRANCE, "France"),), (who(IRAN, "Iran", nth=1),), span("demanded"), SENTENCES[1],
    content=span("free two sailors"), confidence=0.8,
)  # fmt: skip
REFUSAL = Event(
    "0000000000000003", "Refusal", "REJECT", (who(IRAN, "Iran", nth=2),), (who(FRANCE, "France", nth=1),), span("rejected"),
    SENTENCES[2], about=(DEMAND.id,),
)  # fmt: skip
HOSTING = Event(
    "0000000000000004", "Hosting", "CONSULT", (who(OMAN, "Oman"),), (Participant(FRANCE), Participant(IRAN)), span("host"),
    SENTENCES[3], condition=span("if Paris agrees"), modality="planned",
)  # fmt: skip
ACCEPTANCE = Event(
    "0000000000000005", "Acceptance", "AGREE", (who(FRANCE, "France", nth=2),), (who(IRAN, "Iran", nth=3),), span("accepted"),
    SENTENCES[4], content=span("an offer of Iran"), attributed_to=(who(ENVOY, "Lena Brandt", nth=1),),
)  # fmt: skip
THREAT = Event(
    "0000000000000006", "Threat", "THREATEN", (who(OMAN, "Oman", nth=1),), (who(IRAN, "Iran", nth=4),), span("threaten"),
    SENTENCES[5], modality="hypothetical",
)  # fmt: skip

EVENTS = (MEETING, DEMAND, REFUSAL, HOSTING, ACCEPTANCE, THREAT)
ARTICLE = Article("sailors", TEXT, title="Two sailors", published="2025-04-22", url="https://example.org/sailors", publisher="Example Post")
GRAPH = vocab.article_iri(ARTICLE.key)


def quads() -> list[Quad]:
    return triples.quads(ARTICLE, EVENTS, generated_by=ACTIVITY)
