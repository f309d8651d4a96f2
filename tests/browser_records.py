"""Events made by hand for the tests of the view: every certainty, dated and not, mutual and directed, people of states."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kg.graphs import Record

BASE = "https://w3id.org/diplomacy-kg/id/"
_ACTORS: dict[str, tuple[str, str, str | None, tuple[str, ...]]] = {
    "france": ("France", "State", "FRA", ("French Republic", "Paris")),
    "iran": ("Iran", "State", "IRN", ("Tehran",)),
    "oman": ("Oman", "State", "OMN", ()),
    "brandt": ("Lena Brandt", "Person", "DEU", ("Brandt",)),
    "moreau": ("Luc Moreau", "Person", "FRA", ()),
    "un": ("United Nations", "Organization", None, ("UN",)),
    "rebels": ("rebels", "Group", None, ()),
}
_ARTICLES: dict[str, tuple[str, str | None, str | None]] = {
    "muscat": ("Talks in Muscat", "2025-03-04", "https://example.org/muscat"),
    "paris": ("Paris answers", "2025-04-10", None),
    "old": ("An old quarrel", "1998-05-02", "javascript:alert(1)"),
}


def actor(key: str, sentence: str, origin: int) -> dict[str, Any]:
    """A participant whose mention stands in the sentence, if it does."""
    label, kind, country, aliases = _ACTORS[key]
    at = sentence.find(label)
    span = {"mention": label, "start": origin + at, "end": origin + at + len(label)} if at >= 0 else {"mention": None, "start": None, "end": None}
    wikidata = "Q142" if key == "france" else None
    role = "envoy" if key == "brandt" else None
    return {"label": label, "iri": f"{BASE}actor/{key}", "kind": kind, "country": country, "wikidata": wikidata, "aliases": list(aliases), "role": role, **span}


def event(number: int, what: str, who: str, to: str, sentence: str, **more: Any) -> Record:
    """One record as `kg.records` gives it.

    Args:
        number: its id; its sentence begins at a hundred times it.
        what: type, category and trigger.
        who: keys of the sources.
        to: keys of the targets.
        sentence: the evidence.
        more: ``doc``, ``start``, ``words``, and fields that stand in place of the empty ones.
    """
    kind, category, trigger = what.split()
    origin, doc = number * 100, more.pop("doc", "muscat")
    title, published, url = _ARTICLES[doc]
    at = sentence.find(trigger)
    start = more.pop("start", None)
    time = {"text": more.pop("words", "that day"), "start": start, "end": more.pop("end", start)} if start else None
    return {
        "id": f"{BASE}event/{number}",
        "doc": doc,
        "article": {"iri": f"{BASE}article/{doc}", "title": title, "published": published, "url": url, "publisher": "The Post"},
        "type": kind,
        "category": category,
        "source": [actor(key, sentence, origin) for key in who.split()],
        "target": [actor(key, sentence, origin) for key in to.split()],
        "content": None,
        "condition": None,
        "place": None,
        "time": time,
        "modality": "actual",
        "attributed_to": [],
        "trigger": trigger,
        "confidence": 0.9,
        "about": [],
        "evidence": {"text": sentence, "start": origin, "end": origin + len(sentence)},
        "spans": {"trigger": {"start": origin + at, "end": origin + at + len(trigger)}} if at >= 0 else {},
        **more,
    }


def sample() -> list[Record]:
    """Fourteen events in three articles."""
    place = {"label": "Muscat", "iri": f"{BASE}place/muscat", "country": "OMN", "latitude": 23.6, "longitude": 58.4}
    return [
        event(1, "Meeting CONSULT met", "france iran", "", "France met Iran in Muscat.", start="2025-03-03", place=place),
        event(2, "Talks CONSULT talks", "france iran", "", "France and Iran held talks again."),
        event(3, "Meeting CONSULT meet", "france iran", "", "France and Iran will meet in May.", modality="planned", start="2025-05-01", end="2025-05-31", words="in May"),
        event(4, "Demand REQUEST demanded", "france", "iran", "France demanded that Iran open its sites.", content="that Iran open its sites", condition="before June"),
        event(5, "Appeal REQUEST asked", "brandt", "oman", "Lena Brandt asked Oman for help.", content="help"),
        event(6, "Threat THREATEN threatened", "iran", "france", "Iran threatened France.", doc="paris", start="2025-04-09"),
        event(7, "Accusation ACCUSE accused", "iran", "moreau", "Iran accused Luc Moreau of lying.", doc="paris"),
        event(8, "Rejection REJECT rejected", "iran", "france", "Iran rejected what France had said.", doc="paris"),
        event(9, "Attack ASSAULT attacked", "rebels", "oman", "The rebels attacked Oman.", doc="old", start="1998-05-01"),
        event(10, "Agreement AGREE agree", "oman un", "", "Oman might agree with the United Nations.", modality="hypothetical"),
        event(11, "Aid AID aid", "un", "oman", "The United Nations sent no aid to Oman.", modality="denied", doc="old"),
        event(12, "Comment STATEMENT said", "moreau", "", "Luc Moreau said nothing had changed.", doc="paris"),
        event(13, "Meeting CONSULT met", "moreau brandt", "", "Luc Moreau met Lena Brandt.", doc="paris"),
        event(14, "Demand REQUEST demanded", "iran", "un", "🕊 Iran demanded an apology of the United Nations.", content="an apology", doc="paris"),
    ]  # fmt: skip


def crowd(actors: int, events: int) -> Sequence[Record]:
    """Many meetings among many states; the first actors take part in the most."""
    people: list[dict[str, Any]] = [{"label": f"Actor {n}", "iri": f"{BASE}actor/{n}", "kind": "Group", "country": None, "wikidata": None, "aliases": [], "role": None, "mention": None, "start": None, "end": None} for n in range(actors)]  # fmt: skip
    found = []
    for n in range(events):
        one, other = people[n * n % actors], people[(n * 7 + 1) % actors]
        record = dict(event(n, "Meeting CONSULT met", "france iran", "", f"They met, {n}."))
        found.append({**record, "source": [one, other]} if one is not other else record)
    return found
