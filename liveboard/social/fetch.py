"""Fetching what strangers point at: feeds and pictures.

The name is resolved once, every address it has is checked, and the connection goes to
the very address that was checked: a name that answers differently the second time
(rebinding) is never asked a second time. Each redirect starts again from the beginning.
No cookies, no proxy from the environment, no decompression, bytes counted as they come.
"""

import asyncio
import functools
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx2

from liveboard import __version__
from liveboard.social import address
from liveboard.social.source import SourceError

CONNECT, READ, TOTAL = 5.0, 10.0, 60.0  # seconds
REDIRECTS = 4
LONGEST_WAIT = 3600.0  # a Retry-After of a week is not obeyed on a one-day event
_TRIED = 3  # addresses of one name, before we give up connecting

Resolver = Callable[[str, int], Awaitable[tuple[str, ...]]]
Sink = Callable[[bytes], None]


async def resolve(host: str, port: int) -> tuple[str, ...]:
    """Ask the system for the addresses of a host; none if it has none."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        return ()
    return tuple(dict.fromkeys(str(answer[4][0]) for answer in found))


@functools.cache
def _tls() -> ssl.SSLContext:
    return httpx2.create_ssl_context(trust_env=False)


def wire() -> httpx2.AsyncBaseTransport:
    """One connection to the real network. One per hop: a connection whose certificate was
    checked for one name must not carry a request for another name at the same address.
    """
    return httpx2.AsyncHTTPTransport(verify=_tls(), trust_env=False)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far we reach and how we present ourselves.

    Attributes:
        private: Private and loopback addresses, plain http and any port are allowed too.
        contact: Our public address, so that whoever we ask knows whom to ask back.
        total: Seconds a whole fetch may take, redirects included.
        resolve, transport: The network itself; tests bring their own.
    """

    private: bool = False
    contact: str = ""
    total: float = TOTAL
    resolve: Resolver = resolve
    transport: Callable[[], httpx2.AsyncBaseTransport] = wire


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: 200, or 304 if a condition was sent. Header names in lower case."""

    status: int
    headers: Mapping[str, str]
    url: str
    size: int = 0


def download(
    url: str, *, cap: int, private: bool, sink: Sink, contact: str = "", total: float = TOTAL
) -> Answer:
    """Fetch from a worker: `fetch`, waited for. Not to be called from inside an event loop."""
    reach = Reach(private=private, contact=contact, total=total)
    return asyncio.run(fetch(url, cap=cap, sink=sink, reach=reach))


async def fetch(
    url: str,
    *,
    cap: int,
    sink: Sink,
    reach: Reach | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Fetch an address, giving the bytes to `sink` as they come.

    Args:
        url: Where from.
        reach: How far we may go; by default to public addresses only.
        cap: Bytes after which we stop listening.
        sink: May raise to end the fetch; what it got of a failed fetch is to be thrown away.
        headers: Conditions (`If-None-Match`, `If-Modified-Since`).

    Raises:
        SourceError: With a sentence for people, if it could not be had whole.
    """
    reach = reach or Reach()
    try:
        async with asyncio.timeout(reach.total) as deadline:
            for _ in range(REDIRECTS + 1):
                answer, onward = await _hop(url, cap, sink, reach, headers or {})
                if answer:
                    return answer
                url = onward
    except TimeoutError:
        if not deadline.expired():
            raise  # the sink's own
        raise SourceError(f"{_site(url)} took more than {reach.total:g} seconds") from None
    raise SourceError(f"{_site(url)} redirects more than {REDIRECTS} times", permanent=True)


