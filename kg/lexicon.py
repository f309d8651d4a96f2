"""The frames and the closed classes of words, read from ``ontology/`` into frozen values."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, Literal

from kg.errors import OntologyError
from kg.settings import read_resource, resource_names

PartOfSpeech = Literal["verb", "noun", "adjective"]
PARTS: tuple[PartOfSpeech, ...] = ("verb", "noun", "adjective")
DETERMINERS = frozenset({"a", "an", "the", "its", "his", "her", "their"})


@dataclass(frozen=True, slots=True)
class Frame:
    """How English reports one class of event; the keys are told in ``frames/README.md``."""

    type: str
    category: str
    verb: tuple[str, ...] = ()
    noun: tuple[str, ...] = ()
    adjective: tuple[str, ...] = ()
    source: tuple[str, ...] = ("subject",)
    target: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    needs_actor: tuple[str, ...] = ()
    noun_needs: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    abstract: frozenset[str] = frozenset()
    content_nouns: frozenset[str] = frozenset()
    subject_nouns: frozenset[str] = frozenset()
    mutual: bool = False
    plural: bool = False
    factive: bool = False
    speech: bool = False
    descriptive: bool = False
    cooperative: bool = False
    person: bool = False
    place_object: bool = False
    state_only: bool = False
    strict: bool = False
    crowd: bool = False
    unofficial: bool = False
    negated: str = ""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A head lemma, the words that must hang on it, and the frame that they name.

    ``beside`` are the words that must stand in the sentence whatever hangs where.
    """

    words: tuple[str, ...]
    part: PartOfSpeech
    frame: Frame
    beside: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every trigger by the lemma of its head, and the closed classes by table and key."""

    triggers: Mapping[str, tuple[Trigger, ...]]
    words: Mapping[str, Mapping[str, frozenset[str]]]
    phrases: tuple[str, ...]

    def has(self, table: str, key: str, word: str) -> bool:
        """Whether the word is in the closed class ``[table] key``."""
        return word in self.words[table][key]


@lru_cache(maxsize=1)
def load() -> Lexicon:
    """The lexicon of this installation, read once.

    Raises:
        OntologyError: a file is no TOML, or has a key that no frame knows.

    >>> load().has("demand", "auxiliary", "must")
    True
    """
    frames = [frame for name in resource_names("frames", ".toml") for frame in _frames(name)]
    tables = _toml("lexicon.toml")
    words = {table: {key: frozenset(value) for key, value in keys.items()} for table, keys in tables.items()}
    longest_first = sorted(tables["conditions"]["phrase"], key=lambda phrase: -len(phrase.split()))
    return Lexicon(_index(frames), words, tuple(longest_first))


def _toml(name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(read_resource(name))
    except tomllib.TOMLDecodeError as error:
        raise OntologyError(f"ontology/{name} is no TOML: {error}") from error


def _frames(name: str) -> list[Frame]:
    table = _toml(name)
    common = {key: value for key, value in table.items() if key != "frame"}
    return [_frame(name, common | each) for each in table.get("frame", [])]


def _frame(name: str, table: dict[str, Any]) -> Frame:
    kinds = {each.name: each.type for each in fields(Frame)}
    unknown = sorted(set(table) - set(kinds))
    if unknown:
        raise OntologyError(f"ontology/{name}: no frame has the key {unknown[0]!r}; see frames/README.md")
    try:
        return Frame(**{key: _value(str(kinds[key]), value) for key, value in table.items()})
    except TypeError as error:
        raise OntologyError(f"ontology/{name}: a frame lacks its type or category ({error})") from error


def _value(kind: str, value: Any) -> Any:
    if kind.startswith("frozenset"):
        return frozenset(value)
    return tuple(value) if kind.startswith("tuple") else value


def _index(frames: list[Frame]) -> dict[str, tuple[Trigger, ...]]:
    index: dict[str, list[Trigger]] = {}
    for frame in frames:
        for part in PARTS:
            for phrase in getattr(frame, part):
                words = tuple(phrase.split())
                head = words[-1] if part == "noun" and not _prepositional(words) else words[0]
                index.setdefault(head, []).append(Trigger(words, part, frame, frozenset(words) - DETERMINERS - {head}))
    return {head: tuple(sorted(found, key=lambda each: -len(each.words))) for head, found in index.items()}


def _prepositional(words: tuple[str, ...]) -> bool:
    return len(words) > 1 and any(word in {"of", "to", "with", "in"} for word in words[1:])
