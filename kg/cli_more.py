"""Commands of ``kg`` that look inside: explain, score, stats, check, backup."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from kg.cli import _Model, _settings, _Store, _where, app, err, out
from kg.errors import ArticleError


@app.command(epilog="Example: kg explain examples/camp-david.md")
def explain(
    article: Annotated[str, typer.Argument(help="A file, or - for standard input.")],
    published: Annotated[str | None, typer.Option(help="Date of the article, if it gives none.")] = None,
    model: _Model = "",
) -> None:
    """Show, sentence by sentence, what was read in an article and why something was not."""
    from kg.articles import Problem, collect
    from kg.explain import explained
    from kg.extract import Trace, extract
    from kg.language import load

    settings = _settings(model=model)
    nlp = load(settings.model or None, threads=settings.threads)
    for found in collect([article], published=published, settings=settings):
        if isinstance(found, Problem):
            raise ArticleError(found.reason)
        trace: list[Trace] = []
        events = extract(found, nlp=nlp, trace=trace)
        out.print(explained(trace, events))


@app.command(epilog="Example: kg score gold/dev --by-article")
def score(
    gold: Annotated[Path, typer.Argument(help="Folder of NAME.txt with NAME.json.")],
    by_article: Annotated[bool, typer.Option("--by-article", help="Also the figures of each article.")] = False,
    errors: Annotated[bool, typer.Option("--errors", help="List what was missed, extra, or has wrong actors.")] = False,
    model: _Model = "",
) -> None:
    """Score the extraction against annotated articles."""
    from kg import build
    from kg import score as scoring
    from kg.records import records

    settings = _settings(model=model)
    annotated = list(scoring.gold_articles(gold, settings))
    total = scoring.Score()
    for each, (article, events) in zip(build.read((a for a, _ in annotated), settings=settings), annotated, strict=True):
        if each.problem:
            raise ArticleError(f"{article.key}: {each.problem}")
        found = records(each.quads)
        scoring.add(total, article.key, events, found)
        if by_article:
            alone = scoring.Score()
            scoring.add(alone, article.key, events, found)
            figures = "  ".join(f"{name} {count.f1:.3f}" for name, count in alone.figures.items())
            out.print(f"{article.key:24} {figures}")
    for line in total.errors if errors else ():
        out.print(line, markup=False)
    for line in scoring.lines(total):
        out.print(line, markup=False)


@app.command(epilog="Example: kg stats")
def stats(store: _Store = "") -> None:
    """Count articles, events, actors and quads."""
    from kg.records import records
    from kg.store import open_store

    with open_store(_where(store), read_only=True) as opened:
        graphs = opened.graphs()
        quads = list(opened.quads())
    found = records(quads)
    actors = {person["iri"] for record in found for person in (*record["source"], *record["target"])}
    out.print(f"articles {len(graphs)}\nevents {len(found)}\nactors {len(actors)}\nquads {len(quads)}")
    for name, count in sorted(Counter(record["category"] for record in found).items()):
        out.print(f"  {name:10} {count}")


@app.command(epilog="Example: kg check")
def check(store: _Store = "") -> None:
    """Compare the store with its ledger, and mend what differs; exit code 1 where it can't."""
    from kg.store import LocalStore

    with LocalStore(Path(_where(store))) as opened:
        damage = opened.check()
        whole = len(opened.graphs())
    for each in damage:
        out.print(f"{each.graph} {each.what}: {'mended' if each.mended else 'not mended'}", markup=False)
    out.print(f"{whole} articles, {len(damage)} damaged, {sum(each.mended for each in damage)} mended")
    if not all(each.mended for each in damage):
        err.print("kg: build the articles that were not mended again")
        raise typer.Exit(1)


@app.command(epilog="Example: kg backup output/backup-monday")
def backup(folder: Annotated[Path, typer.Argument(help="A new folder.")], store: _Store = "") -> None:
    """Copy the store, whole as it is, into a new folder."""
    from kg.store import backup as copy

    copy(Path(_where(store)), folder)
    out.print(f"{folder}", markup=False)


