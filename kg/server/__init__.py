"""The web side of a store: a SPARQL endpoint, a query page, pictures, a page for each thing."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn

from kg.errors import StoreError
from kg.server.app import create_app
from kg.server.safe import patient
from kg.settings import Settings

__all__ = ["create_app", "serve"]

_CONNECTIONS_MAX = 200
_HEAD_MAX_BYTES = 256 * 1024
"""Room for the longest query in an address, every character of it escaped."""


def serve(
    location: str, *, host: str, port: int, settings: Settings, started: Callable[[str], None] | None = None
) -> None:
    """Serve a store until stopped by SIGINT or SIGTERM.

    Args:
        location: folder of the store.
        host: address to listen on; loopback unless one says otherwise.
        port: port to listen on; 0 takes a free one.
        settings: limits.
        started: is told the address once the port is ours.

    Raises:
        StoreMissing: there is no store.
        StoreDamaged: it can't be read.
        StoreError: the port is taken, or the store is remote.
    """
    if location.startswith(("http://", "https://")):
        raise StoreError(f"{location} is served already: kg serve serves a store on disk")
    app = create_app(location, settings=settings, host=host)
    listener = _bound(host, port)
    if started is not None:
        name = f"[{host}]" if ":" in host else host
        started(f"http://{name}:{listener.getsockname()[1]}/")
    config = uvicorn.Config(
        app,
        http=patient(settings.request_timeout_s),
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_CONNECTIONS_MAX,
        h11_max_incomplete_event_size=_HEAD_MAX_BYTES,
        timeout_graceful_shutdown=max(1, round(settings.query_timeout_s)),
    )
    with suppress(KeyboardInterrupt), listener:
        uvicorn.Server(config).run(sockets=[listener])


def _bound(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=256)
    except (OSError, OverflowError) as error:
        raise StoreError(f"can't listen on {host} port {port} ({error}): choose another --port or --host") from error