async def _hop(
    text: str, cap: int, sink: Sink, reach: Reach, conditions: Mapping[str, str]
) -> tuple[Answer | None, str]:
    """Ask one address: an answer, or where it sends us."""
    url = address.parse(text, private=reach.private)
    port = url.port or (443 if url.scheme == "https" else 80)
    host = url.raw_host.decode("ascii")
    found = address.check(host, await reach.resolve(host, port), private=reach.private)
    headers = {
        "Host": url.netloc.decode("ascii"),
        "User-Agent": f"liveboard/{__version__}"
        + (f" (+{reach.contact})" if reach.contact else ""),
        "Accept": "*/*",
        "Accept-Encoding": "identity",  # a small gzip may hold gigabytes
        **conditions,
    }
    for last, place in zip(range(len(found[:_TRIED]) - 1, -1, -1), found, strict=False):
        request = httpx2.Request(
            "GET",
            url.copy_with(host=place, fragment=None),
            headers=headers,
            extensions={
                "sni_hostname": host,  # the certificate is checked against the name
                "timeout": httpx2.Timeout(READ, connect=CONNECT).as_dict(),
            },
        )
        try:
            async with reach.transport() as transport:
                response = await transport.handle_async_request(request)
                try:
                    return await _answer(response, url, cap, sink, conditional=bool(conditions))
                finally:
                    await response.aclose()
        except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
            if not last:
                raise SourceError(f"{host} cannot be reached: {_words(error)}") from error
        except httpx2.TimeoutException as error:
            raise SourceError(f"{host} stopped answering") from error
        except httpx2.HTTPError as error:
            raise SourceError(f"{host} broke off: {_words(error)}") from error
    raise AssertionError("check() returns at least one address")


async def _answer(
    response: httpx2.Response, url: httpx2.URL, cap: int, sink: Sink, *, conditional: bool
) -> tuple[Answer | None, str]:
    headers = {name.lower(): value for name, value in response.headers.items()}
    if response.status_code in {301, 302, 303, 307, 308} and headers.get("location"):
        try:
            return None, str(url.join(headers["location"]))
        except (httpx2.InvalidURL, ValueError):
            raise SourceError(f"{url.host} redirects to nowhere", permanent=True) from None
    if response.status_code not in ({200, 304} if conditional else {200}):
        raise _refusal(url.host, response.status_code, headers)
    if headers.get("content-encoding", "identity").lower() not in {"", "identity"}:
        raise SourceError(f"{url.host} compresses although asked not to", permanent=True)
    size = 0
    if response.status_code == 200:
        declared = headers.get("content-length", "")
        if declared.isdigit() and int(declared) > cap:
            raise _too_big(url.host, cap)
        async for chunk in response.aiter_raw():
            size += len(chunk)
            if size > cap:
                raise _too_big(url.host, cap)
            sink(chunk)
    return Answer(response.status_code, headers, str(url), size), ""


def _too_big(host: str, cap: int) -> SourceError:
    return SourceError(f"{host} sends more than {cap / 1e6:g} MB", permanent=True)


def _refusal(host: str, status: int, headers: Mapping[str, str]) -> SourceError:
    """Turn a status into a sentence and a fate."""
    sentences = {
        401: f"{host} answers only to those who sign in (401)",
        403: f"{host} does not let us read this (403)",
        404: f"{host} has nothing at this address (404); check it in the event file",
        410: f"{host} says this is gone for good (410)",
        429: f"{host} asked us to slow down (429)",
        503: f"{host} is too busy to answer (503)",
    }
    permanent = 400 <= status < 500 and status not in {408, 421, 425, 429}
    return SourceError(
        sentences.get(status, f"{host} answered {status}"),
        permanent=permanent,
        retry_after=retry_after(headers),
    )


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Read how many seconds somebody asks us to wait: from 1 to `LONGEST_WAIT`, or None."""
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    try:
        if text.isascii() and text.isdigit():
            seconds = float(text)
        else:  # a date, by the clock of whoever wrote it
            there = headers.get("date")
            now = parsedate_to_datetime(there) if there else datetime.now(UTC)
            seconds = (parsedate_to_datetime(text) - now).total_seconds()
    except (TypeError, ValueError, OverflowError):
        return None
    return min(max(seconds, 1.0), LONGEST_WAIT)


def _site(url: str) -> str:
    try:
        return httpx2.URL(url).host or "the site"
    except httpx2.InvalidURL:
        return "the site"


def _words(error: Exception) -> str:
    return str(error) or type(error).__name__
