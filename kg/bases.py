"""The two IRIs that the environment may choose, ours of the ontology and of what is described: all that our IRIs depend on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Bases = tuple[str | None, str | None]
_held: ContextVar[Bases | None] = ContextVar("_held", default=None)


def chosen() -> Bases:
    """What the environment says of the ontology's IRI and of the identifiers'; ``None``: nothing."""
    return _held.get() or (os.environ.get("KG_ONTOLOGY_IRI"), os.environ.get("KG_ID_IRI"))


@contextmanager
def held() -> Iterator[None]:
    """Asks the environment but once, for as long as many IRIs are made together.

    >>> with held():
    ...     chosen() is chosen()
    True
    """
    token = _held.set(chosen())
    try:
        yield
    finally:
        _held.reset(token)
