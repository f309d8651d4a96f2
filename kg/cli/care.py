"""Commands that look after a store: validate, check, backup, import."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.base import StoreOption, app, err, out, where
from kg.errors import StoreError


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
    from kg import repair

    damage = repair.check(_folder(store))
    for each in damage:
        out.print(f"{each.name} {each.what}: {'mended' if each.mended else 'not mended'}")
    mended = sum(each.mended for each in damage)
    out.print(f"{len(damage)} damaged, {mended} mended" if damage else "no damage")
    if mended < len(damage):
        err.print("kg: what was not mended is known now, but may be lost: build those articles again, or take a backup")
        raise typer.Exit(1)


@app.command(epilog="Example: kg backup output/backup-monday")
def backup(folder: Annotated[Path, typer.Argument(help="A new folder.")], store: StoreOption = None) -> None:
    """Copy the store, whole as it is, into a new folder, its ledger beside it; a build may go on meanwhile."""
    from kg import backup as job

    count = job.backup(_folder(store), folder)
    out.print(f"{count} articles in {folder}")


@app.command("import", epilog="Example: kg import output/everything.nq --store http://127.0.0.1:7878")
def import_(
    files: Annotated[list[Path], typer.Argument(help="Files that kg export wrote: .nq or .trig.", metavar="FILE...")],
    store: StoreOption = None,
) -> None:
    """Put the articles of an export into a store, each in the place of the one of its name."""
    from kg import backup as job
    from kg import shelf
    from kg.store import open_store

    count = 0
    with open_store(where(store), create=True) as opened:
        for batch in job.exported(files):
            opened.put(batch)
            shelf.keep(opened, batch)
            count += len(batch)
    out.print(f"{count} articles imported")


def _folder(store: str | None) -> Path:
    from kg.store import is_remote

    place = where(store)
    if is_remote(place):
        raise StoreError(f"{place} is a server: only a store on disk can be checked or copied here; kg export copies any")
    return Path(place)
