"""Records → one HTML page that needs nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup

from kg import vocab
from kg.graphs import Filters, Record
from kg.settings import current
from kg.views.data import payload
from kg.views.more import found, neighbourhood
from kg.views.words import CATEGORY_WORDS, GROUPS, VIEW_FACTS, VIEWS, facts

__all__ = ["VIEWS", "found", "neighbourhood", "page"]

_SCRIPTS = (
    "base", "model", "ties", "scale", "lines", "labels", "network", "legend", "find", "histogram", "timeline",
    "matrix", "sentence", "panel", "table", "save", "svg", "jsonld", "more", "main",
)  # fmt: skip


def page(
    records: Iterable[Record],
    *,
    view: str = "all",
    title: str | None = None,
    filters: Filters | None = None,
    more: str | None = None,
) -> str:
    """The page of a view.

    Args:
        records: events as `kg.records.records` gives them.
        view: one of `VIEWS`: what is shown first.
        title: of the page; otherwise the view's.
        filters: which events to take at all.
        more: path on the page's own server from which the page may load what was left
            out; ``None``: the page asks nobody.

    Returns:
        HTML with its styles, scripts and data inside; nothing is fetched, and no text of
        an article can become a part of the page's code.

    Raises:
        ViewError: there is no such view.
        OntologyError: the list of states can't be read.

    Source: Content Security Policy Level 3 (W3C), hashes.
    """
    first, settings = facts(view), current()
    data = payload(
        records, filters=filters or Filters(), most_actors=settings.view_max_actors, most_events=settings.view_max_events
    )
    data |= _vocabulary(data) | {"view": view, "tab": first.tab, "more": more, "titled": title is not None}
    style, code = _static("page.css"), _code()
    return _environment().get_template("page.html").render(
        title=title or first.title,
        policy=_policy(code, style, asks=more is not None),
        style=Markup(style),
        code=Markup(code),
        data=Markup(_json(data)),
    )


def _vocabulary(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the page calls things; a category that we have no words for goes by its code."""
    groups = {name: {"words": words, "codes": list(codes)} for name, (words, codes) in GROUPS.items()}
    strange = sorted({each["category"] for each in data["events"]} - set(CATEGORY_WORDS))
    if strange:
        groups["other"] = {"words": "other", "codes": strange}
    views = {
        name: {"title": view.title, "tab": view.tab, "on": [*view.on, *strange], "offered": [*view.offered, *strange]}
        for name, view in VIEW_FACTS.items()
    }
    words = {**CATEGORY_WORDS, **{code: code.lower() for code in strange}}
    return {"groups": groups, "views": views, "category_words": words, "prefixes": vocab.prefixes()}


def _policy(code: str, style: str, *, asks: bool) -> str:
    """What the page may do: run this script and this style, and show pictures that it made itself."""
    connect = "connect-src 'self'; " if asks else ""
    return (
        f"default-src 'none'; script-src '{_hash(code)}'; style-src '{_hash(style)}'; {connect}"
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()


def _json(data: Any) -> str:
    """JSON that can stand inside a script element: no angle brackets, no line separators."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


@cache
def _environment() -> Environment:
    return Environment(loader=PackageLoader("kg.views", "."), autoescape=select_autoescape(default=True))


@cache
def _static(name: str) -> str:
    return (files("kg.views") / "static" / name).read_text(encoding="utf-8")


@cache
def _code() -> str:
    """vis-network as pyvis ships it (Apache-2.0 or MIT), then our scripts."""
    library = files("pyvis") / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
    parts = [library.read_text(encoding="utf-8"), *(_static(f"{name}.js") for name in _SCRIPTS)]
    return "\n".join(parts).replace("</script", "<\\/script")
