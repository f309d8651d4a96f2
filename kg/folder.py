"""The folder of a store, and the ledger beside it: what lies there is opened, or one clear line says why not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from shlex import quote
from typing import NoReturn

from pyoxigraph import Store as Oxigraph

from kg.errors import StoreDamaged, StoreError, StoreLocked, StoreMissing
from kg.ledger import Ledger

_MARK = "CURRENT"


def ledger_path(path: Path) -> Path:
    """Where the ledger of a store lies.

    >>> ledger_path(Path("output/store")).name
    'store.ledger'
    """
    return path.with_name(path.name + ".ledger")


def known(path: Path) -> set[str]:
    """What the ledger says that the store holds; nothing where it can't be asked, as on a disk that can't be written.

    Args:
        path: folder of the store.

    Raises:
        StoreDamaged: the ledger is damaged.
    """
    if not ledger_path(path).is_file():
        return set()
    try:
        with Ledger.reading(ledger_path(path)) as ledger:
            return ledger.names()
    except StoreDamaged:
        raise
    except StoreError:
        return set()


def writable(path: Path, *, create: bool = False, lost_ledger: bool = False) -> Oxigraph:
    """Open what lies in a folder, for writing.

    Args:
        path: folder of the store.
        create: whether a new store may be made in a folder that is empty or absent.
        lost_ledger: whether to open it without its ledger.

    Raises:
        StoreMissing: there is no store, or something else lies there.
        StoreLocked: somebody else writes to it.
        StoreDamaged: it can't be read.
        StoreError: the folder can't be written.
    """
    ledger, there = ledger_path(path), (path / _MARK).is_file()
    if not there and not create and not ledger.is_file():
        no_store(path)
    if there and not lost_ledger and not ledger.is_file():
        raise StoreDamaged(f"the store {path} has lost its ledger {ledger}: run kg check --store {path}")
    if not there:
        _begin(path, ledger)
    return _opened(lambda: Oxigraph(str(path)), path)


def no_store(path: Path) -> NoReturn:
    """Say why there is nothing to open: there never was a store, or only its ledger is left.

    Args:
        path: folder of the store, without what makes a folder one.

    Raises:
        StoreMissing: there never was one.
        StoreDamaged: there was.
        StoreError: its ledger can't be asked.
    """
    if (left := _left(path)) is not None:
        raise left
    raise StoreMissing(f"no store in {path}: run kg build --store {path}")


def _left(path: Path) -> StoreDamaged | None:
    # Somebody who removed a store may have wanted just that, or not: both ways out are told, and neither is taken.
    ledger = ledger_path(path)
    if not ledger.is_file():
        return None
    with Ledger.reading(ledger) as kept:
        if next(kept.entries(), None) is None:
            return None
        count = len(kept.names())
    back = f"kg check --store {quote(str(path))}"
    if path.is_dir() and any(path.iterdir()):
        return StoreDamaged(f"the store {path} is damaged (it has no {_MARK}), its ledger is not: run {back} to have it back")
    return StoreDamaged(
        f"the store {path} is gone, but its ledger still has {count} articles: "
        f"run {back} to have them back, or rm {quote(str(ledger))} to begin anew"
    )


def _begin(path: Path, ledger: Path) -> None:
    # A new ledger, then the store: so that a crash between the two leaves nothing that looks like damage.
    if (left := _left(path)) is not None:
        raise left
    if not ledger.is_file() and path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise StoreMissing(f"{path} holds other things than a store: name a new folder with --store")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"no store can be made in {path}: {error.strerror or error}") from error
    Ledger(ledger, create=True).close()


def require_store(path: Path) -> None:
    """Refuse a folder in which there is no store.

    Args:
        path: the folder.
    """
    if not (path / _MARK).is_file():
        no_store(path)


def readable(view: Path, path: Path) -> Oxigraph:
    """Open a view of a store, for reading only, without a lock.

    Args:
        view: a folder into which nobody writes: what others merge and remove meanwhile would look like damage.
        path: folder of the store, as errors are to name it.

    Raises:
        StoreDamaged: it can't be read.
    """
    return _opened(lambda: Oxigraph.read_only(str(view)), path)


def _opened(make: Callable[[], Oxigraph], path: Path) -> Oxigraph:
    try:
        return make()
    except (OSError, RuntimeError) as error:
        said = str(error).lower()
        if "lock file" in said or "lock hold" in said:
            raise StoreLocked(f"another kg writes to the store {path}: wait until it has ended") from error
        if "no space" in said or "permission" in said or "read-only" in said:
            raise StoreError(f"the store {path} can't be opened: {error}") from error
        raise StoreDamaged(f"the store {path} is damaged ({error}): run kg check --store {path}") from error
