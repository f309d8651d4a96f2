"""What all commands share: the app, its errors, options, and ways to print."""

from __future__ import annotations

import errno
import io
import sys
from _thread import interrupt_main
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Timer
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text
from typer.core import TyperGroup

from kg import __version__
from kg.errors import KgError
from kg.graphs import Filters
from kg.settings import Settings, current

out = Console(highlight=False, soft_wrap=True, emoji=False, markup=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False, markup=False)

StoreOption = Annotated[
    str | None, typer.Option("--store", help="Folder of the store, or address of a SPARQL 1.1 server. [default: output/store]")
]
ModelOption = Annotated[str | None, typer.Option("--model", help="Another spaCy pipeline, by name or path.")]
ActorOption = Annotated[list[str], typer.Option("--actor", help="Only events of this actor; may be given again.")]
TypeOption = Annotated[list[str], typer.Option("--type", help="Only events of this class or category; may be given again.")]
SinceOption = Annotated[str | None, typer.Option("--since", help="Only events on this day or later, such as 2025-04-01.")]
UntilOption = Annotated[str | None, typer.Option("--until", help="Only events on this day or before.")]
OutOption = Annotated[Path | None, typer.Option("--out", help="A file; otherwise standard output.")]


class OneLineErrors(TyperGroup):
    """Commands whose errors are one line on standard error, with the exit code of the contract."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        """Run the command."""
        try:
            return super().invoke(ctx)
        except KgError as error:
            err.print(f"kg: {' '.join(str(error).split())}")
            raise typer.Exit(1) from error
        except OSError as error:
            if error.errno == errno.EPIPE:  # "kg export | head" is no error
                raise
            err.print(f"kg: the system refused ({error.strerror or error}): make room or look at rights, then try again")
            raise typer.Exit(1) from error
        except KeyboardInterrupt as error:
            err.print("kg: stopped; what was stored before stays")
            raise typer.Exit(130) from error


app = typer.Typer(
    cls=OneLineErrors,
    name="kg",
    help="Turns news articles into a knowledge graph of diplomacy, which one can query and look at.",
    epilog="Example: kg build examples --html output/examples.html",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command line; what is written is UTF-8 whatever the terminal says."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.unraisablehook = stop_again
    app()


def stop_again(unraisable: sys.UnraisableHookArgs) -> None:
    """Ctrl-C once more, where it fell into a callback that can raise nothing; other such errors are told as ever.

    Args:
        unraisable: what Python hands to ``sys.unraisablehook``.

    Source: Python's documentation of ``signal``, "Note on Signal Handlers and Exceptions".
    """
    if issubclass(unraisable.exc_type, KeyboardInterrupt):
        Timer(0.01, interrupt_main).start()
    else:
        sys.__unraisablehook__(unraisable)


def _show_version(wanted: bool) -> None:
    if wanted:
        out.print(f"kg {__version__}")
        raise typer.Exit


@app.callback()
def _top(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    del version


def where(store: str | None) -> str:
    """The store that a command works on.

    Args:
        store: as given; ``None``: the one of the settings.
    """
    return store or current().store


def with_model(model: str | None) -> Settings:
    """The settings, with another language model if one was given.

    Args:
        model: as given.
    """
    return replace(current(), model=model) if model else current()


def chosen(value: str, known: Sequence[str], option: str) -> str:
    """A value out of a list.

    Args:
        value: as given.
        known: the list.
        option: what to call it in the error.

    Raises:
        typer.BadParameter: it is not in the list.
    """
    if value not in known:
        raise typer.BadParameter(f"{value!r} is not one of {', '.join(known)}", param_hint=option)
    return value


def filters(actor: Sequence[str] = (), type: Sequence[str] = (), since: str | None = None, until: str | None = None) -> Filters:
    """The filters of a view.

    Args:
        actor: names of actors.
        type: classes or categories of events.
        since: a date: its first day counts.
        until: a date: its last day counts.

    Raises:
        DateError: a date is none.
    """
    from kg.intervals import interval

    first = interval(since).start if since else None
    last = interval(until).end if until else None
    return Filters(tuple(actor), tuple(type), first, last)


def write(text: str | Iterable[str], path: Path | None) -> None:
    """Write to a file, or to standard output as it is.

    Args:
        text: all of it, or its pieces, which are written as they come.
        path: the file; ``None``: standard output.

    Raises:
        OutputError: the file can't be written.
    """
    from kg.files import write_whole

    if path is not None:
        return write_whole(path, text)
    for piece in [text] if isinstance(text, str) else text:
        sys.stdout.write(piece)
    sys.stdout.flush()
    return None


def show_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table with lines on a terminal; with tabs elsewhere, so that other tools can read it.

    Args:
        columns: headings.
        rows: cells, as many as there are headings.
    """
    if not out.is_terminal:
        for row in (columns, *rows):
            typer.echo("\t".join(" ".join(cell.split()) for cell in row))
        return
    table = Table(header_style="bold")
    for column in columns:
        table.add_column(Text(column))
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    out.print(table, soft_wrap=False)
