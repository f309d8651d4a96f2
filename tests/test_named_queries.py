"""The questions that have a name: what each answers of the sample, here and in another SPARQL engine."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from pyoxigraph import QuerySolutions, Store
from rdflib import Dataset

from kg import queries, results, vocab
from kg.exports import export
from kg.settings import ontology_dir
from tests import rdf_samples

CONTRACT = (
    "who-met-whom who-demanded-what timeline threats agreements rejections accusations statements-by-actor conditions "
    "upcoming-meetings actors evidence"
).split()
ACTED = {"actor", "since", "until"}

# question → the columns looked at, and the rows of the sample
ANSWERS: dict[str, tuple[str, list[tuple[str, ...]]]] = {
    "who-met-whom": ("one other meetings first last", [("Iran", "Lena Brandt", "1", "2025-04-22", "2025-04-22")]),
    "who-demanded-what": ("date source target kind content condition modality", [("2025-04-22", "France", "Iran", "Demand", "free two sailors", "", "actual")]),
    "timeline": (
        "start end words kind source target",
        [("2025-04-14", "2025-04-20", "last week", "Meeting", name, "") for name in ("Iran", "Lena Brandt")],
    ),
    "threats": ("source target kind modality", [("Oman", "Iran", "Threat", "hypothetical")]),
    "agreements": ("source target kind content", [("France", "Iran", "Acceptance", "an offer of Iran")]),
    "rejections": ("source target kind", [("Iran", "France", "Refusal")]),
    "accusations": ("source target", []),
    "statements-by-actor": ("source", []),
    "conditions": ("source target kind condition", [("Oman", name, "Hosting", "if Paris agrees") for name in ("France", "Iran")]),
    "upcoming-meetings": ("participants", [("France, Iran, Oman",)]),
    "actors": (
        "label kind country events articles",
        [("Iran", "State", "IRN", "6", "1"), ("France", "State", "FRA", "4", "1"), ("Oman", "State", "OMN", "2", "1"), ("Lena Brandt", "Person", "DEU", "1", "1")],
    ),
    "articles": ("date key title events", [("2025-04-22", "sailors", "Two sailors", "6")]),
    "attacks": ("source target place", []),
    "sanctions": ("source target", []),
    "withdrawals": ("source target", []),
    "mediators": ("source target place", [("Oman", name, "") for name in ("France", "Iran")]),
    "counts": ("articles events actors", [("1", "6", "4")]),
    "categories": ("events category", [("1", "AGREE"), ("2", "CONSULT"), ("1", "REJECT"), ("1", "REQUEST"), ("1", "THREATEN")]),
}  # fmt: skip


@pytest.fixture(scope="module")
def store() -> Store:
    found = Store()
    found.extend(rdf_samples.quads())
    return found


@pytest.fixture(scope="module")
def other() -> Dataset:
    """The sample in rdflib, whose engine is another one."""
    found = Dataset()
    found.parse(data="".join(export(rdf_samples.quads(), "nquads")), format="nquads")
    return found


def ask(store: Store, name: str, bindings: Mapping[str, str] | None = None) -> list[dict[str, str]]:
    found = store.query(queries.bound(queries.find(name)[0], bindings or {}))
    assert isinstance(found, QuerySolutions)
    columns = [variable.value for variable in found.variables]
    return [{column: results.plain(solution[column]) for column in columns} for solution in found]


def rows(answer: list[dict[str, str]], columns: str) -> list[tuple[str, ...]]:
    return [tuple(row[column] for column in columns.split()) for row in answer]


def tidy(columns: str, found: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The names that GROUP_CONCAT joins come in no order."""
    return [tuple(", ".join(sorted(cell.split(", "))) for cell in row) for row in found] if "participants" in columns else found


def test_the_questions_of_the_contract_are_there() -> None:
    assert {query.name for query in queries.named()} >= set(CONTRACT)
    assert {query.name for query in queries.named()} == {*ANSWERS, "evidence"}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_question_is_answered(store: Store, name: str) -> None:
    columns, expected = ANSWERS[name]
    assert tidy(columns, rows(ask(store, name), columns)) == expected


