"""Opening connections to the store, and refusing a server that cannot keep our promises.

Three rules hold for every connection:

- The client library never retries by itself: it repeats writes whose reply was
  lost, and 50 increments became 100. What may be repeated is repeated by
  `store.call`, under its operation id.
- A reply that does not come is an error after `PATIENCE` seconds; a blocking read
  must ask for less than that.
- RESP2, so that replies have the same shapes from every server and in scripts.
"""

from dataclasses import dataclass
from typing import Any

from redis import Redis
from redis.asyncio import Redis as AsyncRedis
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.exceptions import (
    AuthenticationError,
    BusyLoadingError,
    ConnectionError,  # noqa: A004 - redis-py's own, which is not the built-in one
    NoPermissionError,
    ReadOnlyError,
    ResponseError,
    TimeoutError,  # noqa: A004
)
from redis.retry import Retry

from liveboard.config.settings import Settings
from liveboard.domain.errors import Unavailable
from liveboard.store import embedded

PATIENCE = 10  # seconds for a reply
_MANY = 2000  # connections of one process; requests wait for the store, not for each other


class CannotPromise(Unavailable):
    """The server would answer, and lose what it was given."""

    code = "store-cannot-promise"


@dataclass(frozen=True, slots=True)
class Server:
    """What answers at the other end.

    Attributes:
        name: "Valkey" or "Redis".
        version: Its own version, like "9.1.2".
        cluster: Whether it is a node of a cluster.
        clock: What its clock says, in seconds since 1970 UTC.
    """

    name: str
    version: str
    cluster: bool
    clock: float


def address(settings: Settings) -> str:
    """The address of the store.

    Raises:
        Unavailable: If it is the embedded one and was never started.
    """
    return settings.redis_url or embedded.url(settings)


def connect(settings: Settings) -> Redis:
    """A synchronous client whose replies are text. It connects at the first command."""
    return Redis.from_url(address(settings), **_options(decode_responses=True))


def aconnect(settings: Settings) -> AsyncRedis:
    """An asyncio client whose replies are text. It connects at the first command."""
    options = _options(decode_responses=True)
    options["retry"] = AsyncRetry(NoBackoff(), 0)
    client: AsyncRedis = AsyncRedis.from_url(address(settings), **options)
    return client


def raw(settings: Settings) -> Redis:
    """A synchronous client whose replies are bytes, for what is not text."""
    return Redis.from_url(address(settings), **_options())


def queue_connection(settings: Settings) -> Redis:
    """A synchronous client whose replies are bytes, as RQ wants it."""
    return Redis.from_url(settings.queue_url or address(settings), **_options())


def check(redis: Redis, *, queue_apart: bool = False) -> Server:
    """Make sure that what this server says it has kept stays kept.

    Args:
        redis: A connection with text replies.
        queue_apart: Whether the queue lives on another server.

    Raises:
        CannotPromise: If not, with the line to change.
        Unavailable: If it does not answer, or not to us.
    """
    info = _info(redis)
    server = Server(
        name="Valkey" if "valkey_version" in info else "Redis",
        version=str(info.get("valkey_version") or info["redis_version"]),
        cluster=bool(int(info.get("cluster_enabled", 0))),
        clock=int(info.get("server_time_usec", 0)) / 1e6,
    )
    compatible = tuple(int(part) for part in str(info["redis_version"]).split(".")[:2])
    if compatible < (7, 2):
        raise CannotPromise(
            f"the store is {server.name} {server.version}; it must be 7.2 or newer (for WAITAOF)",
            hint="upgrade it, or unset LIVEBOARD_REDIS_URL to use the Valkey that comes along",
        )
    _refuse(info.get("role") != "master", "is a replica", "connect to the primary instead")
    _refuse(
        not int(info.get("aof_enabled", 0)),
        "does not write to disk what it is given",
        "set `appendonly yes` in its configuration",
    )
    policy = info.get("maxmemory_policy", "noeviction")
    _refuse(
        policy != "noeviction",
        f"may throw data away when it is full (maxmemory-policy {policy})",
        "set `maxmemory-policy noeviction` in its configuration",
    )
    _refuse(
        _setting(redis, "appendfsync") == "no",
        "never makes sure that data is on disk",
        "set `appendfsync everysec` in its configuration",
    )
    _refuse(
        server.cluster and not queue_apart,
        "is a cluster, on which the queue does not run",
        "set LIVEBOARD_QUEUE_URL to a server that is not",
    )
    return server


def answers(settings: Settings) -> bool:
    """Whether the store is up and has read its data."""
    try:
        with connect(settings) as redis:
            return bool(redis.ping())
    except (ConnectionError, TimeoutError, Unavailable):
        return False


def gone(error: BaseException) -> bool:
    """Whether an error means that the store is away, and will be back."""
    away = (ConnectionError, TimeoutError, BusyLoadingError, ReadOnlyError, Unavailable, OSError)
    return isinstance(error, away)


def running(settings: Settings) -> int | None:
    """The process number of an embedded server that already runs on this data folder."""
    try:
        with Redis.from_url(embedded.url(settings), **_options(decode_responses=True)) as redis:
            info: dict[str, Any] = redis.info("server")
            return int(info["process_id"])
    except (ConnectionError, TimeoutError, Unavailable):
        return None


def _info(redis: Redis) -> dict[str, Any]:
    try:
        found: dict[str, Any] = redis.info()
    except BusyLoadingError:
        raise Unavailable("the store is still reading its data", retry_after=5) from None
    except (AuthenticationError, NoPermissionError) as error:
        raise Unavailable(
            f"the store does not let us in: {error}",
            hint="look at the user and the password in LIVEBOARD_REDIS_URL",
        ) from None
    except (ConnectionError, TimeoutError) as error:
        raise Unavailable(
            f"the store does not answer: {error}",
            hint="start it, or look at LIVEBOARD_REDIS_URL",
            retry_after=5,
        ) from None
    return found


def _refuse(wrong: bool, what: str, hint: str) -> None:  # noqa: FBT001 - reads as a sentence
    if wrong:
        raise CannotPromise(f"the store {what}", hint=hint)


def _setting(redis: Redis, name: str) -> str | None:
    try:
        found: dict[str, str] = redis.config_get(name)  # type: ignore[assignment]
    except (NoPermissionError, ResponseError):
        return None  # rented servers often keep CONFIG to themselves
    return found.get(name)


def _options(**more: Any) -> dict[str, Any]:
    return {
        "retry": Retry(NoBackoff(), 0),
        "protocol": 2,
        "socket_timeout": PATIENCE,
        "socket_connect_timeout": 3,
        "max_connections": _MANY,
        **more,
    }
