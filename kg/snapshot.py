"""A view of a store that stays as it is while others write to the store.

The library underneath warns against opening a store for reading while another process
writes to it. So readers get a folder of their own: the table files, which never change once
written, as links; the few that do change as copies, taken between two equal looks at them.

Source: RocksDB, "How to backup RocksDB"; the documentation of ``pyoxigraph.Store.read_only``.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import StoreDamaged, StoreMissing

State = tuple[tuple[str, int, int], ...]
_TRIES = 50
_CURRENT = "CURRENT"
_NONE = "no store in {store}: run kg build --store {store}"
_MARK = ".reading-"


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
        except FileNotFoundError as error:
            if not store.is_dir():
                raise StoreMissing(_NONE.format(store=store)) from error
        except OSError as error:
            raise StoreMissing(f"the store {store} can't be read: {error}") from error
        else:
            if _CURRENT in names:
                return tuple(sorted((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats))
            if not stats:
                break
        time.sleep(0.001 * attempt)  # a file went or was renamed while we looked
    raise StoreMissing(_NONE.format(store=store))


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
        StoreDamaged: its files change too fast, or can't be linked.
    """
    state(store)
    target = _new_folder(store)
    for attempt in range(_TRIES):
        try:
            before = state(store)
            for name, _, _ in before:
                _bring(store / name, target / name)
            if _steady(before, state(store)):
                return target
        except FileNotFoundError:
            pass
        except OSError as error:
            drop(target)
            raise StoreDamaged(f"no view of the store {store} in {target}: {error}") from error
        _empty(target)
        time.sleep(0.002 * (attempt + 1))
    drop(target)
    raise StoreDamaged(f"the store {store} is being written too fast to be read: ask again")


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
    prefix = f".{store.name}{_MARK}{os.getpid()}-"
    try:
        sweep(store)
        return Path(tempfile.mkdtemp(prefix=prefix, dir=store.resolve().parent))
    except OSError:
        return Path(tempfile.mkdtemp(prefix=prefix))


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
