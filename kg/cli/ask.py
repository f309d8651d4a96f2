"""Commands that show what a store holds: query, stats, export, view, serve."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from pyoxigraph import Quad

from kg.cli.base import (
    ActorOption,
    OutOption,
    SinceOption,
    StoreOption,
    TypeOption,
    UntilOption,
    app,
    chosen,
    err,
    filters,
    out,
    show_table,
    where,
    write,
)
from kg.graphs import Filters
from kg.settings import current

_NETWORKS = ("graphml", "gexf")


@app.command(epilog="Example: kg query who-demanded-what --param actor=Russia --format csv")
def query(
    given: Annotated[str | None, typer.Argument(metavar="[NAME|FILE.rq|SPARQL]", help="Without it: lists the questions.")] = None,
    store: StoreOption = None,
    format: Annotated[str, typer.Option(help="table, csv, json, tsv, xml; for graphs ttl or nt.")] = "table",
    param: Annotated[list[str], typer.Option("--param", help="NAME=VALUE of a question's parameter; may be given again.")] = [],
    no_limits: Annotated[bool, typer.Option("--no-limits", help="No limit of time, rows and memory.")] = False,
) -> None:
    """Answer a question that has a name, or any SPARQL 1.1 query."""
    from kg import queries, results

    chosen(format, ("table", *results.ROWS, *results.TRIPLES), "--format")
    if given is None:
        return _list_questions()
    settings = current()
    if no_limits:
        settings = queries.unlimited(settings)
    answer = queries.run(where(store), given, bindings=dict(map(_parameter, param)), settings=settings)
    if answer.triples is not None and format == "table":
        format = "ttl"
    if format != "table":
        typer.echo(results.text(answer, format), nl=False)
    elif answer.boolean is not None:
        out.print("yes" if answer.boolean else "no")
    else:
        show_table(answer.columns, [[results.plain(term) for term in row] for row in answer.rows])
    if answer.truncated:
        err.print(f"kg: cut after {settings.query_max_rows} rows: --no-limits shows all")
    return None


def _parameter(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals:
        raise typer.BadParameter(f"{given!r} is no NAME=VALUE", param_hint="--param")
    return name.strip(), value.strip()


def _list_questions() -> None:
    from kg import queries

    rows = [(each.name, each.question, ", ".join(p.name for p in each.parameters)) for each in queries.named()]
    show_table(("name", "question", "parameters"), rows)


@app.command(epilog="Example: kg stats")
def stats(store: StoreOption = None) -> None:
    """Count articles, events, actors and quads."""
    from kg import queries, results

    settings, place = queries.unlimited(current()), where(store)
    counts = queries.run(place, "counts", settings=settings)
    show_table(("count", "of"), [(results.plain(count), name) for name, count in zip(counts.columns, counts.rows[0], strict=True)])
    categories = queries.run(place, "categories", settings=settings)
    if categories.rows:
        out.print()
        show_table(categories.columns, [[results.plain(term) for term in row] for row in categories.rows])


@app.command(epilog="Example: kg export --format jsonl --out output/events.jsonl")
def export(
    format: Annotated[str, typer.Option(help="jsonl, csv, nquads, trig, turtle, jsonld, graphml or gexf.")] = "jsonl",
    store: StoreOption = None,
    out_file: OutOption = None,
) -> None:
    """Write everything in the store."""
    from kg import exports
    from kg.store import open_store

    chosen(format, exports.FORMATS, "--format")
    with open_store(where(store), read_only=True) as opened:
        quads = opened.quads()
        write(_network(quads, format) if format in _NETWORKS else exports.export(quads, format), out_file)


def _network(quads: Iterable[Quad], format: str) -> str:
    from kg import graphs
    from kg.records import stream

    return graphs.written(graphs.graph(stream(quads)), format)


@app.command(epilog="Example: kg view who-met-whom --out output/met.html --since 2025-01-01")
def view(
    view: Annotated[str, typer.Argument(help="all, who-met-whom, who-demanded-what, timeline or matrix.")] = "all",
    store: StoreOption = None,
    out_file: Annotated[Path | None, typer.Option("--out", help="The HTML file. [default: output/VIEW.html]")] = None,
    title: Annotated[str | None, typer.Option(help="Title of the page.")] = None,
    actor: ActorOption = [],
    type: TypeOption = [],
    since: SinceOption = None,
    until: UntilOption = None,
) -> None:
    """Write one HTML page that shows the graph; it opens without a network."""
    path = out_file or Path("output", f"{view}.html")
    write_view(where(store), path, view, filters(actor, type, since, until), title)
    out.print(f"{path}")


def write_view(store: str, path: Path, view: str, wanted: Filters, title: str | None) -> None:
    """Draw a view of a store into a file.

    Args:
        store: where it is.
        path: the HTML file.
        view: its name.
        wanted: which events to draw.
        title: of the page; ``None``: the view's own.

    Raises:
        ViewError: there is no such view.
        StoreError: there is no store, or it can't be read.
        OutputError: the file can't be written.
    """
    from kg import views
    from kg.shelf import stored
    from kg.store import open_store

    with open_store(store, read_only=True) as opened:
        page = views.page(stored(opened), view=view, title=title, filters=wanted)
    write(page, path)


@app.command(epilog="Example: kg serve --port 8000")
def serve(
    store: StoreOption = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
) -> None:
    """Serve a SPARQL endpoint at /sparql, a query page and the views."""
    from kg import server

    server.serve(where(store), host=host, port=port, settings=current(), started=lambda url: err.print(f"serving {url} (Ctrl+C ends it)"))
