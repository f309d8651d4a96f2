"""Commands that look after a store: validate, check, backup."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.base import StoreOption, app, err, out, where
from kg.errors import StoreError
from kg.store import LocalStore


@app.command(epilog="Example: kg validate")
def validate(store: StoreOption = None) -> None:
    """Check the store against the shapes; exit code 1 where it does not conform."""
    from kg import checks
    from kg.store import open_store

    articles = wrong = 0
    with open_store(where(store), read_only=True) as opened:
        for graph in opened.graphs():
            report = checks.report(opened.quads(graph))
            articles, wrong = articles + 1, wrong + (not report.conforms)
            for line in report.lines:
                out.print(f"{graph}: {line}")
    out.print(f"{articles - wrong} of {articles} articles conform")
    if wrong:
        raise typer.Exit(1)


@app.command(epilog="Example: kg check")
def check(store: StoreOption = None) -> None:
    """Compare the store with its ledger, and mend what differs; exit code 1 where it can't."""
    with _local(store) as opened:
        damage = opened.check()
        articles = len(opened.graphs())
    for each in damage:
        out.print(f"{each.graph} {each.what}: {'mended' if each.mended else 'not mended'}")
    mended = sum(each.mended for each in damage)
    out.print(f"{articles} articles, {len(damage)} damaged, {mended} mended")
    if mended < len(damage):
        err.print("kg: what was not mended has to be built again: kg build")
        raise typer.Exit(1)


@app.command(epilog="Example: kg backup output/backup-monday")
def backup(folder: Annotated[Path, typer.Argument(help="A new folder.")], store: StoreOption = None) -> None:
    """Copy the store, whole as it is, into a new folder; its ledger beside it."""
    with _local(store, read_only=True) as opened:
        opened.backup(folder)
    out.print(f"{folder}")


def _local(store: str | None, *, read_only: bool = False) -> LocalStore:
    place = where(store)
    if place.startswith(("http://", "https://")):
        raise StoreError(f"{place} is a server: only a store on disk can be checked or copied here")
    return LocalStore(Path(place), read_only=read_only)
