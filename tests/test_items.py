"""Points of a communiqué: whose they are."""

from __future__ import annotations

import pytest

from kg import extract
from kg.model import Article
from tests.parsed import parse

SUMMIT = """The Presidents of Chile and Peru, gathered in Cali:

1. Condemn the coup in Mali.

2. Call upon Venezuela to release the opposition leaders.
"""
COUNCIL = """The Security Council,

Recalling its previous resolutions,

1. Demands that Iraq withdraw from Kuwait;

2. Calls upon Iraq and Iran to begin negotiations.
"""
PLAIN = """The market had a quiet day.

1. Condemn the coup in Mali.
"""


def told(text: str) -> list[tuple[str, list[str], list[str]]]:
    found = extract.from_doc(Article("test", text, published="2012-03-12"), parse(text))
    return [(e.category, [p.actor.label for p in e.source], [p.actor.label for p in e.target]) for e in found]


@pytest.mark.model
def test_points_are_of_the_line_that_leads_them() -> None:
    assert ("ACCUSE", ["Chile", "Peru"], ["Mali"]) in told(SUMMIT)
    assert ("REQUEST", ["Chile", "Peru"], ["Venezuela"]) in told(SUMMIT)


@pytest.mark.model
def test_a_preamble_may_stand_between() -> None:
    assert told(COUNCIL) == [
        ("REQUEST", ["UN Security Council"], ["Iraq"]),
        ("REQUEST", ["UN Security Council"], ["Iraq", "Iran"]),
    ]


@pytest.mark.model
def test_a_point_without_such_a_line_is_nobodys() -> None:
    assert told(PLAIN) == []
