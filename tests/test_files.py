"""Files are there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import OutputError
from kg.files import write_whole


def test_pieces_follow_one_another(tmp_path: Path) -> None:
    write_whole(tmp_path / "new" / "a.txt", iter(["one\r\n", "two \ud800"]))
    assert (tmp_path / "new" / "a.txt").read_bytes() == b"one\r\ntwo ?"


def test_what_breaks_off_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    def broken() -> Iterator[str]:
        yield "half"
        raise KeyError("broken")

    write_whole(tmp_path / "a.txt", "before")
    with pytest.raises(KeyError):
        write_whole(tmp_path / "a.txt", broken())
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("a.txt", "before")]


def test_it_is_synced_before_it_has_its_name_and_its_folder_after(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    sync, replace = os.fsync, Path.replace

    def noted(handle: int) -> None:
        seen.append("sync folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "sync file")
        sync(handle)

    def renamed(path: Path, target: Path) -> Path:
        seen.append("rename")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", noted)
    monkeypatch.setattr(Path, "replace", renamed)
    write_whole(tmp_path / "a.txt", "all")
    assert seen == ["sync file", "rename", "sync folder"]


def test_a_folder_in_the_way_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="is a folder"):
        write_whole(tmp_path, "x")
    (tmp_path / "a").write_text("x")
    with pytest.raises(OutputError, match="can't be written"):
        write_whole(tmp_path / "a" / "b", "x")
