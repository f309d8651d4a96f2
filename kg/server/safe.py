"""What every answer and every connection has in common: names, headers, and an end of patience."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Sequence
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

STRICT = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": STRICT,
}
_ANY = ("0.0.0.0", "::", "")


def allowed(host: str, *, bound: str, names: Sequence[str] = ()) -> bool:
    """Whether a request may call the server by a name.

    A page elsewhere can have its own name point to this machine, but not to an address
    written in figures, nor to ``localhost``.

    Args:
        host: the Host header, with or without a port.
        bound: address on which the server listens.
        names: more names that are all right.

    >>> allowed("localhost:8000", bound="127.0.0.1"), allowed("evil.example", bound="127.0.0.1")
    (True, False)
    """
    name = _bare(host)
    if name in {"localhost", bound.lower(), *(each.strip().lower() for each in names)} - {""}:
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return bound in _ANY and name == socket.gethostname().lower()
    return address.is_loopback or bound in _ANY


def _bare(host: str) -> str:
    host = host.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.rpartition(":")[0] if host.count(":") == 1 else host


class Gate:
    """Turns away requests under a strange name, and puts the safe headers on every answer."""

    def __init__(self, app: ASGIApp, *, bound: str, names: Sequence[str] = ()) -> None:
        self._app = app
        self._bound = bound
        self._names = tuple(names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if len(hosts) == 1 and allowed(hosts[0], bound=self._bound, names=self._names):
            return await self._app(scope, receive, guarded)
        refused = PlainTextResponse("this server is not called that: see --host and KG_SERVE_HOSTS\n", status_code=421)
        return await refused(scope, receive, guarded)


class Patient(H11Protocol):
    """One connection, on which we hang up when a request's head has not arrived in time."""

    patience_s = 10.0
    """From the opening of the connection, or the first byte of a request; 0: any time."""
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begins to wait for the first request; what is sent goes out at once."""
        super().connection_made(transport)
        if (connection := transport.get_extra_info("socket")) is not None:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Takes what has come, and stops waiting when a request is whole."""
        if self._deadline is None and self._unasked():
            self._wait()
        super().data_received(data)
        if self._deadline is not None and not self._unasked():
            self._deadline.cancel()
            self._deadline = None

    def _unasked(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _wait(self) -> None:
        if self.patience_s:
            self._deadline = self.loop.call_later(self.patience_s, self._late)

    def _late(self) -> None:
        self._deadline = None
        if self._unasked():
            self.transport.close()


def patient(seconds: float) -> type[H11Protocol]:
    """The way to speak HTTP with a patience of one's own.

    Args:
        seconds: how long a request's head may take; 0: any time.
    """
    return type("Patient", (Patient,), {"patience_s": seconds})
