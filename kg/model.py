"""The frozen values that pass from stage to stage.

A stage takes some of these and gives others; no stage knows another. Offsets are code
points into ``Article.text``, half open, so that ``text[start:end]`` is what is meant.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from kg.errors import DateError, KgError

Kind = Literal["State", "Person", "Organization", "Group"]
Modality = Literal["actual", "planned", "hypothetical", "denied"]
How = Literal["name", "demonym", "metonym", "title", "unlisted", "pronoun", "nominal", "group"]

KINDS: tuple[str, ...] = get_args(Kind)
MODALITIES: tuple[str, ...] = get_args(Modality)


class ValueProblem(KgError):
    """A value breaks its own rule; a defect in the code that made it."""


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise ValueProblem(message)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the article's text.

    >>> Span(4, 9, "Paris").end
    9
    """

    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        _require(0 <= self.start < self.end, f"a span must run forwards, not {self.start}:{self.end}")


@dataclass(frozen=True, slots=True)
class When:
    """A time: the words as written and the days they span, both ends included.

    ``start``/``end`` are ``None`` where the words don't tell. ``text`` is ``""`` where no
    words stand in the article (its publication date).

    >>> When("last week", date(2025, 4, 14), date(2025, 4, 20)).precision
    'week'
    """

    text: str
    start: date | None = None
    end: date | None = None
    span: Span | None = None

    def __post_init__(self) -> None:
        if self.start and self.end and self.start > self.end:
            raise DateError(f"the interval {self.start}..{self.end} runs backwards")

    @property
    def precision(self) -> str:
        """The length of the interval in words: day, week, month, year, longer or open."""
        if self.start is None or self.end is None:
            return "open"
        days = (self.end - self.start).days + 1
        steps = ((1, "day"), (7, "week"), (31, "month"), (366, "year"))
        return next((name for most, name in steps if days <= most), "longer")


@dataclass(frozen=True, slots=True)
class Article:
    """One article, its text cleaned once; offsets hold from here on.

    ``key`` is the file's stem or the record's id. ``published`` is an ISO 8601 date as
    given: ``2025``, ``2025-04``, ``2025-04-22``, or with a time of day.
    """

    key: str
    text: str
    title: str | None = None
    published: str | None = None
    url: str | None = None
    publisher: str | None = None
    author: str | None = None

    def __post_init__(self) -> None:
        _require(bool(self.key), "an article needs a key")


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts: a state, a person, an organization or a group.

    ``country`` is ISO 3166-1 alpha-3: of the state itself, or of the state that the actor
    acts for. ``role`` is a title in words ("President of Ukraine"). ``listed`` tells an
    actor of the gazetteer from one known from the text alone.

    >>> Actor("Ukraine", "State", country="UKR").names
    ('Ukraine',)
    """

    label: str
    kind: Kind
    country: str | None = None
    wikidata: str | None = None
    aliases: tuple[str, ...] = ()
    role: str | None = None
    listed: bool = False

    def __post_init__(self) -> None:
        _require(bool(self.label.strip()), "an actor needs a label")
        _require(self.kind in KINDS, f"no kind of actor: {self.kind}")

    @property
    def names(self) -> tuple[str, ...]:
        """The label, then the aliases."""
        return (self.label, *self.aliases)


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that refer to one actor or to several ("both sides").

    Tokens are indices into the spaCy ``Doc``: ``first`` .. ``last`` (half open) and the
    syntactic ``head``. ``how`` is the way the words refer. ``place`` tells that the words
    name a place too (a capital, a country), so that "in Paris" is where, not who.
    """

    start: int
    end: int
    text: str
    first: int
    last: int
    head: int
    actors: tuple[Actor, ...]
    how: How = "name"
    place: Place | None = None

    def __post_init__(self) -> None:
        _require(0 <= self.start < self.end, f"mention {self.text!r} must run forwards")
        _require(self.first <= self.head < self.last, f"mention {self.text!r}: head outside")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event takes place; degrees north and east."""

    label: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    wikidata: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """An actor in an event, and the words that name it there."""

    actor: Actor
    mention: Span | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One event as the article tells it.

    ``type`` is the local name of a class of the ontology, ``category`` its PLOVER code.
    Mutual events hold every participant in ``source``. ``about`` holds the ids of the
    events of the same article that this one is about. ``id`` is a content hash.
    """

    id: str
    type: str
    category: str
    source: tuple[Participant, ...]
    target: tuple[Participant, ...]
    trigger: Span
    evidence: Span
    content: Span | None = None
    condition: Span | None = None
    place: Place | None = None
    time: When | None = None
    modality: Modality = "actual"
    attributed_to: tuple[Participant, ...] = ()
    confidence: float = 1.0
    about: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        _require(bool(self.source), f"event {self.id} has no source")
        _require(self.modality in MODALITIES, f"no modality: {self.modality}")
        _require(0.0 < self.confidence <= 1.0, f"confidence {self.confidence} not in (0, 1]")

    @property
    def participants(self) -> tuple[Participant, ...]:
        """Sources, then targets."""
        return self.source + self.target


def distinct(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """The actors in their order, each once.

    >>> france = Actor("France", "State")
    >>> len(distinct([france, france]))
    1
    """
    return tuple(dict.fromkeys(actors))
