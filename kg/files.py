"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from kg.errors import OutputError


def require_writable(path: Path) -> None:
    """Refuse a path to which no file can be written, before the work for it is done.

    Args:
        path: the file to come.

    Raises:
        OutputError: it is a folder, or lies where nothing can be written.
    """
    if path.is_dir():
        raise OutputError(f"{path} is a folder: name a file")
    above = next(folder for folder in path.absolute().parents if folder.exists())
    if not above.is_dir() or not os.access(path if path.exists() else above, os.W_OK):
        raise OutputError(f"{path} can't be written: {above} is {'not yours to write in' if above.is_dir() else 'no folder'}")


def write_whole(path: Path, text: str | Iterable[str]) -> None:
    """Write a file so that it is there whole or not at all: a temporary one, synced, renamed.

    Args:
        path: the file; its folder is made where it is missing, and an older file replaced.
        text: all of it, or its pieces one after the other; written as UTF-8, line breaks as they are.

    Raises:
        OutputError: it can't be written.
    """
    part = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise OutputError(f"{path} is a folder: name a file")
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", errors="replace", newline="", dir=path.parent, suffix=".part", delete=False
        ) as file:
            part = file.name
            file.writelines([text] if isinstance(text, str) else text)
            file.flush()
            os.fsync(file.fileno())
        Path(part).chmod(0o644)
        Path(part).replace(path)
        part = ""
        sync_folder(path.parent)
    except OSError as error:
        raise OutputError(f"{path} can't be written: {error.strerror or error}") from error
    finally:
        if part:
            Path(part).unlink(missing_ok=True)


def sync_folder(path: Path) -> None:
    """Make the names in a folder last: a rename is on disk only once its folder is.

    Args:
        path: the folder.

    Raises:
        OSError: it can't be opened or synced.
    """
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
