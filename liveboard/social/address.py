"""Which addresses we are willing to talk to. Pure: no network.

Feeds and pictures are named by strangers. Without this page, a post with a picture
at `http://169.254.169.254/…` would have our server read its own secrets for them.
The rule is an allow-list: https, the usual ports, and an address that the whole
internet can reach. Everything else is refused before a single packet leaves.
"""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx2

from liveboard.social.source import SourceError

LONGEST = 2000  # characters of an address; browsers and servers stop near here too
PORTS = {None, 80, 443}  # None: the scheme's own

# Spelled out, not left to `is_global`, whose answers differ between Python versions.
_V4_CLOSED = tuple(
    ip_network(block)
    for block in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, cloud metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
# Only this block is handed out to the public. Mapped (::ffff:0:0/96), NAT64 (64:ff9b::/96),
# unique local, link-local and multicast addresses are all outside it.
_V6_OPEN = ip_network("2000::/3")
_V6_CLOSED = tuple(
    ip_network(block)
    for block in (
        "2001::/23",  # protocol assignments; Teredo and ORCHID are in it
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: carries any IPv4 address inside
        "3fff::/20",  # documentation
    )
)


def is_public(text: str) -> bool:
    """Say whether an IP address is one that anybody on the internet may reach."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        return _open6(address)
    return _open4(address)


def _open4(address: IPv4Address) -> bool:
    return address.is_global and not any(address in block for block in _V4_CLOSED)


def _open6(address: IPv6Address) -> bool:
    if address.scope_id is not None or address not in _V6_OPEN:
        return False
    return address.is_global and not any(address in block for block in _V6_CLOSED)


def parse(text: str, *, private: bool = False) -> httpx2.URL:
    """Read an address that a stranger gave us.

    With `private`, plain http and any port are allowed too (tests, a school's own network).

    Raises:
        SourceError: Permanent, if it is not one we would fetch.
    """
    if len(text) > LONGEST:
        raise _refused(text, f"it is longer than {LONGEST} characters")
    try:
        url = httpx2.URL(text.strip())
        host = url.raw_host.decode("ascii")
    except (httpx2.InvalidURL, UnicodeError, ValueError):
        raise _refused(text, "it cannot be read") from None
    if url.scheme not in ({"https", "http"} if private else {"https"}):
        raise _refused(text, "it must begin with https://")
    if url.userinfo:
        raise _refused(text, "it carries a name or password")
    if not re.fullmatch(r"[a-z0-9_]([a-z0-9._-]{0,252})|[0-9a-f:.]{2,45}", host):
        raise _refused(text, "its host name cannot be read")
    if not private and url.port not in PORTS:
        raise _refused(text, f"port {url.port} is not a web port")
    if url.port == 0 or (url.port or 0) > 65535:
        raise _refused(text, f"there is no port {url.port}")
    return url


def check(host: str, addresses: tuple[str, ...], *, private: bool = False) -> tuple[str, ...]:
    """Return the addresses a host has, if we may talk to every one of them.

    One closed address among open ones is refused too: whoever controls the name could
    have us take either.

    Raises:
        SourceError: Permanent if an address is closed to us, not so if there is none at all.
    """
    if not addresses:
        raise SourceError(f"{host} has no address on the internet")
    if not private and not all(is_public(address) for address in addresses):
        raise SourceError(f"{host} is not a public address; not fetched", permanent=True)
    return addresses


def _refused(text: str, why: str) -> SourceError:
    shown = text if len(text) <= 100 else text[:100] + "…"
    return SourceError(f"the address {shown!r} is not fetched: {why}", permanent=True)
