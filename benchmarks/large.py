"""A large store made by `kg`'s own commands: build the examples, export them, import many copies of the export."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

_ROOT = Path(__file__).parent.parent
_FILE_EVENTS = 5_000
_CASTS = 40
"""People, bodies and groups come in so many variants; states are the same in all copies."""
_COPIED = re.compile(r"(/id/(?:activity|article|day|event|evidence|participation|passage|position|quote|role|time)/[^>]*)>")
_DAY = re.compile(r'"(\d{4}-\d\d-\d\d)"(?=\^\^<http://www\.w3\.org/2001/XMLSchema#date>)')
_LABEL = re.compile(r'(/actor/[^>]*@cast> <http://www\.w3\.org/2000/01/rdf-schema#label> "[^"]*)"')


def kg(*arguments: object) -> str:
    """Run the command ``kg``.

    Args:
        arguments: as one types them.

    Returns:
        What it printed.

    Raises:
        RuntimeError: it failed.
    """
    done = subprocess.run([sys.executable, "-m", "kg", *map(str, arguments)], cwd=_ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"kg {arguments[0]} failed: {done.stderr.strip()}")
    return done.stdout


def make(folder: Path, events: int) -> tuple[Path, int]:
    """A store of at least so many events.

    Args:
        folder: where it and what it is made of lie.
        events: number of events.

    Returns:
        The store, and how many events it holds.

    Raises:
        RuntimeError: a command failed.
    """
    seed, export, store = folder / "seed", folder / "seed.nq", folder / "store"
    kg("build", "examples", "--store", seed)
    kg("export", "--format", "nquads", "--store", seed, "--out", export)
    quads = export.read_text(encoding="utf-8")
    each = quads.count('ontology#category> "')
    copies = -(-events // each)
    for number, text in enumerate(_files(_pattern(quads), copies, -(-_FILE_EVENTS // each))):
        (folder / f"part-{number:03}.nq").write_text(text, encoding="utf-8")
    parts = sorted(folder.glob("part-*.nq"))
    kg("import", *parts, "--store", store)
    for part in parts:
        part.unlink()
    return store, copies * each


def _pattern(quads: str) -> str:
    """The export with marks where a copy has names of its own."""
    states = set(re.findall(r"(/id/actor/[^>]*)> <[^>]*#type> <[^>]*ontology#State>", quads))
    text = _COPIED.sub(r"\1-@copy>", quads)
    text = re.sub(r"(/id/actor/[^>]*)>", lambda found: found[0] if found[1] in states else f"{found[1]}-@cast>", text)
    return _LABEL.sub(r'\1 @cast"', text)


def _files(pattern: str, copies: int, each: int) -> Iterator[str]:
    for first in range(0, copies, each):
        yield "".join(_copy(pattern, number) for number in range(first, min(first + each, copies)))


def _copy(pattern: str, number: int) -> str:
    """One copy: names of its own, and days somewhat later."""
    shift = timedelta(number % 400)
    text = pattern.replace("@copy", str(number)).replace("@cast", str(number % _CASTS))
    return _DAY.sub(lambda day: f'"{date.fromisoformat(day[1]) + shift}"', text)
