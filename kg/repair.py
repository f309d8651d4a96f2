"""What is wrong with a store, and how it is mended: each graph against the ledger, the ledger against itself.

The store's own files have checksums, which tell damage only of what is read; and what is cut
off the end of a log is missed by nobody. So every graph is compared with the ledger, and so
is every table of the store, whose hash is noted there; where it is not yet, as after a crash, or
a table is gone, every index is read to its end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode
from pyoxigraph import Store as Oxigraph

from kg.entries import Entry, entry, respelt
from kg.errors import StoreDamaged, StoreError, StoreMissing, TermError
from kg.folder import ledger_path, writable
from kg.ledger import Ledger
from kg.local import LocalStore, ontology_graph

_BATCH_GRAPHS = 100
_GONE = "was gone, and was built anew from its ledger"


@dataclass(frozen=True, slots=True)
class Damage:
    """One graph or file that is not as it was written, and whether it was mended."""

    name: str
    what: str
    mended: bool


def check(path: Path) -> tuple[Damage, ...]:
    """Compare a store with its ledger, and mend what differs.

    What the ledger still has whole is written anew; where the store's files can't be read,
    the store is built anew from the ledger, and the old folder kept beside it. A damaged
    ledger is written anew from the store.

    Args:
        path: folder of the store.

    Returns:
        What was found, sorted; empty where all is well.

    Raises:
        StoreMissing: there is neither store nor ledger.
        StoreLocked: somebody else writes to it.
        StoreDamaged: store and ledger are damaged beyond repair.
        StoreError: the disk is full, or can't be written.
    """
    if not path.exists() and not ledger_path(path).exists():
        raise StoreMissing(f"no store in {path}: run kg build --store {path}")
    noted: list[Damage] = []
    found, why = _checked(path, noted)
    if why:
        if not ledger_path(path).is_file():
            raise StoreDamaged(f"the store {path} can't be read ({why}), and its ledger is lost: take a backup, or build anew")
        rebuilt = _rebuilt(path, why)
        found, why = _checked(path, noted)
        found.append(rebuilt)
    if why:
        raise StoreDamaged(f"the store {path} can't be mended: {why}")
    return tuple(sorted({*noted, *found}, key=lambda damage: (damage.name, damage.what)))


def _checked(path: Path, noted: list[Damage]) -> tuple[list[Damage], str]:
    # What is wrong with graphs; why the store can't be read, if it can't. What is wrong with the ledger is added.
    # The error itself must not live on: its frames would hold the store, and the store its lock.
    found: list[Damage] = []
    try:
        db = writable(path, lost_ledger=True)
        ledger, said = _ledger(path, db)
        noted.extend(said)
        with LocalStore.around(path, db, ledger) as store:
            del db
            changed, unnoted = ledger.compare(path)
            if changed:
                raise StoreDamaged(f"{', '.join(changed)} changed after it was written")
            store.recover()
            noted.extend(_rows(store, ledger))
            found.extend(_graphs(store, ledger))
            found.extend(_strange(store, ledger))
            if unnoted:
                _read_all(store)
    except StoreDamaged as error:
        return [], str(error.__cause__ or error)
    return found, ""


def _ledger(path: Path, db: Oxigraph) -> tuple[Ledger, list[Damage]]:
    """The ledger, or a new one where it is lost or can't be read."""
    place, what, kept = ledger_path(path), "is missing", list[Entry]()
    if place.is_file():
        try:
            ledger = Ledger(place)
            if ledger.sound():
                return ledger, []
            kept = _salvaged(ledger)
            ledger.close()
        except StoreDamaged:
            pass
        what = f"is damaged, and kept as {_aside(place).name}"
    ledger = Ledger(place, create=True)
    ledger.intend(kept)
    return ledger, [Damage(str(place), f"{what}: written anew from the store", False)]


def _salvaged(ledger: Ledger) -> list[Entry]:
    """What can still be read of a ledger."""
    kept = []
    try:
        for each in ledger.entries():
            if each.whole and each.data:
                kept.append(each)
    except StoreError:
        pass
    return kept


def _rows(store: LocalStore, ledger: Ledger) -> Iterator[Damage]:
    """Entries that are not what was written: taken from the store, if that still has the graph."""
    for broken in [each for each in ledger.entries() if not each.whole]:
        held = _held(store, broken.name)
        mended = held is not None and held.hash == broken.hash
        ledger.forget([broken.name])
        if mended and held is not None:
            ledger.intend([held])
            ledger.settle([held.name])
        yield Damage(broken.name, "is damaged in the ledger", mended)


