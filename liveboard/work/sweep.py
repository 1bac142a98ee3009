"""Sweep: hand out again what is owed and nobody has done, and close the event in time.

The net under everything: a job that was lost, a worker that died, a web process that
was killed between accepting a photo and offering its work.
"""

import logging
from datetime import timedelta

from liveboard.domain.errors import Unavailable
from liveboard.store import entries, owed
from liveboard.store.call import run
from liveboard.work.kit import Kit, fresh_id

log = logging.getLogger("liveboard.work")

EVERY_S = 1.0
MOST = 64  # jobs waiting in a queue; handing out more would only double them
LOOK = 2000  # promises seen in a round: a long queue must not hide what else is due
STALE = timedelta(hours=1)  # an upload that has not finished by then never will


def sweep(kit: Kit) -> int:
    """One round; returns how much was handed out or done."""
    room = {work: MOST - kit.queue.waiting(work) for work in ("develop", "fetch")}
    done = 0
    for kind, id_ in run(kit.redis, owed.due(kit.keys, now=kit.clock.ms(), limit=LOOK)):
        done += 1
        try:
            _keep_promise(kit, kind, id_, room)
        except Unavailable:
            raise
        except Exception:  # one that cannot be kept now must not hold up the others
            log.exception("%s of %s failed; again in a few seconds", kind, id_)
    return done


def _keep_promise(kit: Kit, kind: str, id_: str, room: dict[str, int]) -> None:
    if kind == "publish":
        run(kit.redis, entries.publish(kit.keys, id_, now=kit.clock.ms()))
    elif kind == "unlink":
        unlink(kit, id_)
    elif room[kind] > 0:
        room[kind] -= 1
        kit.queue.send(kind, id_)


def unlink(kit: Kit, digest: str) -> None:
    """Delete bytes that no entry stands on any more."""
    token = fresh_id()
    if not run(kit.redis, owed.unlinking(kit.keys, digest, token, now=kit.clock.ms())):
        return
    kit.blobs.remove(digest)
    run(kit.redis, owed.unlinked(kit.keys, digest, token, now=kit.clock.ms()))


def tidy(kit: Kit, suspects: frozenset[str] = frozenset()) -> frozenset[str]:
    """Remove what nobody will ever ask for: uploads that never finished, and bytes no entry
    stands on (a refused upload's, a print made while its photo was being erased).

    Args:
        suspects: Bytes nobody stood on the last time; only those go now, because an upload
            that is being answered this moment puts its bytes down before its entry.

    Returns:
        The suspects of the next time.
    """
    kit.blobs.sweep_staging(STALE)
    found = list(kit.blobs.hashes())
    alone = {digest for digest in found if not run(kit.redis, owed.stood_on(kit.keys, digest))}
    for digest in alone & suspects:
        unlink(kit, digest)
    return frozenset(alone - suspects)
