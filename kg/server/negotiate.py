"""Which of the formats on offer a client likes best."""

from __future__ import annotations

import re
from collections.abc import Sequence

_QUALITY = re.compile(r"[01](?:\.[0-9]*)?|\.[0-9]+")


def best(accept: str | None, offered: Sequence[str]) -> str | None:
    """The media type to answer with.

    Args:
        accept: the client's header; ``None``: anything.
        offered: media types, our favourite first.

    Returns:
        One of them, or ``None`` where the client takes none.

    Source: RFC 9110, section 12.5.1.

    >>> best("text/csv;q=0.5, application/json", ("text/csv", "application/json"))
    'application/json'
    >>> best("image/png", ("text/csv",)) is None
    True
    """
    if not accept or not accept.strip():
        return offered[0]
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    scored = [(_quality(kind, ranges), -n, kind) for n, kind in enumerate(offered)]
    quality, _, kind = max(scored)
    return kind if quality > 0 else None


def _range(part: str) -> tuple[str, float]:
    kind, *parameters = (piece.strip() for piece in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            quality = float(value) if _QUALITY.fullmatch(value.strip()) else 0.0
    return "*/*" if kind == "*" else kind.lower(), quality  # so Java's own client says it


def _quality(kind: str, ranges: Sequence[tuple[str, float]]) -> float:
    """By the most specific range that fits."""
    for wanted in (kind, kind.split("/")[0] + "/*", "*/*"):
        fitting = [quality for name, quality in ranges if name == wanted]
        if fitting:
            return max(fitting)
    return 0.0
