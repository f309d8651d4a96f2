"""The web side of a store: a SPARQL endpoint, a query page, pictures."""

from __future__ import annotations

import uvicorn

from kg.errors import StoreError
from kg.server.app import create_app
from kg.settings import Settings

__all__ = ["create_app", "serve"]


def serve(location: str, *, host: str, port: int, settings: Settings) -> None:
    """Serve a store until stopped.

    Args:
        location: folder of the store.
        host: address to listen on; loopback unless one says otherwise.
        port: port to listen on; 0 takes a free one.
        settings: limits.

    Raises:
        StoreMissing: there is no store.
        StoreError: the port is taken, or the store is remote.
    """
    if location.startswith(("http://", "https://")):
        raise StoreError(f"{location} is served already: kg serve serves a store on disk")
    app = create_app(location, settings=settings, hosts=(host,))
    config = uvicorn.Config(app, host=host, port=port, log_level="warning", timeout_graceful_shutdown=5, access_log=False)
    try:
        uvicorn.Server(config).run()
    except SystemExit as error:
        raise StoreError(f"can't listen on {host} port {port}: choose another --port") from error