def _held(store: LocalStore, name: str) -> Entry | None:
    try:
        return entry(name, store.quads(name))
    except TermError:  # a damaged name is no IRI
        return None


def _graphs(store: LocalStore, ledger: Ledger) -> Iterator[Damage]:
    """Graphs that differ from the ledger: written anew, some at a time."""
    wrong = {each.name: said for each in ledger.entries() if (said := _differs(store, each))}
    names = iter(sorted(wrong))
    while some := list(islice(names, _BATCH_GRAPHS)):
        given = ledger.find(some)
        store.write(given)
        for each in given:
            yield Damage(each.name, wrong[each.name], not _differs(store, each))


def _differs(store: LocalStore, expected: Entry) -> str:
    held = entry(expected.name, store.quads(expected.name))
    if held.hash == expected.hash or held.hash == respelt(expected).hash:
        return ""
    if held.quads == 0:
        return "is missing"
    return f"has {held.quads} quads for {expected.quads}" if held.quads != expected.quads else "has other quads than were written"


def _strange(store: LocalStore, ledger: Ledger) -> Iterator[Damage]:
    """Graphs that the ledger does not know: from now on it does, but whether they are whole nobody can say."""
    strange = sorted(store.names() - ledger.names() - {ontology_graph().value})
    for name in strange:
        ledger.intend([entry(name, store.quads(name))])
    ledger.settle(strange)
    yield from (Damage(name, "was not in the ledger, and is noted there now", False) for name in strange)
    if next(store.db.quads_for_pattern(None, None, None, DefaultGraph()), None) is not None:
        yield Damage(store.location, "holds quads outside of any graph, which kg does not write", False)


def _read_all(store: LocalStore) -> None:
    """Read every index to its end, and count: the checksums of blocks are compared as they are read.

    Raises:
        StoreDamaged: a file of the store is damaged, or its indexes do not agree.
    """
    counts = Counter[str]()
    try:
        terms: dict[str, set[Any]] = {"subject": set(), "predicate": set(), "object": set()}
        for name in store.names():
            graph = NamedNode(name)
            quads = list(store.db.quads_for_pattern(None, None, None, graph))
            counts["graph"] += len(quads)
            for role, seen in terms.items():
                here = {getattr(quad, role) for quad in quads}
                counts[f"{role} in graph"] += _count(store.db, role, here, graph)
                seen |= here
        for role, seen in terms.items():
            counts[role] = _count(store.db, role, seen, None)
    except (OSError, RuntimeError) as error:
        raise StoreDamaged(f"the store {store.location} is damaged ({error})") from error
    if len(set(counts.values())) > 1:
        told = ", ".join(f"{count} quads by {index}" for index, count in counts.items())
        raise StoreDamaged(f"the indexes of the store {store.location} do not agree: {told}")


def _count(db: Oxigraph, role: str, terms: Iterable[Any], graph: NamedNode | None) -> int:
    """How many quads an index has for some terms.

    Each is looked at: Oxigraph 0.5 also gives the numbers 256 to 510 to a pattern that asks for 255.
    """
    total = 0
    for term in terms:
        subject, predicate, object_ = (term if name == role else None for name in ("subject", "predicate", "object"))
        total += sum(getattr(quad, role) == term for quad in db.quads_for_pattern(subject, predicate, object_, graph))
    return total


def _rebuilt(path: Path, why: str) -> Damage:
    """A new store from the ledger, in the place of one that can't be read."""
    said = f"could not be read ({why}), and was built anew from its ledger; the old files are in {_aside(path)}" if path.exists() else _GONE
    Oxigraph(str(path)).flush()
    with (
        Ledger(ledger_path(path)) as reading,
        LocalStore.around(path, Oxigraph(str(path)), Ledger(ledger_path(path))) as store,
    ):
        reading.unseal()
        store.fill(each for each in reading.entries() if each.whole)
    return Damage(str(path), said, True)


def _aside(path: Path) -> Path:
    # Move a file or folder out of the way, with what SQLite has beside it; gives its new name.
    new = path.with_name(f"{path.name}.damaged")
    number = 1
    while new.exists():
        number += 1
        new = path.with_name(f"{path.name}.damaged-{number}")
    try:
        path.rename(new)
        for suffix in ("-wal", "-shm"):
            if (beside := path.with_name(path.name + suffix)).exists():
                beside.rename(new.with_name(new.name + suffix))
    except OSError as error:
        raise StoreError(f"{path} can't be moved: {error.strerror or error}") from error
    return new