@pytest.mark.parametrize("name", [*ANSWERS, "evidence"])
def test_another_engine_answers_the_same(store: Store, other: Dataset, name: str) -> None:
    sparql = queries.bound(queries.find(name)[0], {})
    theirs = [
        {str(variable): "" if value is None else str(value) for variable, value in zip(row.labels, row, strict=True)}  # type: ignore[union-attr, arg-type]
        for row in other.query(sparql)
    ]
    columns = " ".join(ask(store, name)[0]) if ask(store, name) else ""
    mine = rows(ask(store, name), columns)
    assert sorted(tidy(columns, rows(theirs, columns))) == sorted(tidy(columns, mine))


@pytest.mark.parametrize("query", queries.named(), ids=lambda query: query.name)
def test_a_question_is_told_in_words(query: queries.NamedQuery) -> None:
    assert query.question.endswith("?")
    assert query.sparql.startswith(f"# {query.question}\n")


@pytest.mark.parametrize("query", queries.named(), ids=lambda query: query.name)
def test_every_parameter_is_told_and_bound(query: queries.NamedQuery) -> None:
    told = {parameter.name for parameter in query.parameters}
    held = {name.lstrip("?") for names in re.findall(r"VALUES \(([^)]*)\) \{ \((?:UNDEF ?)+\) \}", query.sparql) for name in names.split()}
    assert told == held
    assert all(parameter.meaning for parameter in query.parameters)


@pytest.mark.parametrize("query", queries.named(), ids=lambda query: query.name)
def test_a_question_stays_in_the_graphs_of_articles(query: queries.NamedQuery) -> None:
    """Every pattern stands in a GRAPH: so it means the same where the default graph is the union, and where it is empty."""
    body = "\n".join(line for line in query.sparql.splitlines() if not line.startswith(("#", "PREFIX")))
    assert "GRAPH ?" in body
    assert "SERVICE" not in body and "FROM" not in body
    assert not re.search(r"https?://", body)


@pytest.mark.parametrize("name", [name for name in ANSWERS if {p.name for p in queries.find(name)[1]} >= ACTED])
def test_an_actor_goes_by_any_name_and_capitals(store: Store, name: str) -> None:
    everybody = ask(store, name)
    named = ask(store, name, {"actor": "TEHRAN"})
    assert len(named) <= len(everybody)
    assert bool(named) is bool(everybody)  # Iran is in every event of the sample
    assert ask(store, name, {"actor": "Nobody"}) == []


@pytest.mark.parametrize("name", [name for name in ANSWERS if "since" in {p.name for p in queries.find(name)[1]}])
def test_days_are_the_articles(store: Store, name: str) -> None:
    everything = ask(store, name)
    assert ask(store, name, {"since": "2025-04-22", "until": "2025-04-22"}) == everything
    assert ask(store, name, {"since": "2025-04-23"}) == []
    assert ask(store, name, {"until": "2025-04-21"}) == []


def test_all_that_is_known_of_one_event(store: Store) -> None:
    event = vocab.event_iri(rdf_samples.MEETING.id).value
    answer = ask(store, "evidence", {"event_iri": event})
    facts = {(row["fact"], row["value"]) for row in answer}
    assert facts == {
        ("type", "Meeting"), ("category", "CONSULT"), ("modality", "Actual"), ("confidence", "0.9"), ("trigger", "met"),
        ("source", "Lena Brandt"), ("source", "Iran"), ("participant", "Lena Brandt"), ("participant", "Iran"),
        ("place", "Muscat"), ("time", "last week"),
    }  # fmt: skip
    assert {row["sentence"] for row in answer} == {"Lena Brandt met Iran in Muscat last week."}
    assert {(row["article"], row["start"], row["end"]) for row in answer} == {("sailors", "0", "41")}
    assert {row["event"] for row in answer} == {event}


@pytest.mark.parametrize("value", ['Iran" } } ; DROP ALL ; #', "Iran\\", "Iran\n", "') UNION { ?s ?p ?o }", "?event", "UNDEF"])
def test_a_value_stays_a_value(store: Store, value: str) -> None:
    before = len(store)
    assert ask(store, "who-met-whom", {"actor": value}) == []
    assert len(store) == before


def test_files_and_names_are_one() -> None:
    assert sorted(path.stem for path in (ontology_dir() / "queries").glob("*.rq")) == [query.name for query in queries.named()]
