"""Where people reach it: ports, the address on the network, what is printed at the start."""

import errno
import http.client
import socket
import ssl
from dataclasses import replace
from urllib.parse import urlsplit

import click
import segno

from liveboard.config.settings import Settings
from liveboard.domain.errors import Conflict, Unavailable
from liveboard.domain.event import Event


def on_the_network(settings: Settings, *, named: bool) -> Settings:
    """The same settings, reachable by everybody on the local network.

    Args:
        settings: As they are for this machine alone.
        named: Whether LIVEBOARD_URL gives the public address; if not, this
            machine's address on its network becomes it.
    """
    if named:
        return replace(settings, bind="0.0.0.0")  # noqa: S104 - that is what --lan means
    scheme = "https" if settings.tls_cert else "http"
    url = f"{scheme}://{_own_address()}:{settings.port}"
    return replace(settings, bind="0.0.0.0", url=url)  # noqa: S104


def make_sure_it_is_free(settings: Settings) -> None:
    """Try the port, so that the sentence comes before anything is started.

    Raises:
        Conflict: If somebody has it.
        Unavailable: If the address is not ours to open.
    """
    where = f"{settings.bind}:{settings.port}"
    try:
        kind, *_, address = socket.getaddrinfo(
            settings.bind, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Conflict(
                f"{where} is in use by another program",
                hint=f"end that one, or choose another port: LIVEBOARD_PORT={settings.port + 1}",
            ) from None
        raise Unavailable(
            f"{where} cannot be opened: {error.strerror}",
            hint="choose LIVEBOARD_BIND among this machine's addresses, LIVEBOARD_PORT above 1023",
        ) from None


def ready(settings: Settings) -> bool:
    """Whether the web process says that it can do its work."""
    return answer(settings, "/readyz") == 200


def answer(settings: Settings, path: str) -> int | None:
    """The status the web process gives for a path; None if nobody answers in a second."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.bind, settings.bind)  # noqa: S104
    line: http.client.HTTPConnection
    if settings.tls_cert:
        trusting = ssl._create_unverified_context()  # noqa: S323, SLF001 - our own process
        line = http.client.HTTPSConnection(host, settings.port, timeout=1, context=trusting)
    else:
        line = http.client.HTTPConnection(host, settings.port, timeout=1)
    try:
        line.request("GET", path, headers={"Host": urlsplit(settings.url).netloc})
        return line.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        line.close()


def show(settings: Settings, event: Event, first_run: str | None, *, lan: bool) -> None:
    """Print where everything is."""
    desk = settings.url
    if lan and not settings.secure and not settings.plain_signin:
        desk = f"http://127.0.0.1:{settings.port}"  # without https people sign in here only
    rehearsal = " (a rehearsal)" if event.rehearsal else ""
    click.echo(f"\n  {click.style(event.name, bold=True)}{rehearsal} is running.\n")
    rows = [("Wall", settings.url, "/wall"), ("Upload", settings.url, "/upload")]
    for name, base, path in [*rows, ("About", settings.url, "/"), ("Desk", desk, "/organise")]:
        click.echo(f"  {name:<8} {base}{path}")
    if first_run:
        link = first_run.replace(settings.url, desk, 1)
        click.echo(f"\n  Nobody can sign in yet. Make the first organiser here:\n  {link}")
    if lan:
        click.echo(f"\n  On a phone in the same network, {settings.url}/upload is\n")
        segno.make(f"{settings.url}/upload").terminal(compact=True)
        if desk != settings.url:
            click.echo(
                "\n  Without https people can sign in on this machine only"
                " (LIVEBOARD_PLAIN_SIGNIN=yes allows it everywhere)."
            )
    click.echo("\n  Ctrl-C ends everything in order.\n")


def _own_address() -> str:
    """The machine's address on its network. Nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # reserved for documentation: only routes are looked up
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"
