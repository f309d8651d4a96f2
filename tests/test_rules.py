"""The shortcuts: derived exactly, and only from what took place."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from pyoxigraph import NamedNode

from kg import triples, vocab
from kg.kinds import kinds
from kg.model import MODALITIES, Event, Modality
from kg.vocab import iri
from tests.rdf_samples import ACTIVITY, ARTICLE, ENVOY, EVENTS, FRANCE, IRAN, MEETING, OMAN, who

RULES = ("metWith", "demandedOf", "threatened", "accused", "rejected", "agreedWith")
PEOPLE = (who(FRANCE, "France"), who(IRAN, "Iran"), who(OMAN, "Oman"))
NAMES = {vocab.actor_iri(actor, ARTICLE.key): actor.label for actor in (FRANCE, IRAN, OMAN, ENVOY)}


def derived(*events: Event) -> set[tuple[str, str, str]]:
    wanted = {iri(f"dip:{name}"): name for name in RULES}
    quads = triples.quads(ARTICLE, events, generated_by=ACTIVITY)
    return {
        (NAMES[quad.subject], wanted[quad.predicate], NAMES[quad.object])
        for quad in quads
        if quad.predicate in wanted and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    }


def event(kind: str, *, modality: Modality = "actual", mutual: bool = False) -> Event:
    sources, targets = (PEOPLE, ()) if mutual else (PEOPLE[:1], PEOPLE[1:2])
    return Event("1", kind, kinds()[kind].category, sources, targets, MEETING.trigger, MEETING.evidence, modality=modality)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("Meeting", {("France", "metWith", "Iran"), ("Iran", "metWith", "France")}),
        ("PhoneCall", {("France", "metWith", "Iran"), ("Iran", "metWith", "France")}),
        ("Demand", {("France", "demandedOf", "Iran")}),
        ("Appeal", {("France", "demandedOf", "Iran")}),
        ("Ultimatum", {("France", "demandedOf", "Iran"), ("France", "threatened", "Iran")}),
        ("Threat", {("France", "threatened", "Iran")}),
        ("Warning", {("France", "threatened", "Iran")}),
        ("Accusation", {("France", "accused", "Iran")}),
        ("Criticism", {("France", "accused", "Iran")}),
        ("Rejection", {("France", "rejected", "Iran")}),
        ("Veto", {("France", "rejected", "Iran")}),
        ("Acceptance", {("France", "agreedWith", "Iran")}),
        ("Accord", {("France", "agreedWith", "Iran")}),
        ("Offer", set()),
        ("Promise", set()),
        ("Praise", set()),
        ("Attack", set()),
        ("Comment", set()),
    ],
)
def test_a_shortcut_follows(kind: str, expected: set[tuple[str, str, str]]) -> None:
    assert derived(event(kind)) == expected


@pytest.mark.parametrize("modality", MODALITIES)
@pytest.mark.parametrize("kind", ["Meeting", "Demand", "Threat", "Accusation", "Rejection", "Acceptance"])
def test_only_from_what_took_place(kind: str, modality: Modality) -> None:
    assert bool(derived(event(kind, modality=modality))) is (modality == "actual")


def test_all_who_met_met_each_other() -> None:
    expected = {(one, "metWith", other) for one, other in permutations(("France", "Iran", "Oman"), 2)}
    assert derived(event("Talks", mutual=True)) == expected


def test_all_who_agreed_agreed_with_each_other() -> None:
    expected = {(one, "agreedWith", other) for one, other in permutations(("France", "Iran", "Oman"), 2)}
    assert derived(event("Accord", mutual=True)) == expected


def test_nobody_meets_himself() -> None:
    alone = replace(event("Meeting"), target=event("Meeting").source)
    assert derived(alone) == set()


def test_the_sample_has_exactly_these() -> None:
    assert derived(*EVENTS) == {
        ("Lena Brandt", "metWith", "Iran"),
        ("Iran", "metWith", "Lena Brandt"),
        ("France", "demandedOf", "Iran"),
        ("Iran", "rejected", "France"),
        ("France", "agreedWith", "Iran"),
    }
