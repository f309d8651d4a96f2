"""Records → one HTML page that needs nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup

from kg.graphs import Filters, Record
from kg.settings import current
from kg.views.data import VIEWS, payload

__all__ = ["VIEWS", "page"]

_SCRIPTS = ("model", "network", "timeline", "matrix", "table", "panel", "export", "main")


def page(records: Iterable[Record], *, view: str = "all", title: str | None = None, filters: Filters | None = None) -> str:
    """The page of a view.

    Args:
        records: events as `kg.records.records` gives them.
        view: ``who-met-whom``, ``who-demanded-what`` or ``all``: what is shown first.
        title: of the page; otherwise the view's.
        filters: which events to take at all.

    Returns:
        HTML with its styles, scripts and data inside; nothing is fetched, and no text of
        an article can become a part of the page's code.

    Raises:
        ViewError: there is no such view.
    """
    data = payload(records, view=view, filters=filters or Filters(), most=current().view_max_actors)
    scripts = [_vis(), *(_static(f"{name}.js") for name in _SCRIPTS)]
    code = "\n".join(scripts)
    heading = title or VIEWS.get(view, VIEWS["all"])
    template = _environment().get_template("page.html")
    return template.render(
        title=heading,
        style=Markup(_static("page.css")),
        code=Markup(code.replace("</script", "<\\/script")),
        hash=_hash(code.replace("</script", "<\\/script")),
        style_hash=_hash(_static("page.css")),
        data=Markup(_json(data)),
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()


def _json(data: Any) -> str:
    """JSON that can stand inside a script element: no angle brackets, no line separators."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
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
def _vis() -> str:
    """vis-network as pyvis ships it (Apache-2.0 or MIT)."""
    library = files("pyvis") / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
    return library.read_text(encoding="utf-8")
