"""The bot killed at its worst moments: every post once, every edit and deletion heard."""

import threading
from collections import Counter
from dataclasses import replace

import psutil
import pytest
from starlette.requests import Request
from starlette.responses import Response

from liveboard.work.replay import compare
from tests.fakes.feedserver import FeedServer, Picture, Post
from tests.faults.scene import Scene, kill
from tests.helpers import scaled, wait_until

WORDS = (
    '<p>Our lab in {} <a href="/tags/x" class="mention hashtag">#<span>TECHOGNITION</span></a></p>'
)


@pytest.fixture
def network(feed: FeedServer, scene: Scene):
    """A feed that a new test finds as it likes, and leaves without trouble."""
    feed.trouble = None
    yield feed
    feed.trouble = None


def posts(first: int, many: int) -> list[Post]:
    """Posts with a photo each."""
    return [
        Post(
            n,
            WORDS.format("science"),
            at=None,
            pictures=(Picture(f"{n}.jpg", "a lab", colour=f"#{n % 256:02x}4060"),),
        )
        for n in range(first, first + many)
    ]


def mentions(scene: Scene) -> Counter[str]:
    return Counter(
        fact["mention"]
        for fact in scene.facts("mention")
        if "gone" not in fact and "edited" not in fact
    )


def at_the_desk(scene: Scene, many: int) -> bool:
    """Whether so many photos of mentions have come that far."""
    ids = {fact["entry"] for fact in scene.facts("receive") if fact["source"] == "mastodon"}
    states = scene.states()
    return len(ids) == many and all(states.get(id_) in {"waiting", "hidden"} for id_ in ids)


def again(scene: Scene) -> None:
    """Kill the bot so that the next one asks at once."""
    wait_until(lambda: "bot" in scene.house.pids(), "there is a bot")
    scene.house.back("bot", scene.house.kill("bot"))


class TestKilled:
    def test_between_the_question_and_the_answer(self, scene, network, now):
        """
        It dies with the feed in its hands: the next one is told the same and takes it once.
        """
        asked = threading.Event()

        def die(request: Request) -> Response | None:
            if "/tags/" in request.url.path and not asked.is_set():
                asked.set()
                kill(scene.process("bot"))
            return None

        network.posts[:] = [replace(post, at=now) for post in posts(100, scaled(15, 3))]
        network.trouble = die
        again(scene)
        wait_until(asked.is_set, "the bot asks")
        wait_until(lambda: at_the_desk(scene, len(network.posts)), "all photos are at the desk", 30)

        assert [1] * len(network.posts) == list(mentions(scene).values())
        assert () == compare(scene.kit).differences

    def test_while_the_store_does_not_answer(self, scene, network, now):
        """
        It dies with its question to the store under way: whatever became of it, each is taken once.
        """
        store = scene.process("valkey")
        asked = threading.Event()

        def stop_the_store(request: Request) -> Response | None:
            if "/tags/" in request.url.path and not asked.is_set():
                asked.set()
                store.suspend()
            return None

        network.posts[:] = [replace(post, at=now) for post in posts(200, scaled(15, 3))]
        network.trouble = stop_the_store
        again(scene)
        wait_until(asked.is_set, "the bot asks")
        bot = scene.process("bot")
        assert bot.is_running()
        wait_until(lambda: waits_for_the_store(bot), "it has sent what it found")
        kill(bot)
        store.resume()
        wait_until(lambda: at_the_desk(scene, len(network.posts)), "all photos are at the desk", 30)

        assert [1] * len(network.posts) == list(mentions(scene).values())
        assert () == compare(scene.kit).differences

    def test_after_it_has_taken_and_before_it_has_offered(self, scene, network, now):
        """
        What is taken is owed: photos come without the bot that took them, edits and ends as well.
        """
        network.posts[:] = [replace(post, at=now) for post in posts(300, scaled(15, 4))]
        many = len(network.posts)
        scene.process("fetch").suspend()  # nobody fetches yet
        again(scene)
        wait_until(lambda: len(mentions(scene)) == many, "all are taken")
        kill(scene.process("bot"))
        scene.kit.redis.delete(f"rq:queue:{scene.kit.keys.slug}.fetch")
        scene.process("fetch").resume()
        wait_until(lambda: at_the_desk(scene, many), "all photos are at the desk", 30)

        edited = network.posts[1]
        edited.html = WORDS.format("the music room")
        again(scene)
        wait_until(lambda: scene.facts("author"), "the edit is heard", 30)
        gone = network.posts.pop(2)
        again(scene)
        wait_until(
            lambda: [f for f in scene.facts("mention") if f.get("gone")],
            "the deletion is heard",
            60,
        )
        left = scene.facts("leave")

        assert [1] * many == list(mentions(scene).values())
        assert 1 == len(left), gone
        assert "withdrawn" == scene.states()[left[0]["entry"]]
        assert () == compare(scene.kit).differences


def waits_for_the_store(bot: psutil.Process) -> bool:
    """Whether the bot has nothing left to do but hear from a store that is stopped.

    Its connection to the feed is closed, and it sleeps.
    """
    return not bot.net_connections("tcp") and bot.status() == psutil.STATUS_SLEEPING
