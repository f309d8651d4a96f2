"""What the page calls things: its views, and the groups of events that share a colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.errors import ViewError


@dataclass(frozen=True, slots=True)
class View:
    """A way into the page: its title, the tab it opens, which categories are on and which are offered."""

    title: str
    tab: str = "network"
    on: Sequence[str] = ()
    offered: Sequence[str] = ()


GROUPS: Mapping[str, tuple[str, Sequence[str]]] = {
    "meet": ("met or talked", ("CONSULT",)),
    "agree": ("agreed, supported, cooperated", ("AGREE", "SUPPORT", "COOPERATE")),
    "give": ("gave way or helped", ("CONCEDE", "AID", "RETREAT")),
    "ask": ("demanded or asked", ("REQUEST",)),
    "threaten": ("threatened", ("THREATEN",)),
    "oppose": ("accused, rejected, protested", ("ACCUSE", "REJECT", "PROTEST")),
    "harm": ("attacked, sanctioned, coerced", ("SANCTION", "MOBILIZE", "COERCE", "ASSAULT")),
    "say": ("said", ("STATEMENT",)),
}
"""Group → what it is in words, and its categories. The page's style gives each a colour."""

CATEGORY_WORDS: Mapping[str, str] = {
    "CONSULT": "talks, meetings, visits",
    "AGREE": "agreements, offers, promises",
    "SUPPORT": "support, praise, accords",
    "COOPERATE": "cooperation",
    "CONCEDE": "concessions",
    "AID": "aid",
    "RETREAT": "ceasefires, withdrawals, releases",
    "REQUEST": "demands and appeals",
    "THREATEN": "threats and warnings",
    "ACCUSE": "accusations and criticism",
    "REJECT": "rejections and refusals",
    "PROTEST": "protests",
    "SANCTION": "cut or suspended relations",
    "MOBILIZE": "shows of force",
    "COERCE": "arrests, bans, sanctions",
    "ASSAULT": "attacks",
    "STATEMENT": "statements",
}

_ALL = tuple(code for _, codes in GROUPS.values() for code in codes)
_ASKED = ("REQUEST", "THREATEN", "ACCUSE", "REJECT")
VIEW_FACTS: Mapping[str, View] = {
    "all": View("Who did what to whom", on=_ALL, offered=_ALL),
    "who-met-whom": View("Who met whom", on=("CONSULT",), offered=("CONSULT",)),
    "who-demanded-what": View("Who demanded what of whom", on=("REQUEST",), offered=_ASKED),
    "timeline": View("Who did what to whom, and when", tab="timeline", on=_ALL, offered=_ALL),
    "matrix": View("Who dealt with whom, counted", tab="matrix", on=_ALL, offered=_ALL),
}
VIEWS: Mapping[str, str] = {name: view.title for name, view in VIEW_FACTS.items()}
"""Names of the views and their titles."""


def facts(view: str) -> View:
    """What there is to say of a view.

    Args:
        view: its name.

    Raises:
        ViewError: there is no such view.

    >>> facts("timeline").tab
    'timeline'
    """
    if view not in VIEW_FACTS:
        raise ViewError(f"no view is called {view!r}: one of {', '.join(VIEWS)}")
    return VIEW_FACTS[view]
