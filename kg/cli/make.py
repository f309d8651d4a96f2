"""Commands that read articles: build, remove, explain, score."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.ask import write_view
from kg.cli.base import ModelOption, StoreOption, app, chosen, err, filters, out, where, with_model
from kg.errors import ArticleError, StoreError
from kg.settings import current

if TYPE_CHECKING:
    from kg.build import Summary

PublishedOption = Annotated[
    str | None, typer.Option("--published", help="Date of the articles that give none: 2025, 2025-04 or 2025-04-22.")
]


@app.command(epilog="Example: kg build examples --html output/examples.html")
def build(
    sources: Annotated[list[str], typer.Argument(help="Files, folders, globs, or - for standard input.", metavar="SOURCE...")],
    store: StoreOption = None,
    published: PublishedOption = None,
    engine: Annotated[str, typer.Option(help="local; spark is not supported yet.")] = "local",
    workers: Annotated[int, typer.Option(min=1, help="Processes that read side by side.")] = 1,
    html: Annotated[Path | None, typer.Option(help="Also write the view of the whole store here.")] = None,
    model: ModelOption = None,
) -> None:
    """Read articles (.txt .md .html .json .jsonl .csv), and store what they tell."""
    from kg import build as job
    from kg.articles import collect
    from kg.engines import ENGINES, Read, require
    from kg.files import require_writable

    require(chosen(engine, ENGINES, "--engine"))
    if html is not None:
        require_writable(html)
    settings, place = with_model(model), where(store)

    def said(each: Read) -> None:
        if each.problem is None:
            err.print(f"{each.article.key}: {len(each.types)} events", style="dim")

    found = collect(sources, published=published, settings=settings)
    summary = job.build(found, job.Plan(place, engine, workers), settings=settings, said=said)
    _show(summary)
    if summary.stored:
        out.print(f"store: {place}")
    if html is not None and summary.stored:
        write_view(place, html, "all", filters(), None)
        out.print(f"view: {html}")
    _set_aside(summary, place)


def _show(summary: Summary) -> None:
    out.print(f"{summary.stored} articles, {sum(summary.events.values())} events, {len(summary.actors)} actors")
    for name, count in sorted(summary.events.items(), key=lambda item: (-item[1], item[0])):
        out.print(f"  {count:5} {name}")


def _set_aside(summary: Summary, store: str) -> None:
    from kg.build import write_quarantine

    quarantine = write_quarantine(summary.problems, store)
    if quarantine is None:
        return
    for problem in summary.problems:
        err.print(f"kg: set aside: {problem}")
    err.print(f"kg: {len(summary.problems)} of {summary.stored + len(summary.problems)} articles set aside, named in {quarantine}")
    raise typer.Exit(3)


@app.command(epilog="Example: kg remove camp-david-1978")
def remove(
    articles: Annotated[list[str], typer.Argument(help="Keys of articles: file names without suffix, or ids.", metavar="ARTICLE...")],
    store: StoreOption = None,
) -> None:
    """Take articles out of the store again."""
    from kg import shelf, vocab
    from kg.store import open_store

    names = {key: vocab.article_iri(key).value for key in dict.fromkeys(articles)}
    with open_store(where(store)) as opened:
        held = set(opened.graphs())
        missing = [key for key, name in names.items() if name not in held]
        if missing:
            raise StoreError(f"no article in the store is called {', '.join(missing)}: kg query articles lists them")
        for name in names.values():
            opened.remove(name)
        shelf.keep(opened, [(name, ()) for name in names.values()])
    out.print(f"{len(names)} taken out")


@app.command(epilog="Example: kg explain examples/camp-david-1978.md")
def explain(
    article: Annotated[str, typer.Argument(help="A file, - for standard input, or the key of an article in the store.")],
    store: StoreOption = None,
    published: PublishedOption = None,
    model: ModelOption = None,
) -> None:
    """Show, sentence by sentence, what was read in an article, and why something was not."""
    from kg.articles import Problem, collect, default_date
    from kg.explain import explained, stored_article
    from kg.extract import extract
    from kg.language import load
    from kg.store import open_store
    from kg.trace import Trace

    settings, default = with_model(model), default_date(published)
    try:
        found = list(collect([article], published=default, settings=settings))
    except ArticleError:
        if Path(article).suffix or not Path(where(store)).exists():
            raise
        with open_store(where(store), read_only=True) as opened:
            found = [stored_article(opened.quads, article)]
    nlp = load(settings.model or None, threads=settings.threads)
    for each in found:
        if isinstance(each, Problem):
            raise ArticleError(str(each))
        trace: list[Trace] = []
        events = extract(each, nlp=nlp, trace=trace)
        out.print(explained(trace, events))


@app.command(epilog="Example: kg score gold/dev --by-article")
def score(
    gold: Annotated[Path, typer.Argument(help="Folder of NAME.txt with NAME.json, or of coded records.")],
    by_article: Annotated[bool, typer.Option("--by-article", help="Also the figures of each article.")] = False,
    errors: Annotated[bool, typer.Option("--errors", help="List what was missed, extra, or has wrong actors.")] = False,
    workers: Annotated[int, typer.Option(min=1, help="Processes that read side by side.")] = 1,
    model: ModelOption = None,
) -> None:
    """Build annotated articles in a scratch store, and compare what was found with what is there."""
    from kg.score import score_folder

    settings = with_model(model) if model else current()
    for line in score_folder(gold, settings=settings, workers=workers, by_article=by_article, errors=errors):
        out.print(line)
