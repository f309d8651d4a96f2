"""Figures worked out by hand for one small annotated article."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg import score
from kg.errors import ScoreError
from kg.score import Score, gold_articles, lines
from kg.settings import Settings

DEMAND, MEETING, REMARK = "Rome demanded an answer from Oslo.", "Rome met Oslo on Monday.", "Rome said it was late."


def gold(identifier: str, category: str, sentence: str, source: list[str], target: list[str], **more: Any) -> dict[str, Any]:
    names = {"source": [[name] for name in source], "target": [[name] for name in target]}
    rest = {"trigger": "x", "content": None, "condition": None, "place": None, "time": None, "modality": "actual", "optional": False}
    return {"id": identifier, "category": category, "sentence": sentence, **names, **rest, **more}


def found(category: str, sentence: str, source: list[str], target: list[str], **more: Any) -> dict[str, Any]:
    people = {role: [{"label": name, "aliases": []} for name in names] for role, names in (("source", source), ("target", target))}
    return {"category": category, "evidence": {"text": sentence}, **people, "modality": "actual", "trigger": "x", **more}


def figures(annotated: list[dict[str, Any]], mine: list[dict[str, Any]]) -> dict[str, tuple[int, int, int]]:
    total = Score()
    score.add(total, "one", annotated, mine)
    return {name: (count.hit, count.gold, count.system) for name, count in total.figures.items()}


def test_the_right_event_with_the_right_actors_hits_both_ways() -> None:
    assert figures([gold("e1", "REQUEST", DEMAND, ["Rome"], ["Oslo"])], [found("REQUEST", DEMAND, ["Rome"], ["Oslo"])]) == {
        "event": (1, 1, 1), "dyad": (1, 1, 1), "event_core": (1, 1, 1), "dyad_core": (1, 1, 1),
    }  # fmt: skip


def test_a_swap_hits_the_event_but_not_the_pair() -> None:
    counted = figures([gold("e1", "REQUEST", DEMAND, ["Rome"], ["Oslo"])], [found("REQUEST", DEMAND, ["Oslo"], ["Rome"])])
    assert counted["event_core"] == (1, 1, 1)
    assert counted["dyad_core"] == (0, 1, 1)


def test_a_meeting_may_be_named_either_way_round() -> None:
    counted = figures([gold("e1", "CONSULT", MEETING, ["Rome", "Oslo"], [])], [found("CONSULT", MEETING, ["Oslo", "Rome"], [])])
    assert counted["dyad_core"] == (1, 1, 1)


def test_what_is_optional_is_neither_wanted_nor_punished() -> None:
    optional = gold("e1", "CONSULT", MEETING, ["Rome", "Oslo"], [], optional=True)
    assert figures([optional], []) == figures([optional], [found("CONSULT", MEETING, ["Rome", "Oslo"], [])])


def test_statements_stay_out_of_the_core() -> None:
    counted = figures([gold("e1", "STATEMENT", REMARK, ["Rome"], [])], [])
    assert counted["event"] == (0, 1, 0)
    assert counted["event_core"] == (0, 0, 0)


def test_another_category_or_sentence_is_no_match() -> None:
    annotated = [gold("e1", "REQUEST", DEMAND, ["Rome"], ["Oslo"])]
    assert figures(annotated, [found("THREATEN", DEMAND, ["Rome"], ["Oslo"])])["event"] == (0, 1, 1)
    assert figures(annotated, [found("REQUEST", MEETING, ["Rome"], ["Oslo"])])["event"] == (0, 1, 1)


def test_the_lines_say_what_was_counted() -> None:
    total = Score()
    score.add(total, "one", [gold("e1", "REQUEST", DEMAND, ["Rome"], ["Oslo"])], [found("REQUEST", DEMAND, ["Rome"], ["Oslo"])])
    assert next(lines(total)) == "event       P 1.000  R 1.000  F1 1.000   (1 hit, 1 gold, 1 system)"


def test_a_folder_without_annotations_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScoreError, match="it needs NAME"):
        list(gold_articles(tmp_path, Settings()))


def test_a_broken_annotation_is_named(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text("{", encoding="utf-8")
    (tmp_path / "one.txt").write_text("Text.", encoding="utf-8")
    with pytest.raises(ScoreError, match=r"one\.json can.t be scored"):
        list(gold_articles(tmp_path, Settings()))
