"""Fetching a mention's photo: from a server that is slow, empty, lying or gone."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from starlette.requests import Request
from starlette.responses import Response

from liveboard.config.clock import Clock
from liveboard.domain.mention import Mention, Photo
from liveboard.social.source import Batch
from liveboard.store import owed
from liveboard.store.call import run
from liveboard.work.develop import develop
from liveboard.work.fetch import fetch
from liveboard.work.kit import Kit
from liveboard.work.replay import compare
from liveboard.work.take import take
from tests.fakes.feedserver import FeedServer, Picture, Post
from tests.helpers import wait_until


@pytest.fixture
def network() -> Iterator[FeedServer]:
    """A server with two pictures, one colour each, and one that is the first again."""
    pictures = (Picture("one.jpg"), Picture("two.jpg", colour="#881122"), Picture("same.jpg"))
    with FeedServer([Post(1, pictures=pictures)]) as server:
        yield server


def mentioned(kit: Kit, network: FeedServer, *names: str) -> list[str]:
    """A mention with these pictures; the entries they become."""
    found = Mention(
        "mastodon",
        f"key-{names}",
        "1",
        "https://m.example/1",
        "Ada",
        "our lab",
        datetime.now(UTC),
        tuple(Photo(f"{network.base}/media/{name}", "") for name in names),
    )
    return list(take(kit, "mastodon", Batch((found,), "1", 60)).fetch)


def test_a_photo_comes_home_and_goes_the_way_of_an_upload(kit, network, fields):
    """
    From a mention to the desk.
    """
    (entry,) = mentioned(kit, network, "one.jpg")
    fetch(kit, entry)
    offered = kit.queue.waiting("develop")
    develop(kit, entry)

    assert 1 == offered
    assert "waiting" == fields(entry)["state"]
    assert kit.blobs.has_original(fields(entry)["hash"])
    assert () == compare(kit).differences


def test_the_same_picture_again_is_a_duplicate(kit, network, fields):
    """
    A repost's copy of a picture we have is kept out of the desk's way.
    """
    first, same = mentioned(kit, network, "one.jpg", "same.jpg")
    for entry in (first, same):
        fetch(kit, entry)
        develop(kit, entry)

    assert "waiting" == fields(first)["state"]
    assert ("hidden", "duplicate") == (fields(same)["state"], fields(same)["reason"])
    assert () == compare(kit).differences


def test_a_picture_that_is_gone_fails_with_the_reason(kit, network, fields):
    """
    What the other side says is what the desk reads; it is not asked three times.
    """
    (entry,) = mentioned(kit, network, "nowhere.jpg")
    fetch(kit, entry)

    assert "failed" == fields(entry)["state"]
    assert "404" in fields(entry)["reason"]
    assert () == compare(kit).differences


def test_a_server_in_trouble_is_asked_again_then_given_up(kit, network, fields):
    """
    Trouble that may pass is waited for, three times.
    """
    (entry,) = mentioned(kit, network, "x/one.jpg")
    network.trouble = lambda _: Response("busy", 503)
    seen = []
    for n in range(3):
        fetch(replace(kit, clock=Clock(timedelta(seconds=10 * n))), entry)
        seen.append(fields(entry)["state"])

    assert ["received", "received", "failed"] == seen
    assert "busy" in fields(entry)["reason"]


def test_what_is_no_picture_fails(kit, network, fields):
    """
    A page where a picture should be is not kept.
    """
    (entry,) = mentioned(kit, network, "x/one.jpg")
    network.trouble = lambda _: Response("<!DOCTYPE html><p>hello", media_type="image/jpeg")
    fetch(kit, entry)

    assert "failed" == fields(entry)["state"]
    assert [] == list(kit.blobs.hashes())


def test_a_server_that_takes_its_time_does_not_cost_the_lease(kit, network, fields):
    """
    Before the first byte comes the worker says that it lives, so nobody else is sent.
    """
    (entry,) = mentioned(kit, network, "x/one.jpg")
    go = threading.Event()

    def slow(_: Request) -> Response:
        go.wait(10)
        return Response("gone", 404)

    network.trouble = slow
    worker = threading.Thread(target=fetch, args=(kit, entry))
    worker.start()
    lease = wait_until(lambda: kit.redis.hget(record(kit, entry), "lease"), "it is taken up")
    wait_until(lambda: kit.redis.hget(record(kit, entry), "lease") > lease, "the lease is kept")
    go.set()
    worker.join()

    assert "failed" == fields(entry)["state"]


def test_who_lost_the_lease_keeps_nothing(kit, network, fields):
    """
    Two at the same photo: what the slower one brings is not used.
    """
    (entry,) = mentioned(kit, network, "one.jpg")
    now = kit.clock.ms()
    taken = []

    def overtake(request: Request) -> None:
        later = now + owed.LEASE_MS + 1000
        taken.append(run(kit.redis, owed.claim(kit.keys, "fetch", entry, now=later)))

    network.posts[0].pictures = (Overtaking("one.jpg", on_read=lambda: overtake(None)),)
    fetch(kit, entry)

    assert taken[0]
    assert "received" == fields(entry)["state"]
    assert "hash" not in fields(entry)


class Overtaking(Picture):
    """A picture during whose transfer something happens."""

    def __init__(self, name: str, on_read) -> None:
        super().__init__(name)
        self.on_read = on_read

    @property
    def colour(self) -> str:
        self.on_read()
        return "#123456"

    @colour.setter
    def colour(self, _: str) -> None:
        pass


def record(kit: Kit, entry: str) -> str:
    return kit.keys.key("owed", "fetch", entry)
