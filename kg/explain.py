"""What was seen in an article, sentence by sentence, for the eye."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from pyoxigraph import NamedNode, Quad
from rich.console import Group
from rich.text import Text

from kg import vocab
from kg.boilerplate import is_boilerplate
from kg.errors import ArticleError
from kg.model import Article, Event, Mention
from kg.trace import Note, Trace

_STYLES = {"frame": "cyan", "event": "bold green", "dropped": "red"}
_ORDER = ("frame", "dropped", "event")
_SIGNS = {"frame": "frame  ", "event": "EVENT  ", "dropped": "dropped"}


def explained(traces: Sequence[Trace], events: Sequence[Event]) -> Group:
    """Every sentence with its mentions, the frames that matched, events and drops.

    Args:
        traces: as `kg.extract.extract` fills them.
        events: the events of the article.

    Returns:
        Something that rich prints, with colour on a terminal.
    """
    return Group(*(line for trace in traces for line in _sentence(trace, events)))


def _sentence(trace: Trace, events: Sequence[Event]) -> Iterator[Text]:
    words = Text(trace.sentence.text.replace("\n", " "), style="bold")
    for mention in trace.mentions:
        start = mention.start - trace.sentence.start
        words.stylize("yellow" if mention.actors else "blue", start, start + len(mention.text))
    yield words
    for mention in trace.mentions:
        yield Text(f"  {_mention(mention)}", style="dim")
    for note in sorted((*trace.notes, *_silent(trace)), key=lambda note: (note.start, _ORDER.index(note.kind))):
        yield _note(note, trace, events)
    yield Text("")


def _silent(trace: Trace) -> Iterator[Note]:
    """Frames that matched and came to nothing before they were candidates at all."""
    told = {note.start for note in trace.notes if note.kind != "frame"}
    aside = is_boilerplate(trace.sentence.text)
    why = "its line is no part of the article" if aside else "no actor stands where the frame looks for one, or a guard of the frame is not met"
    for note in trace.notes:
        if note.kind == "frame" and note.start not in told:
            yield Note("dropped", note.words, f"{note.text}: {why}", note.start)


def _mention(mention: Mention) -> str:
    who = ", ".join(f"{a.label} ({a.kind}{f', {a.country}' if a.country else ''})" for a in mention.actors)
    where = f"place {mention.place.label}" if mention.place is not None else ""
    return f"{mention.text} → {'; '.join(part for part in (who, where) if part)} [{mention.how}]"


def _note(note: Note, trace: Trace, events: Sequence[Event]) -> Text:
    line = Text("  ")
    line.append(_SIGNS.get(note.kind, note.kind), style=_STYLES.get(note.kind, ""))
    line.append(f" {note.words!r}: {note.text}")
    if note.kind == "event":
        here = [e for e in events if e.trigger.start == note.start and e.type == note.text]
        line.append("".join(f"\n          {told(event)}" for event in here))
    return line


def told(event: Event) -> str:
    """An event in one line.

    Args:
        event: any event.
    """
    sources = ", ".join(p.actor.label for p in event.source)
    targets = ", ".join(p.actor.label for p in event.target)
    parts = [
        f"{sources} → {targets}" if targets else sources,
        f"“{event.content.text}”" if event.content else "",
        f"on condition “{event.condition.text}”" if event.condition else "",
        f"in {event.place.label}" if event.place else "",
        f"{event.time.text} ({event.time.start or '?'} … {event.time.end or '?'})" if event.time else "",
        "" if event.modality == "actual" else event.modality,
        f"according to {', '.join(p.actor.label for p in event.attributed_to)}" if event.attributed_to else "",
        f"confidence {event.confidence:.2f}",
    ]
    return "; ".join(part for part in parts if part)


def stored_article(quads: Callable[[str], Iterable[Quad]], key: str) -> Article:
    """An article as a store holds it.

    Args:
        quads: from the name of a graph to what is in it.
        key: the article's.

    Raises:
        ArticleError: the store has no such article.
    """
    name = vocab.article_iri(key).value
    facts = {quad.predicate: getattr(quad.object, "value", "") for quad in quads(name) if quad.subject == NamedNode(name)}
    text = facts.get(vocab.iri("schema:articleBody"))
    if not text:
        raise ArticleError(f"{key} is neither a file nor an article in the store: kg query articles lists them")
    title, published = (facts.get(vocab.iri(f"schema:{each}")) for each in ("headline", "datePublished"))
    return Article(key, text, title, published)
