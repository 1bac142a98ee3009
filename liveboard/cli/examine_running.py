"""What `doctor` looks at in a running house."""

import time
from collections.abc import Callable, Iterator

from liveboard.cli import addresses, folder
from liveboard.cli.common import Row
from liveboard.config.settings import Settings
from liveboard.domain.errors import Conflict, Problem
from liveboard.store import connect
from liveboard.work.kit import Kit
from liveboard.work.replay import compare

_APART = 1.0  # seconds that two clocks of one house may differ


def house(settings: Settings) -> Iterator[Row]:
    """Look at the store, the port, the workers and the books, as far as they run."""
    if settings.redis_url is None and not _in_use(settings):
        yield Row("house", None, f"nothing runs on {settings.data}", "start it: liveboard up")
        yield _port_free(settings)
        return
    try:
        with connect.connect(settings) as redis:
            server = connect.check(redis, queue_apart=settings.queue_url is not None)
    except Problem as problem:
        yield Row("store", False, problem.detail, problem.hint)
        return
    yield Row("store", True, f"{server.name} {server.version}, append-only, never evicting")
    yield _clocks(server.clock)
    yield _web(settings)
    kit = Kit.open(settings)
    yield _asked("workers", _workers, kit)
    yield _asked("ledger", _ledger, kit)


def _in_use(settings: Settings) -> bool:
    if not (settings.data / "lock").exists():
        return False
    try:
        with folder.taken(settings):
            return False
    except Conflict:
        return True


def _port_free(settings: Settings) -> Row:
    where = f"{settings.bind}:{settings.port}"
    try:
        addresses.make_sure_it_is_free(settings)
    except Problem as problem:
        return Row("port", False, problem.detail, problem.hint)
    return Row("port", True, f"{where} is free")


def _clocks(store: float) -> Row:
    apart = abs(store - time.time())
    return Row(
        "clocks",
        apart < _APART,
        f"the store's and ours are {apart:.1f} s apart",
        "turn time synchronisation on, here and there",
    )


def _web(settings: Settings) -> Row:
    status = addresses.answer(settings, "/readyz")
    said = "ready" if status == 200 else "does not answer" if status is None else "not ready"
    return Row("web", status == 200, f"{settings.url} {said}", f"see {settings.url}/readyz")


def _workers(kit: Kit) -> Row:
    count = kit.queue.workers()
    return Row("workers", count > 0, f"{count} alive", "see the log for why they ended")


def _ledger(kit: Kit) -> Row:
    found = compare(kit)
    if found.differences:
        more = len(found.differences)
        return Row("ledger", False, found.differences[0], f"liveboard replay ({more} in all)")
    return Row("ledger", True, f"{found.facts} facts agree with the board")


def _asked(name: str, ask: Callable[[Kit], Row], kit: Kit) -> Row:
    try:
        return ask(kit)
    except Problem as problem:
        return Row(name, False, problem.detail, problem.hint)
