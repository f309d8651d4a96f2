"""Requests to a SPARQL server, and what goes wrong with them in one clear line."""

from __future__ import annotations

import re
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from typing import Any

import httpx

from kg.errors import RemoteError, SettingsError
from kg.settings import Settings

_TAG = re.compile(r"<(style|script|title)\b.*?</\1>|<[^>]*>", re.S | re.I)
_LOOPBACK = re.compile(r"localhost|127\.[\d.]+|\[?::1\]?")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that has come in whole."""

    url: str
    status: int
    headers: httpx.Headers
    body: bytes

    @property
    def good(self) -> bool:
        """Whether it is no failure."""
        return httpx.codes.is_success(self.status)

    @property
    def media_type(self) -> str:
        """What the body is said to be, without parameters."""
        return media_type(self.headers)

    @property
    def text(self) -> str:
        """The body, as far as it is text."""
        return self.body.decode("utf-8", "replace")


def media_type(headers: httpx.Headers) -> str:
    """What a body is said to be, without parameters.

    Args:
        headers: of the answer.

    >>> media_type(httpx.Headers({"content-type": "text/html; charset=utf-8"}))
    'text/html'
    """
    return str(headers.get("content-type", "")).partition(";")[0].strip()


class Server:
    """A connection to one server: user and password, time limit, and errors are seen to here."""

    def __init__(self, location: str, settings: Settings) -> None:
        url = _url(location)
        self._user = settings.remote_user or url.username
        password = settings.remote_password or url.password
        self._limit = settings.remote_timeout_s
        self.location = str(url.copy_with(username=None, password=None))
        self._client = httpx.Client(
            auth=_auth(self._user, password, settings.remote_auth) if self._user else None,
            timeout=self._limit or None,
            headers={"User-Agent": "diplomacy-kg"},
            trust_env=not _LOOPBACK.fullmatch(url.host),  # no proxy stands between a machine and itself
        )

    @property
    def has_user(self) -> bool:
        """Whether there is somebody to log in as."""
        return bool(self._user)

    def send(self, method: str, url: str, *, passed: tuple[int, ...] = (), **given: Any) -> Reply:
        """One request, and its whole answer.

        Args:
            method: of HTTP.
            url: where to.
            passed: codes of failure that the caller can deal with.
            given: what httpx takes: content, params, headers, data.

        Raises:
            RemoteError: the server can't be reached, refuses, fails, or takes too long.
        """
        with self.stream(method, url, passed=passed, **given) as response:
            return self.read(response)

    @contextmanager
    def stream(self, method: str, url: str, *, passed: tuple[int, ...] = (), **given: Any) -> Iterator[httpx.Response]:
        """One request, whose answer is read bit by bit.

        Args:
            method: of HTTP.
            url: where to.
            passed: codes of failure that the caller can deal with.
            given: what httpx takes.

        Raises:
            RemoteError: the server can't be reached, refuses, fails, or takes too long.
        """
        try:
            with self._client.stream(method, url, **given) as response:
                if not response.is_success and response.status_code not in passed:
                    raise RemoteError(self._refusal(response))
                yield response
        except httpx.TimeoutException as error:
            raise RemoteError(f"{url} did not answer within {self._limit:g} s: KG_REMOTE_TIMEOUT_S gives it more time") from error
        except httpx.ConnectError as error:
            raise RemoteError(f"{url} can't be reached ({error}): is the server running, and is this its address?") from error
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL) as error:
            raise RemoteError(f"{url} broke off: {error or type(error).__name__}") from error

    def read(self, response: httpx.Response) -> Reply:
        """The whole of an answer.

        Args:
            response: of `stream`.

        Raises:
            RemoteError: it takes too long.
        """
        return Reply(str(response.url), response.status_code, response.headers, b"".join(self.pieces(response)))

    def pieces(self, response: httpx.Response) -> Iterator[bytes]:
        """The body of an answer, as it comes in.

        Args:
            response: of `stream`.

        Raises:
            RemoteError: all of it together takes too long.
        """
        end = time.monotonic() + (self._limit or float("inf"))
        for piece in response.iter_bytes():
            yield piece
            if time.monotonic() > end:
                raise RemoteError(f"{response.url} took more than {self._limit:g} s: KG_REMOTE_TIMEOUT_S gives it more time")

    def _refusal(self, response: httpx.Response) -> str:
        code, url = response.status_code, response.url.copy_with(query=None)
        if response.is_redirect:
            return f"{url} has moved to {response.headers.get('location', 'elsewhere')}: give that address"
        said = told(self.read(response).text)
        if code in (401, 403) and not self._user:
            return f"{url} refused ({code}{f', {said}' if said else ''}): if it asks who you are, set KG_REMOTE_USER and KG_REMOTE_PASSWORD"
        if code == 401:
            return f"{url} does not let {self._user} in (401): look at KG_REMOTE_USER and KG_REMOTE_PASSWORD"
        if code == 404:
            return f"there is nothing at {url} (404): give the address of a SPARQL endpoint"
        return f"{url} {'failed' if code >= 500 else 'refused'} ({code}){f': {said}' if said else ''}"

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()


def told(body: str) -> str:
    """The first words of an answer that was meant for people.

    Args:
        body: text or HTML.

    >>> told("<h1>Not&nbsp;here</h1>")
    'Not here'
    """
    words = " ".join(unescape(_TAG.sub(" ", body)).split())
    return words if len(words) <= 200 else f"{words[:199]}…"


def _url(location: str) -> httpx.URL:
    try:
        url = httpx.URL(location.strip())
    except httpx.InvalidURL as error:
        raise RemoteError(f"{location!r} is no address: {error}") from error
    if not url.host:
        raise RemoteError(f"{location!r} is no address: it names no host")
    return url.copy_with(fragment=None)


def _auth(user: str, password: str, kind: str) -> httpx.Auth:
    if kind not in ("", "basic", "digest"):
        raise SettingsError(f"KG_REMOTE_AUTH is basic, digest or empty, not {kind!r}")
    return _Login(user, password, kind)


class _Login(httpx.Auth):
    """Basic or digest, as the server asks; the password goes nowhere before it is asked for."""

    def __init__(self, user: str, password: str, kind: str) -> None:
        self._ways = {"basic": httpx.BasicAuth(user, password), "digest": httpx.DigestAuth(user, password)}
        self._kind = kind

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if not self._kind:
            response = yield request
            wanted = response.headers.get("www-authenticate", "").lower()
            if response.status_code != 401 or ("digest" not in wanted and "basic" not in wanted):
                return
            self._kind = "digest" if "digest" in wanted else "basic"
        yield from self._ways[self._kind].auth_flow(request)
