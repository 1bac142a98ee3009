"""RQ, wrapped: it carries work between processes and remembers nothing we rely on.

One queue per worker process (a worker on two loses jobs between pop and start), the
JSON serializer (pickle would make write access to Redis code execution), no RQ
`Retry`: what is owed, and how often it was tried, is in `store/owed.py`.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from redis import Redis
from redis.exceptions import (
    ConnectionError,  # noqa: A004 -- redis-py's own
    ResponseError,
    TimeoutError,  # noqa: A004
)
from rq import Queue as RqQueue
from rq import Worker
from rq.job import Job
from rq.serializers import JSONSerializer

from liveboard.config.process import die_with_parent
from liveboard.domain.errors import Unavailable

QUEUES = ("develop", "fetch", "mail")
_RESULT_SECONDS = 60
_FAILURE_SECONDS = 3600
_JOB_SECONDS = 120


class Queue:
    """The queues of an event, by name."""

    def __init__(self, redis: Redis, slug: str) -> None:
        """Use a connection with bytes replies (`connect.queue_connection`)."""
        self._redis = redis
        self._slug = slug

    def _queue(self, name: str) -> RqQueue:
        return RqQueue(f"{self._slug}.{name}", connection=self._redis, serializer=JSONSerializer)

    def send(self, work: str, entry: str) -> None:
        """Offer work to the workers. A name and an id: job arguments are a public interface.

        Raises:
            Unavailable: It could not be offered. What is owed is offered again.
        """
        with _reached():
            self._queue(work).enqueue(
                f"workers.jobs.{work}",
                entry,
                result_ttl=_RESULT_SECONDS,
                failure_ttl=_FAILURE_SECONDS,
                job_timeout=_JOB_SECONDS,
                ttl=_FAILURE_SECONDS,
            )

    def waiting(self, work: str) -> int:
        """How many jobs wait in a queue.

        Raises:
            Unavailable: Nobody can say.
        """
        with _reached():
            return self._queue(work).count

    def work(self, work: str, *, burst: bool = False) -> None:
        """Be a worker of one queue until told to stop."""
        worker = _Worker(
            [self._queue(work)],
            connection=self._redis,
            serializer=JSONSerializer,
            worker_ttl=30,
            maintenance_interval=60,
        )
        worker.work(burst=burst, logging_level="WARNING", with_scheduler=False)

    def workers(self) -> int:
        """How many workers have said they are alive."""
        return int(Worker.count(connection=self._redis))


class _Worker(Worker):
    """RQ's worker, as we need it when something dies.

    Its child is born with our death signal: RQ gives it a process group of its own, so
    that until it came to our code nothing would have ended it with its parent. And a
    store that comes back is found within 2 s: RQ waits twice as long after each try, up
    to a minute, in which nothing would be developed.
    """

    max_connection_wait_time = 2.0

    def fork_work_horse(self, job: Job, queue: RqQueue) -> None:
        self._parent = os.getpid()
        super().fork_work_horse(job, queue)

    def main_work_horse(self, job: Job, queue: RqQueue) -> None:
        die_with_parent(self._parent)
        super().main_work_horse(job, queue)


@contextmanager
def _reached() -> Iterator[None]:
    try:
        yield
    except (ConnectionError, TimeoutError, ResponseError) as error:  # away, loading or full
        raise Unavailable(
            "the queue does not answer just now",
            hint="try again in a few seconds; nothing that was accepted is lost",
            retry_after=3,
        ) from error
