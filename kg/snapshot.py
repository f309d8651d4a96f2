"""A view of a store that stays as it is while others write to the store.

The library underneath warns against opening a store for reading while another process
writes to it. So readers get a folder of their own: the table files, which never change once
written, as links; the few that do change as copies, taken between two equal looks at them.

Source: RocksDB, "How to backup RocksDB"; the documentation of ``pyoxigraph.Store.read_only``.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import StoreDamaged, StoreError, StoreMissing
from kg.folder import no_store

State = tuple[tuple[str, int, int], ...]
_TRIES = 50
_CURRENT = "CURRENT"
_MARK = ".reading-"
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)


def state(store: Path) -> State:
    """What changes whenever the store is written: names, sizes and times of its files.

    Args:
        store: its folder.

    Raises:
        StoreMissing: there is none.
    """
    for attempt in range(_TRIES):
        try:
            names = [name for name in os.listdir(store) if _matters(name)]
            stats = [(name, (store / name).stat()) for name in names]
        except FileNotFoundError:
            if not store.is_dir():
                no_store(store)
        except OSError as error:
            raise StoreMissing(f"the store {store} can't be read: {error}") from error
        else:
            if _CURRENT in names:
                return tuple(sorted((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats))
            if not stats:
                break
        time.sleep(0.001 * attempt)  # a file went or was renamed while we looked
    return no_store(store)


def _matters(name: str) -> bool:
    return name == _CURRENT or name.startswith("MANIFEST-") or name.endswith((".sst", ".log"))


def take(store: Path) -> Path:
    """Make a view of a store as it is now.

    Args:
        store: its folder.

    Returns:
        A folder beside it, or among the temporary ones, that the caller removes with `drop`.

    Raises:
        StoreMissing: there is no store.
        StoreDamaged: its files change too fast, or can't be read.
        StoreError: there is no room for a view.
    """
    state(store)
    try:
        return _taken(store, _new_folder(store))
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise StoreDamaged(f"no view of the store {store}: {error}") from error
    try:
        return _taken(store, _elsewhere(store))
    except OSError as error:
        raise StoreError(f"no view of the store {store} can be made, there or among temporary files: {error}") from error


def _taken(store: Path, target: Path) -> Path:
    # What it holds when nothing but logs changed meanwhile.
    try:
        for attempt in range(_TRIES):
            if _copied(store, target):
                return target
            _empty(target)
            time.sleep(0.002 * (attempt + 1))
        raise StoreDamaged(f"the store {store} is being written too fast to be read: ask again")
    except BaseException:
        drop(target)
        raise


def _copied(store: Path, target: Path) -> bool:
    try:
        before = state(store)
        for name, _, _ in before:
            _bring(store / name, target / name)
        return _steady(before, state(store))
    except FileNotFoundError:
        return False


def _steady(before: State, after: State) -> bool:
    """Whether nothing but the end of a log grew between two looks."""
    later = {name: (size, when) for name, size, when in after}
    return len(before) == len(after) and all(
        name in later and (name.endswith(".log") or later[name] == (size, when)) for name, size, when in before
    )


def _bring(source: Path, target: Path) -> None:
    if source.suffix != ".sst":
        shutil.copyfile(source, target)
        return
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:
        target.symlink_to(source.resolve())


def _new_folder(store: Path) -> Path:
    try:
        sweep(store)
        return Path(tempfile.mkdtemp(prefix=_prefix(store), dir=store.resolve().parent))
    except OSError:
        return _elsewhere(store)


def _elsewhere(store: Path) -> Path:
    return Path(tempfile.mkdtemp(prefix=_prefix(store)))


def _prefix(store: Path) -> str:
    return f".{store.name}{_MARK}{os.getpid()}-"


def _empty(folder: Path) -> None:
    for each in folder.iterdir():
        each.unlink()


def drop(view: Path) -> None:
    """Remove a view; what is open of it can still be read.

    Args:
        view: as `take` gave it.
    """
    shutil.rmtree(view, ignore_errors=True)


def sweep(store: Path) -> None:
    """Remove views that processes left behind which ended without a word.

    Args:
        store: the folder beside which they lie.
    """
    for view in store.resolve().parent.glob(f".{store.name}{_MARK}*"):
        owner = view.name.rpartition(_MARK)[2].partition("-")[0]
        if not (owner.isdigit() and _alive(int(owner))):
            drop(view)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


@contextmanager
def view(store: Path) -> Iterator[Path]:
    """A view of a store for the time of a ``with`` statement.

    Args:
        store: its folder.

    Yields:
        The view's folder.
    """
    folder = take(store)
    try:
        yield folder
    finally:
        drop(folder)
