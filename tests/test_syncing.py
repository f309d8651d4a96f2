"""A sync waits as long as anything moves on disk, and no longer."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from kg.syncing import sync


class Disk:
    """A store whose files grow a given number of times, and which then is done, fails, or waits for ever."""

    def __init__(self, folder: Path, steps: int, end: Exception | Event | None) -> None:
        self.folder, self.steps, self.end = folder, steps, end

    def flush(self) -> None:
        for step in range(self.steps):
            time.sleep(0.4)
            (self.folder / "table").write_bytes(b"x" * step)
        if isinstance(self.end, Exception):
            raise self.end
        if self.end is not None:
            self.end.wait(60)


@pytest.fixture
def room() -> Iterator[Event]:
    """Room on the disk, made when the test is over."""
    made = Event()
    yield made
    made.set()


def test_what_is_quick_or_fails_is_told_at_once(tmp_path: Path) -> None:
    sync(Disk(tmp_path, 0, None), tmp_path)
    with pytest.raises(RuntimeError, match="broken"):
        sync(Disk(tmp_path, 0, RuntimeError("broken")), tmp_path)


def test_what_moves_is_waited_for(tmp_path: Path) -> None:
    sync(Disk(tmp_path, 6, None), tmp_path, patience=0.9)
    assert (tmp_path / "table").stat().st_size == 5


def test_what_does_not_move_is_given_up(tmp_path: Path, room: Event) -> None:
    with pytest.raises(OSError, match="is the disk full"):
        sync(Disk(tmp_path, 2, room), tmp_path, patience=0.5)
