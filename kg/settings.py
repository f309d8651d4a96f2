"""Every tunable in one table; each can be set by an environment variable ``KG_<NAME>``.

The unit stands in the name. ``Settings()`` holds the defaults, ``current()`` what the
environment says.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from kg.errors import OntologyError, SettingsError

PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may tune.

    >>> Settings().query_timeout_s
    5.0
    """

    store: str = "output/store"
    model: str = ""
    """Name or path of a spaCy pipeline; empty: the one that comes with the package."""
    threads: int = 0
    """Threads of the language model; 0: as many as there are cores."""
    ontology_dir: str = ""
    """Folder that takes the place of ``ontology/``, whole; empty: what comes with the package."""
    ontology_iri: str = "https://w3id.org/diplomacy-kg/ontology#"
    id_iri: str = "https://w3id.org/diplomacy-kg/id/"
    text_max_chars: int = 1_000_000
    html_max_bytes: int = 20_000_000
    html_max_tags: int = 100_000
    run_max_chars: int = 200
    """Longest run of characters without a space that reaches the tokenizer."""
    article_timeout_s: float = 30.0
    batch_articles: int = 100
    """Articles between two flushes of the store to disk."""
    query_timeout_s: float = 5.0
    query_max_rows: int = 1_000
    query_max_bytes: int = 2_000_000_000
    """Memory of one query worker."""
    query_max_chars: int = 65_536
    query_max_depth: int = 64
    query_max_answer_bytes: int = 16_000_000
    query_workers: int = 2
    """Queries that may take long side by side; as many more are kept for quick ones."""
    body_max_bytes: int = 2_000_000
    request_timeout_s: float = 10.0
    """Time in which a client must have sent its whole request."""
    serve_hosts: str = ""
    """More names, separated by commas, under which the server may be asked."""
    view_max_actors: int = 400
    view_max_events: int = 20_000
    remote_timeout_s: float = 60.0
    """Time for one request to a SPARQL server, its whole answer included."""
    remote_user: str = ""
    remote_password: str = field(default="", repr=False)
    remote_auth: str = ""
    """basic or digest; empty: what the server asks for."""
    remote_update: str = ""
    """Address for updates; empty: known from the address of the store."""
    remote_graphs: str = ""
    """Address of the Graph Store Protocol; empty: known from the address of the store."""

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, int | float) and value < 0:
                raise SettingsError(f"KG_{each.name.upper()} must not be negative, but is {value}")


def current(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings that the environment asks for.

    Args:
        environment: names to texts; ``None``: the process's own.

    Returns:
        The defaults with every ``KG_…`` variable in place.

    Raises:
        SettingsError: a variable is no number where one is needed, or is negative.

    >>> current({"KG_QUERY_MAX_ROWS": "10"}).query_max_rows
    10
    """
    table = os.environ if environment is None else environment
    given = {each.name: table[f"KG_{each.name.upper()}"] for each in fields(Settings) if f"KG_{each.name.upper()}" in table}
    return Settings(**{name: _typed(name, text) for name, text in given.items()})


def _typed(name: str, text: str) -> Any:
    kind = type(getattr(Settings(), name))
    try:
        return kind(text)
    except ValueError as error:
        raise SettingsError(f"KG_{name.upper()} must be a number, not {text!r}") from error


def ontology_dir() -> Path:
    """The folder that holds the ontology, the frames, the names and the queries.

    In a wheel it lies inside the package, in a checkout beside it; ``KG_ONTOLOGY_DIR`` names another.

    Raises:
        OntologyError: it is not there.

    >>> (ontology_dir() / "diplomacy.ttl").name
    'diplomacy.ttl'
    """
    chosen = os.environ.get("KG_ONTOLOGY_DIR", Settings().ontology_dir)
    if chosen:
        if not (Path(chosen) / "diplomacy.ttl").is_file():
            raise OntologyError(f"KG_ONTOLOGY_DIR is {chosen!r}, which holds no diplomacy.ttl: copy the folder ontology/ and change the copy")
        return Path(chosen)
    for folder in (PACKAGE / "ontology", PACKAGE.parent / "ontology"):
        if folder.is_dir():
            return folder
    raise OntologyError(f"no ontology beside {PACKAGE}: install the package again")


def read_resource(name: str) -> str:
    """The text of a file under ``ontology/``.

    Args:
        name: its path there, such as ``queries/timeline.rq``.

    Raises:
        OntologyError: it is missing or not UTF-8.
    """
    try:
        return (ontology_dir() / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(f"ontology/{name} can't be read: {error}") from error


def resource_names(folder: str, suffix: str) -> tuple[str, ...]:
    """Paths, relative to ``ontology/``, of the files in a folder of it, sorted.

    >>> all(name.startswith("queries/") for name in resource_names("queries", ".rq"))
    True
    """
    found = sorted((ontology_dir() / folder).glob(f"*{suffix}"))
    return tuple(f"{folder}/{path.name}" for path in found)
