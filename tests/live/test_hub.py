"""The hub gives everybody the same frame, and waits for nobody."""

from liveboard.live import wire
from liveboard.live.hub import Hub
from liveboard.live.mailbox import Mailbox


class Watcher:
    """Keeps what it is given."""

    def __init__(self) -> None:
        self.frames: list[str] = []

    def post(self, frame: str) -> None:
        self.frames.append(frame)


def test_one_frame_for_all() -> None:
    """
    A change is written down once, however many people watch.
    """
    hub, watchers = Hub(), [Watcher() for _ in range(5)]
    for watcher in watchers:
        hub.join(watcher)
    frame = wire.reset("one")
    hub.post(frame)

    assert all(watcher.frames[0] is frame for watcher in watchers)


def test_who_left_hears_nothing() -> None:
    """
    Closing the page ends it, also when it is said twice.
    """
    hub, gone, here = Hub(), Watcher(), Watcher()
    hub.join(gone)
    hub.join(here)
    hub.leave(gone)
    hub.leave(gone)
    hub.post("x")

    assert ([], ["x"], 1) == (gone.frames, here.frames, len(hub))


def test_leaving_while_it_is_told() -> None:
    """
    Somebody who leaves because of a frame does not spoil it for the others.
    """
    hub, last = Hub(), Watcher()

    class Leaver(Watcher):
        def post(self, frame: str) -> None:
            hub.leave(self)

    hub.join(Leaver())
    hub.join(last)
    hub.post("x")

    assert ["x"] == last.frames
    assert 1 == len(hub)


async def test_a_slow_viewer_holds_nobody_up() -> None:
    """
    One whose box is full is told to start again; the next to it gets every frame.
    """
    hub, slow, quick = Hub(), Mailbox(4), Mailbox()
    hub.join(slow)
    hub.join(quick)
    for number in range(9):
        hub.post(str(number))

    assert await slow.take() is None
    assert [str(number) for number in range(9)] == await quick.take()
