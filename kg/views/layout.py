"""Where each actor stands in the picture: a map of the world, loosened by who deals with whom.

Every actor has a home that no article changes: a state its capital, a person or body a
place beside the state it acts for, anybody else a place that the hash of its IRI gives.
A spring ties it to this home, so that a new article moves the others little.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from kg.settings import read_resource

_Floats = NDArray[np.float64]
# Degrees east → share of the width. Oceans are narrow; Europe and the Middle East have room.
_EAST = ((-180.0, 0.0), (-125.0, 0.04), (-65.0, 0.24), (-20.0, 0.30), (25.0, 0.54), (60.0, 0.74), (100.0, 0.86), (180.0, 1.0))
# Degrees north → share of the height, from the top.
_NORTH = ((-60.0, 1.0), (-5.0, 0.80), (20.0, 0.62), (45.0, 0.34), (60.0, 0.12), (90.0, 0.0))
_WIDE = 1.35


@dataclass(frozen=True, slots=True)
class State:
    """A state as the gazetteer has it; degrees north and east of its capital."""

    label: str
    wikidata: str
    latitude: float
    longitude: float


@cache
def states() -> Mapping[str, State]:
    """The states of the gazetteer by their ISO 3166-1 alpha-3 code.

    Raises:
        OntologyError: the list of states can't be read.

    >>> states()["FRA"].label
    'France'
    """
    rows = csv.DictReader(io.StringIO(read_resource("actors/states.csv")))
    return {
        row["iso3"]: State(row["label"], row["wikidata"], float(row["latitude"]), float(row["longitude"]))
        for row in rows
        if row["iso3"] and row["latitude"] and row["longitude"]
    }


def positions(network: nx.MultiDiGraph[str], *, gap: float = 92.0) -> dict[str, tuple[int, int]]:
    """Where to draw each actor; the same network gives the same picture.

    Args:
        network: any network of `kg.graphs.graph`.
        gap: pixels; the mean distance of neighbours.

    Returns:
        Pixels, rightwards and downwards.

    Raises:
        OntologyError: the list of states can't be read.

    Source: Fruchterman and Reingold 1991, with one fixed pin for each actor.
    """
    ordered = sorted(network)
    if not ordered:
        return {}
    homes = np.array([home(node, network.nodes[node]) for node in ordered])
    pins = np.array([8.0 if network.nodes[node]["country"] in states() else 2.0 for node in ordered])
    ties = nx.to_numpy_array(_simple(network), nodelist=ordered)
    points = _loosened(homes, ties, pins) * scale(len(ordered), gap=gap)
    _push_apart(points, np.array([_box(network.nodes[node]["label"]) for node in ordered]))
    return {node: (round(float(x)), round(float(y))) for node, (x, y) in zip(ordered, points, strict=True)}


def _simple(network: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    """The network as one line for each pair; many events pull no more than four."""
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(sorted(network))
    for one, other in sorted((min(pair), max(pair)) for pair in network.edges() if pair[0] != pair[1]):
        weight = simple.get_edge_data(one, other, {}).get("weight", 0.0)
        simple.add_edge(one, other, weight=min(weight + 0.25, 1.0))
    return simple


def _loosened(homes: _Floats, ties: _Floats, pins: _Floats, *, rounds: int = 60) -> _Floats:
    """Springs between those who deal with each other, and to everybody's home; all push each other off."""
    apart = 0.32 / math.sqrt(len(homes))
    points = homes.copy()
    for step in np.linspace(0.1, 0.002, rounds):
        between = points[:, None, :] - points[None, :, :]
        far = np.maximum(np.hypot(between[:, :, 0], between[:, :, 1]), 0.01)
        push = (between * (apart**2 / far**2 - ties * far / apart)[:, :, None]).sum(axis=1)
        away = points - homes
        push -= away * (pins * np.hypot(away[:, 0], away[:, 1]) / apart)[:, None]
        length = np.maximum(np.hypot(push[:, 0], push[:, 1]), 1e-9)
        points += push * (np.minimum(length, step) / length)[:, None]
    return points


def home(node: str, facts: Mapping[str, Any]) -> tuple[float, float]:
    """Where an actor belongs, whatever it does.

    Args:
        node: its IRI.
        facts: its ``kind`` and ``country``.

    Returns:
        Shares of the picture's height, rightwards and downwards.
    """
    across, down = _hashed(node)
    state = states().get(facts["country"])
    if state is None:
        return across * _WIDE, down
    x, y = _bent(_EAST, state.longitude) * _WIDE, _bent(_NORTH, state.latitude)
    if facts["kind"] == "State":
        return x, y
    turn, far = across * math.tau, 0.05 + 0.05 * down
    return x + far * math.cos(turn), y + far * math.sin(turn)


def _bent(steps: Iterable[tuple[float, float]], degrees: float) -> float:
    for (low, first), (high, last) in pairwise(steps):
        if degrees <= high:
            return first + (last - first) * (max(degrees, low) - low) / (high - low)
    return last


def _hashed(node: str) -> tuple[float, float]:
    digest = hashlib.sha256(node.encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32, int.from_bytes(digest[4:8], "big") / 2**32


def scale(count: int, *, gap: float = 92.0) -> float:
    """Pixels that the picture of some actors is high; one actor more seldom changes it.

    Args:
        count: number of actors.
        gap: pixels; the mean distance of neighbours.

    >>> scale(50) == scale(60) < scale(400)
    True
    """
    return round(gap * float(2 ** (math.ceil(2 * math.log2(count + 1)) / 4)), 1)


def _box(label: str) -> tuple[float, float]:
    """Half the width and height that an actor with its name takes up, in pixels."""
    return 12.0 + 3.6 * min(len(label), 16), 24.0


def _push_apart(points: _Floats, boxes: _Floats, *, rounds: int = 120) -> None:
    """Moves actors whose names would overlap, each as far as the other, along the shorter way."""
    wide, high = (boxes[:, None, axis] + boxes[None, :, axis] for axis in (0, 1))
    order = np.sign(np.arange(len(points))[:, None] - np.arange(len(points))[None, :])
    for _ in range(rounds):
        across, down = (points[:, None, axis] - points[None, :, axis] for axis in (0, 1))
        short_x, short_y = wide - np.abs(across), high - np.abs(down)
        meets = (short_x > 0.5) & (short_y > 0.5) & (order != 0)
        if not meets.any():
            return
        share = 0.5 / np.maximum(meets.sum(axis=1), 1)
        flat = meets & (short_y < short_x)
        points[:, 0] += (short_x * np.where(across == 0, order, np.sign(across)) * (meets & ~flat)).sum(axis=1) * share
        points[:, 1] += (short_y * np.where(down == 0, order, np.sign(down)) * flat).sum(axis=1) * share
