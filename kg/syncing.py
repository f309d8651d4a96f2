"""Store → disk, with an end: a full disk may leave the library waiting for ever for room that nobody makes.

Source: RocksDB issue 15030, "Flush(wait=true) can hang forever", https://github.com/facebook/rocksdb/issues/15030
"""

from __future__ import annotations

import time
from pathlib import Path
from threading import Thread
from typing import Protocol

_LOOK_SECONDS = 1.0
_STUCK_SECONDS = 30.0
"""A sync that has changed no file for so long waits for something that does not come."""
_TALK = "LOG"
"""What the library says about itself goes on while nothing is written."""


class Syncs(Protocol):
    """What can be brought to disk."""

    def flush(self) -> None:
        """Return when everything is on disk."""


def sync(store: Syncs, folder: Path, *, patience: float = _STUCK_SECONDS) -> None:
    """Wait until everything that was written is on disk, as long as anything moves there.

    Args:
        store: open for writing.
        folder: where its files lie.
        patience: seconds without a change in any of them, after which it is given up.

    Raises:
        OSError: it can't be written, or nothing moves: then the store must be opened anew.
        RuntimeError: the library can't go on.
    """
    failed: list[Exception] = []

    def work() -> None:
        try:
            store.flush()
        except (OSError, RuntimeError) as error:
            failed.append(error)

    # A thread that never ends must not keep the process from ending.
    thread = Thread(target=work, daemon=True)
    thread.start()
    thread.join(_LOOK_SECONDS)
    files, since = _files(folder), time.monotonic()
    while thread.is_alive():
        thread.join(min(_LOOK_SECONDS, patience))
        if (now := _files(folder)) != files:
            files, since = now, time.monotonic()
        elif time.monotonic() - since > patience and thread.is_alive():
            raise OSError("nothing more could be written: is the disk full?")
    if failed:
        raise failed[0]


def _files(folder: Path) -> dict[str, int]:
    """The sizes of a folder's files; those that go meanwhile are left out."""
    found = {}
    for path in folder.iterdir():
        try:
            found[path.name] = path.stat().st_size
        except FileNotFoundError:
            continue
    found.pop(_TALK, None)
    return found
