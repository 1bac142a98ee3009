"""The whole house as people start it: what its log says, and what a big photo costs it."""

import re
import threading
from collections.abc import Iterator

import httpx2
import psutil
import pytest
from websockets.sync.client import connect

from tests.helpers import scaled, wait_until
from tests.pictures import SECRET, loaded
from tests.running import Running, running

MARKS = {
    "caption": "marked caption",
    "alt": "marked description",
    "name": "Marked Name",
    "school": "Marked School",
    "county": "Marked County",
    "contact": "marked.contact@hill.example",
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """`liveboard up` in a folder of its own."""
    with running(tmp_path_factory.mktemp("house") / "data", LOG="debug") as house:
        yield house


def send(house: Running, photo: bytes, **fields: str) -> httpx2.Response:
    """Send a photo."""
    return httpx2.post(
        f"{house.url}/api/submissions",
        data={"subject": "science", "consent": "1", **fields},
        files={"file": ("marked-file-name.jpg", photo)},
        timeout=60,
    )


def test_the_log_knows_nobody(house: Running) -> None:
    """
    A whole life of a photo, a mistake in a form, a wrong password, and a wall that watches:
    none of it leaves words, names, contacts, links, passwords or addresses in the log.
    """
    accepted = send(house, loaded("jpeg"), enter_draw="1", **MARKS).json()
    status = accepted["status_url"]
    wait_until(lambda: httpx2.get(status).json()["state"] == "waiting", "it is developed")
    broken = send(house, b"\xff\xd8\xff marked bytes" * 100, **MARKS).json()
    wait_until(
        lambda: httpx2.get(broken["status_url"]).json()["state"] == "failed", "it has failed"
    )
    send(house, b"%PDF", **MARKS)
    send(house, loaded("png"), caption="marked caption" * 20)
    password = {"name": "Marked Name", "password": "marked password"}
    httpx2.post(f"{house.url}/organise/login", data=password)
    with connect(house.url.replace("http", "ws") + "/live/v1/ws") as socket:
        socket.send('{"t":"hello","v":1,"epoch":"marked","seq":0}')
        socket.recv()
    httpx2.get(accepted["manage_url"])
    httpx2.post(accepted["manage_url"], data={"action": "delete"})
    httpx2.get(f"{house.url}/e/marked-entry?x=marked", headers={"cookie": "lb_device=marked"})
    wait_until(lambda: httpx2.get(status).json()["state"] == "withdrawn", "it is deleted")
    said = house.said

    assert "a fault" not in said
    assert [] == re.findall(r"(?i)[^\n]*marked[^\n]*", said)
    assert accepted["manage_url"].split(".")[-1] not in said
    assert SECRET not in said
    assert "Traceback" not in said
    assert [] == re.findall(r"[^\n]*\d+\.\d+\.\d+\.\d+:\d{4,5} - [^\n]*", said), "no addresses"


def test_big_photos_do_not_fill_the_memory(house: Running) -> None:
    """
    Many big photos at once go through the web process to disk; its memory grows by far less
    than one of them.
    """
    web = psutil.Process(house.pids()["web"])
    size, count = 24_000_000, scaled(30, 3)
    send(house, loaded("jpeg") + bytes(size))  # the first one warms up
    before, peak = web.memory_info().rss, 0
    answers: list[int] = []

    def one(number: int) -> None:
        answers.append(send(house, loaded("jpeg") + bytes([number]) * size).status_code)

    sending = [threading.Thread(target=one, args=(number,)) for number in range(1, count + 1)]
    for thread in sending:
        thread.start()
    while any(thread.is_alive() for thread in sending):
        peak = max(peak, web.memory_info().rss)
        sending[-1].join(0.01)

    assert [202] * count == answers
    assert peak - before < size
