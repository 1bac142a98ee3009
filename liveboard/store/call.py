"""Redis work is a value: a `Call`. Only `run` and `arun` touch a connection."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Generic, NoReturn, TypeVar

from redis import Redis
from redis.asyncio import Redis as AsyncRedis
from redis.exceptions import (
    BusyLoadingError,
    ConnectionError,  # noqa: A004 -- redis-py's own, which is not the built-in one
    NoScriptError,
    OutOfMemoryError,
    ReadOnlyError,
    RedisError,
    ResponseError,
    TimeoutError,  # noqa: A004
)

from liveboard.domain.errors import Full, NotDurable, Unavailable
from liveboard.store.keys import Keys

Connection = Redis
AsyncConnection = AsyncRedis

T = TypeVar("T")
U = TypeVar("U")

WAIT = ("WAITAOF", 1, 0, 2000)  # this server's own disk, no replica, 2 s
KEEP_MS = 8 * 24 * 3600 * 1000  # answers are given again for the event and a week
TRIES = 3


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """One atomic piece of Redis work and the reading of its reply.

    Attributes:
        script: A file in `store/scripts`, without `.lua`; None for one plain command.
        keys: The event's root, or the key of the command.
        args: For a script one JSON object, for a command all of its words.
        read: Turns the reply into what the caller wants, or raises a `Problem`.
        durable: Answer only when the append-only file is on disk.
        repeatable: Carries an operation id (or changes nothing), so that after a
            lost reply it may be sent again.
    """

    script: str | None
    keys: tuple[str, ...]
    args: tuple[str | int | float, ...]
    read: Callable[[Any], T]
    durable: bool = False
    repeatable: bool = False

    def then(self, read: Callable[[T], U]) -> "Call[U]":
        """The same work, with its answer read further."""
        first = self.read
        return replace(self, read=lambda reply: read(first(reply)))  # type: ignore[return-value,arg-type]


def script(
    name: str,
    keys: Keys,
    read: Callable[[Any], T],
    /,
    *,
    durable: bool = False,
    repeatable: bool = False,
    **args: Any,
) -> Call[T]:
    """A call of one of our scripts with named arguments; those that are None stay away.

    Args:
        name: The script's file name without `.lua`.
        keys: Whose event.
        read: Reads the decoded JSON answer.
        durable: See `Call`.
        repeatable: See `Call`; a call with an `op` always is.
        args: What the script finds in its table `a`.
    """
    given = {key: value for key, value in args.items() if value is not None}
    given |= {"script": name, "keep": KEEP_MS}
    return Call(
        name,
        (keys.root,),
        (json.dumps(given, separators=(",", ":")),),
        lambda reply: read(json.loads(reply)),
        durable=durable,
        repeatable=repeatable or "op" in given,
    )


def command(*words: str | float, read: Callable[[Any], T]) -> Call[T]:
    """A call of one plain Redis command that only reads, or may be sent twice."""
    return Call(None, (), words, read, repeatable=True)


@cache
def source(name: str) -> tuple[str, str]:
    """A script's text (the shared prelude in front) and its SHA-1."""
    folder = files("liveboard.store") / "scripts"
    text = (folder / "prelude.lua").read_text() + (folder / f"{name}.lua").read_text()
    return text, hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def run(redis: "Redis", call: Call[T]) -> T:
    """Carry out a call from a worker, the command line or a test.

    Raises:
        Unavailable: The store is away, or (`NotDurable`) did not confirm the disk.
        Full: It has no room.
        Problem: What the call's `read` says.
    """
    for left in reversed(range(TRIES)):
        try:
            pipe = redis.pipeline(transaction=False)
            for words in _words(call):
                pipe.execute_command(*words)  # type: ignore[no-untyped-call]
            replies = pipe.execute(raise_on_error=False)
            if isinstance(replies[0], NoScriptError):
                redis.script_load(source(str(call.script))[0])
                continue
            return _read(call, replies)
        except (ConnectionError, TimeoutError) as error:
            if not (call.repeatable and left):
                raise _away(error) from error
    raise _away(None)


async def arun(redis: "AsyncRedis", call: Call[T]) -> T:
    """Carry out a call from the web edge; `run`, awaited."""
    for left in reversed(range(TRIES)):
        try:
            pipe = redis.pipeline(transaction=False)
            for words in _words(call):
                pipe.execute_command(*words)
            replies = await pipe.execute(raise_on_error=False)
            if isinstance(replies[0], NoScriptError):
                await redis.script_load(source(str(call.script))[0])
                continue
            return _read(call, replies)
        except (ConnectionError, TimeoutError) as error:
            if not (call.repeatable and left):
                raise _away(error) from error
    raise _away(None)


def _words(call: Call[Any]) -> list[tuple[Any, ...]]:
    """The commands of a call, for one non-transactional pipeline on one connection.

    WAITAOF speaks of the writes of its own connection: on another one it would
    answer at once, for nothing.
    """
    if call.script is None:
        first: tuple[Any, ...] = call.args
    else:
        first = ("EVALSHA", source(call.script)[1], len(call.keys), *call.keys, *call.args)
    return [first, WAIT] if call.durable else [first]


def _read(call: Call[T], replies: list[Any]) -> T:
    if isinstance(replies[0], RedisError):
        _refuse(replies[0])
    if call.durable:
        if isinstance(replies[1], RedisError):
            _refuse(replies[1])
        if int(replies[1][0]) < 1:
            raise NotDurable(
                "the store could not confirm that this is on disk",
                hint="send it again; nothing is counted twice",
                retry_after=2,
            )
    return call.read(replies[0])


def _refuse(error: RedisError) -> NoReturn:
    text = str(error)
    if isinstance(error, BusyLoadingError | ReadOnlyError):
        raise _away(error) from error
    if isinstance(error, OutOfMemoryError) or "OOM" in text:
        raise Full("the store has no memory left", hint="tell the organiser", retry_after=60)
    if isinstance(error, ResponseError) and "MISCONF" in text:
        raise Full("the store cannot write to its disk", hint="try again soon", retry_after=30)
    raise error


def _away(error: Exception | None) -> Unavailable:
    found = Unavailable(
        "the store does not answer just now",
        hint="try again in a few seconds; nothing that was accepted is lost",
        retry_after=3,
    )
    found.__cause__ = error
    return found
