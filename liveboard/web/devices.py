"""Who is asking: a device by its cookie, an address by its hash; never a person."""

import secrets
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address

from starlette.requests import HTTPConnection
from starlette.responses import Response

from liveboard.domain.event import Limits, Rate
from liveboard.store.limits import Bucket
from liveboard.web.site import Site, site

YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Device:
    """A browser, or another program, as far as we know it.

    Attributes:
        id: Random; kept in a cookie of the browser's, signed.
        known: Whether it brought its cookie.
        address: An opaque word for where it calls from (an IPv6 network is one place).
    """

    id: str
    known: bool
    address: str

    @property
    def sender(self) -> str:
        """The key under which what it sends is kept."""
        return f"d{self.id}"

    def upload_buckets(self, limits: Limits) -> list[Bucket]:
        """The limits of its uploads."""
        if not self.known:
            return [Bucket(f"up:new:{self.address}", limits.without_cookie)]
        return [
            Bucket(f"up:dev:{self.id}", limits.device),
            Bucket(f"up:at:{self.address}", limits.address),
        ]

    def report_buckets(self, limits: Limits) -> list[Bucket]:
        """The limits of its reports."""
        by = self.id if self.known else self.address
        return [
            Bucket(f"report:{by}", limits.reports),
            Bucket(f"report:at:{self.address}", limits.reports_address),
        ]


SIGN_IN = Rate(10, 20)


def device(connection: HTTPConnection) -> Device:
    """The device a request comes from; one without our cookie gets a new name."""
    here = site(connection)
    word, _, mac = connection.cookies.get(cookie_name(here, "device"), "").partition(".")
    known = bool(word) and here.kit.secret.matches("device", word, mac)
    return Device(word if known else secrets.token_urlsafe(16), known, address(connection))


def remember(response: Response, here: Site, found: Device) -> None:
    """Give a browser its cookie."""
    response.set_cookie(
        cookie_name(here, "device"),
        f"{found.id}.{here.kit.secret.mac('device', found.id)}",
        max_age=YEAR,
        httponly=True,
        samesite="lax",
        secure=here.kit.settings.secure,
    )


def cookie_name(here: Site, name: str) -> str:
    """On an https address a cookie is bound to its host by its very name."""
    return f"__Host-lb_{name}" if here.kit.settings.secure else f"lb_{name}"


def address(connection: HTTPConnection) -> str:
    """Where a request comes from, as a word that cannot be turned back."""
    host = connection.client.host if connection.client else ""
    return site(connection).kit.secret.mac("address", place(host))


def place(host: str) -> str:
    """One place of the network: an IPv4 address, however it is written, or an IPv6 network."""
    ip = _ip(host)
    if isinstance(ip, IPv6Address):
        return str(int(ip) >> 64)
    return str(ip) if ip else "nowhere"


def on_this_machine(connection: HTTPConnection) -> bool:
    """Whether the caller is on loopback."""
    ip = _ip(connection.client.host if connection.client else "")
    return ip is not None and ip.is_loopback


def _ip(host: str) -> IPv4Address | IPv6Address | None:
    try:
        ip = ip_address(host)
    except ValueError:
        return None
    # A socket that takes both kinds writes 192.0.2.1 as ::ffff:192.0.2.1.
    return getattr(ip, "ipv4_mapped", None) or ip
