"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from kg.errors import OutputError


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all: a temporary one, synced, renamed.

    Args:
        path: the file; its folder is made where it is missing, and an older file replaced.
        text: all of it; written as UTF-8, line breaks as they are.

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
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(part).chmod(0o644)
        Path(part).replace(path)
    except OSError as error:
        if part:
            Path(part).unlink(missing_ok=True)
        raise OutputError(f"{path} can't be written: {error.strerror or error}") from error
