"""Verdicts while things die under them: each is one decision, and the numbers agree."""

import threading
from uuid import uuid4

import httpx2
import pytest

from tests.faults.scene import CLIENT, Scene, kill, small
from tests.helpers import scaled


def persist(scene: Scene, entry: str, cookies: dict[str, str], into: list[dict]) -> None:
    """Ask for the same decision until there is an answer, and then once more."""
    body = {"verdict": "shown", "op": str(uuid4())}
    url = f"{scene.house.url}/api/desk/entries/{entry}/verdict"
    pause = threading.Event()
    answers: list[dict] = []
    while len(answers) < 2:
        try:
            answer = CLIENT.put(url, json=body, headers=cookies)
        except httpx2.HTTPError:
            pause.wait(0.1)
            continue
        if answer.status_code == 200:
            answers.append(answer.json())
        else:
            assert answer.status_code in {503, 507}, answer.text
            assert answer.headers["retry-after"]
            pause.wait(0.1)
    assert answers[0] == answers[1]
    into.append(answers[0])


@pytest.mark.parametrize("kind", ["web", "valkey"])
def test_the_same_verdict_again_is_one_decision(scene, kind):
    """
    A desk that never heard its answer asks again; the verdict was given once, and counted once.
    """
    cookies = scene.organiser()
    sent = [scene.upload(small()) for _ in range(scaled(60, 8))]
    ids = [upload.done().id for upload in sent]
    scene.settled()
    total = scene.snapshot()["state"]["total"]
    told: list[dict] = []
    threads = [threading.Thread(target=persist, args=(scene, id_, cookies, told)) for id_ in ids]
    for thread in threads[: len(threads) // 2]:
        thread.start()
    killed = scene.process(kind)
    kill(killed)
    for thread in threads[len(threads) // 2 :]:
        thread.start()
    for thread in threads:
        thread.join(60)
    decisions = [fact["entry"] for fact in scene.facts("decide")]
    board = scene.snapshot()["state"]

    assert sorted(ids) == sorted(answer["entry"] for answer in told)
    assert sorted(ids) == sorted(decisions)
    assert total + len(ids) == board["total"]
    assert set(ids) <= {entry["id"] for entry in board["entries"]}
    scene.sound()
