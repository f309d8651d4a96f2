"""The command ``kg``: thin, every error one line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from kg import __version__
from kg.errors import KgError, StoreError, ViewError
from kg.settings import Settings, current

app = typer.Typer(
    name="kg",
    help="Turns news articles into a knowledge graph of diplomacy, which one can query and look at.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

_Store = Annotated[str, typer.Option("--store", help="Folder of the store, or address of a SPARQL 1.1 server.")]
_Model = Annotated[str, typer.Option("--model", help="Another spaCy pipeline, by name or path.")]
_Actor = Annotated[list[str], typer.Option("--actor", help="Only events of this actor; may be given again.")]
_Type = Annotated[list[str], typer.Option("--type", help="Only events of this class or category; may be given again.")]
_Since = Annotated[str, typer.Option("--since", help="Only events on this day or later, such as 2025-04-01.")]
_Until = Annotated[str, typer.Option("--until", help="Only events on this day or before.")]


def main() -> NoReturn:
    """Run the command; exit codes are those of the contract."""
    try:
        app(standalone_mode=False)
    except KgError as error:
        err.print(f"kg: {error}", markup=False)
        sys.exit(1)
    except typer.Exit as done:
        sys.exit(done.exit_code)
    except typer.Abort:
        sys.exit(1)
    except Exception as error:
        wrong = getattr(error, "exit_code", None)
        if wrong is None:
            raise
        getattr(error, "show")()
        sys.exit(wrong)
    sys.exit(0)


def _version(wanted: bool) -> None:
    if wanted:
        out.print(f"kg {__version__}")
        raise typer.Exit


@app.callback()
def _top(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")] = False,
) -> None:
    pass


def _settings(**changes: object) -> Settings:
    given = current()
    wanted = {name: value for name, value in changes.items() if value not in (None, "")}
    return Settings(**{**{name: getattr(given, name) for name in given.__slots__}, **wanted}) if wanted else given


def _where(store: str) -> str:
    return store or current().store


@app.command(epilog="Example: kg build examples/ --html output/examples.html")
def build(
    sources: Annotated[list[str], typer.Argument(help="Files, folders, globs, or - for standard input.")],
    store: _Store = "",
    published: Annotated[str | None, typer.Option(help="Date of articles that give none: 2025, 2025-04, 2025-04-22.")] = None,
    engine: Annotated[str, typer.Option(help="local; spark is not supported yet.")] = "local",
    workers: Annotated[int, typer.Option(min=1, help="Processes that read side by side.")] = 1,
    html: Annotated[Path | None, typer.Option(help="Also write the picture of the whole store here.")] = None,
    model: _Model = "",
) -> None:
    """Read articles and store what they tell."""
    from kg import build as job
    from kg.articles import collect
    from kg.store import open_store

    if engine == "spark":
        raise StoreError("the engine 'spark' is not supported yet: leave --engine out, and give --workers N")
    if engine != "local":
        raise typer.BadParameter(f"{engine!r} is no engine: local", param_hint="--engine")
    settings, where = _settings(model=model), _where(store)
    found = list(collect(sources, published=published, settings=settings))
    with open_store(where, create=True) as opened:
        summary = job.build(found, opened, settings=settings, workers=workers, said=_said)
    quarantine = job.write_quarantine(summary.problems, where)
    out.print(f"{summary.stored} articles, {sum(summary.events.values())} events, {len(summary.actors)} actors")
    for kind, count in sorted(summary.events.items(), key=lambda item: (-item[1], item[0])):
        out.print(f"  {count:5} {kind}")
    out.print(f"store: {where}", markup=False)
    if html is not None:
        _write_view(where, html, "all", _filters([], [], "", ""), None)
        out.print(f"view: {html}", markup=False)
    if quarantine is not None:
        for problem in summary.problems:
            err.print(f"kg: set aside: {problem.reason}", markup=False)
        err.print(f"kg: {len(summary.problems)} set aside, see {quarantine}", markup=False)
        raise typer.Exit(3)


def _said(each: Any) -> None:
    state = each.problem or f"{len(each.types)} events"
    err.print(f"{each.article.key}: {state}", markup=False, style="dim")


@app.command(epilog="Example: kg query who-demanded-what --param actor=Russia --format csv")
def query(
    given: Annotated[str, typer.Argument(metavar="NAME|FILE.rq|SPARQL", help="Without it: lists the questions.")] = "",
    store: _Store = "",
    format: Annotated[str, typer.Option(help="table, csv, json, tsv, xml; for graphs ttl or nt.")] = "table",
    param: Annotated[list[str], typer.Option("--param", help="NAME=VALUE of a question's parameter.")] = [],  # noqa: B006
    no_limits: Annotated[bool, typer.Option("--no-limits", help="No limit of time, rows and memory.")] = False,
) -> None:
    """Answer a question with a name, or any SPARQL 1.1 query."""
    from kg import queries, results

    if not given:
        return _list_questions()
    if format not in ("table", *results.ROWS, *results.TRIPLES):
        raise typer.BadParameter(f"{format!r} is no format: table, csv, json, tsv, xml, ttl, nt", param_hint="--format")
    bindings = dict(_parameter(each) for each in param)
    changes = {"query_timeout_s": 0.0, "query_max_rows": 0, "query_max_bytes": 0} if no_limits else {}
    settings = _settings(**changes)
    answer = queries.run(_where(store), given, bindings=bindings, settings=settings)
    if answer.triples is not None and format == "table":
        format = "ttl"
    if format != "table":
        sys.stdout.write(results.text(answer, format))
    elif answer.boolean is not None:
        out.print("yes" if answer.boolean else "no")
    else:
        _table(answer.columns, [[results.plain(term) for term in row] for row in answer.rows])
    if answer.truncated:
        err.print(f"kg: cut after {settings.query_max_rows} rows; --no-limits shows all")


def _parameter(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals:
        raise typer.BadParameter(f"{given!r} is no NAME=VALUE", param_hint="--param")
    return name, value


def _list_questions() -> None:
    from kg import queries

    for each in queries.named():
        takes = f"  ({', '.join(p.name for p in each.parameters)})" if each.parameters else ""
        out.print(f"{each.name:22} {each.question}{takes}", markup=False)


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if not out.is_terminal:
        sys.stdout.write("".join("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row) + "\n" for row in [columns, *rows]))
        return
    table = Table(*columns, header_style="bold", show_lines=False)
    for row in rows:
        table.add_row(*(cell.replace("[", "\\[") for cell in row))
    Console(highlight=False).print(table)


@app.command(epilog="Example: kg view who-met-whom --out output/met.html --since 2025-01-01")
def view(
    view: Annotated[str, typer.Argument(help="who-met-whom, who-demanded-what or all.")] = "all",
    store: _Store = "",
    out_file: Annotated[Path | None, typer.Option("--out", help="The HTML file; otherwise output/VIEW.html.")] = None,
    title: Annotated[str | None, typer.Option(help="Title of the page.")] = None,
    actor: _Actor = [],  # noqa: B006
    type: _Type = [],  # noqa: B006
    since: _Since = "",
    until: _Until = "",
) -> None:
    """Write one HTML page that shows the network; it opens without a network."""
    path = out_file or Path("output") / f"{view}.html"
    _write_view(_where(store), path, view, _filters(actor, type, since, until), title)
    out.print(f"{path}", markup=False)


def _filters(actor: Sequence[str], type: Sequence[str], since: str, until: str) -> Any:
    from kg.graphs import Filters
    from kg.intervals import interval

    return Filters(
        tuple(actor), tuple(type), interval(since).start if since else None, interval(until).end if until else None
    )


def _write_view(where: str, path: Path, view: str, filters: Any, title: str | None) -> None:
    from kg import views
    from kg.build import write_whole
    from kg.records import records
    from kg.store import open_store

    with open_store(where, read_only=True) as opened:
        page = views.page(records(opened.quads()), view=view, title=title, filters=filters)
    write_whole(path, page)


@app.command(epilog="Example: kg export --format jsonl --out output/events.jsonl")
def export(
    format: Annotated[str, typer.Option(help="jsonl, csv, nquads, trig, turtle, jsonld, graphml, gexf.")] = "jsonl",
    store: _Store = "",
    out_file: Annotated[Path | None, typer.Option("--out", help="A file; otherwise standard output.")] = None,
) -> None:
    """Write everything in the store."""
    from kg import exports
    from kg.build import write_whole
    from kg.store import open_store

    if format not in exports.FORMATS:
        raise ViewError(f"no format is called {format!r}: one of {', '.join(exports.FORMATS)}")
    with open_store(_where(store), read_only=True) as opened:
        text = _network(opened.quads(), format) if format in ("graphml", "gexf") else "".join(exports.export(opened.quads(), format))
    if out_file is None:
        sys.stdout.write(text)
    else:
        write_whole(out_file, text)


def _network(quads: Any, format: str) -> str:
    from kg import graphs
    from kg.records import records

    return graphs.written(graphs.graph(records(quads)), format)


@app.command(epilog="Example: kg serve --port 8000")
def serve(
    store: _Store = "",
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
) -> None:
    """Serve a SPARQL endpoint at /sparql, a query page and the pictures."""
    from kg.server import serve as run

    run(_where(store), host=host, port=port, settings=current())


@app.command(epilog="Example: kg validate")
def validate(store: _Store = "") -> None:
    """Check the store against the shapes; exit code 1 where it does not conform."""
    from kg import checks
    from kg.store import open_store

    with open_store(_where(store), read_only=True) as opened:
        reports = {graph: checks.report(opened.quads(graph)) for graph in opened.graphs()}
    wrong = {graph: report for graph, report in reports.items() if not report.conforms}
    for graph, report in wrong.items():
        for line in report.lines:
            out.print(f"{graph}: {line}", markup=False)
    out.print(f"{len(reports) - len(wrong)} of {len(reports)} articles conform")
    if wrong:
        raise typer.Exit(1)


@app.command(epilog="Example: kg remove quarterly-report")
def remove(articles: Annotated[list[str], typer.Argument(help="Keys of articles.")], store: _Store = "") -> None:
    """Take articles out of the store."""
    from kg import vocab
    from kg.store import open_store

    with open_store(_where(store)) as opened:
        missing = [key for key in articles if vocab.article_iri(key).value not in opened.graphs()]
        if missing:
            raise StoreError(f"no article in the store has the key {', '.join(missing)}: kg query articles lists them")
        for key in articles:
            opened.remove(vocab.article_iri(key).value)
    out.print(f"{len(articles)} taken out")


def _later() -> None:
    """The commands of the other file register themselves."""
    import kg.cli_more  # noqa: F401


_later()
