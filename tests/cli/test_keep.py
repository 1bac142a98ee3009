"""A backup made while everything runs is the same event again on an empty folder."""

import json
import stat
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
import pytest

from tests.helpers import wait_until
from tests.pictures import picture
from tests.running import Running, running

WORD = "four words in a row"


def send(house: Running, caption: str, size: tuple[int, int]) -> dict[str, str]:
    """Upload a photo; the answer."""
    answer = httpx2.post(
        f"{house.url}/api/submissions",
        files={"file": ("lab.jpg", picture("jpeg", size), "image/jpeg")},
        data={"subject": "science", "caption": caption, "consent": "1", "alt": "a test card"},
        headers={"Idempotency-Key": caption},
    )
    assert 202 == answer.status_code, answer.text
    return answer.json()


@contextmanager
def sign_in(house: Running) -> Iterator[httpx2.Client]:
    """Ada's browser."""
    with httpx2.Client(base_url=house.url, headers={"Origin": house.url}) as client:
        client.post("/organise/login", data={"name": "ada", "password": WORD})
        yield client


def board(house: Running) -> dict:
    state = httpx2.get(f"{house.url}/live/v1/snapshot").json()
    return {"seq": state["seq"], **{key: state["state"][key] for key in ("counts", "entries")}}


def epoch(house: Running) -> str:
    return httpx2.get(f"{house.url}/live/v1/snapshot").json()["epoch"]


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """A house with one photo on the wall, one waiting, and a backup of it made while it ran."""
    folder = tmp_path_factory.mktemp("lived")
    with running(folder / "data") as house:
        house.command("organiser", "add", "ada", "--role", "owner", "--password-stdin", stdin=WORD)
        answers = [send(house, "shown", (640, 480)), send(house, "waiting", (480, 640))]
        with sign_in(house) as ada:
            for answer in answers:
                wait_until(
                    lambda id_=answer["id"]: (
                        ada.get(f"/api/submissions/{id_}").json()["state"] == "waiting"
                    ),
                    "it is developed",
                    60,
                )
            verdict = ada.put(
                f"/api/desk/entries/{answers[0]['id']}/verdict",
                json={"verdict": "shown", "subjects": ["science"]},
            )
            assert 200 == verdict.status_code, verdict.text
        done = house.command("backup", str(folder / "backup"))
        assert 0 == done.returncode, done.stderr
        yield house, folder / "backup", answers, board(house), done.stdout


@pytest.mark.faults
class TestBackupAndRestore:
    def test_a_backup_is_private_and_says_what_it_is(self, lived):
        """
        Originals and the secret are in it; nobody else on the machine reads them.
        """
        _, folder, _, _, said = lived
        note = json.loads((folder / "backup.json").read_text())

        assert 2 == note["photos"]
        assert "2 photos" in said
        assert 0o700 == stat.S_IMODE(folder.stat().st_mode)
        assert 0o600 == stat.S_IMODE((folder / "secret").stat().st_mode)

    def test_restored_it_is_the_same_event(self, lived, tmp_path):
        """
        The same board, photos, accounts and private links, and books that agree; only the
        feed is another one, so that a screen which saw later changes starts again.
        """
        old, folder, answers, before, _ = lived
        again = Running(tmp_path / "data")
        restored = again.command("restore", str(folder))
        assert 0 == restored.returncode, restored.stderr
        with running(tmp_path / "data", PORT=str(again.port)) as house:
            shown = before["entries"][0]["prints"]["wall"]

            assert before == board(house)
            assert epoch(old) != epoch(house)
            assert 200 == httpx2.get(house.url + shown).status_code
            for answer in answers:
                path = "/mine/" + answer["manage_url"].split("/mine/")[1]
                assert 200 == httpx2.get(house.url + path).status_code
            with sign_in(house) as ada:
                assert 1 == ada.get("/api/desk/entries?state=waiting").json()["waiting"]
            assert 0 == house.command("replay").returncode

    def test_it_is_not_restored_over_something(self, lived, tmp_path):
        """
        A folder with an event in it stays what it is.
        """
        _, folder, *_ = lived
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / "precious").touch()
        refused = Running(tmp_path / "data").command("restore", str(folder))

        assert 1 == refused.returncode
        assert "is not empty (precious)" in refused.stderr

    def test_a_damaged_backup_is_refused(self, lived, tmp_path):
        """
        One changed byte in it, and nothing is made of it.
        """
        _, folder, *_ = lived
        copy = tmp_path / "copy"
        copy.mkdir()
        for name in ("backup.json", "event.toml", "secret"):
            (copy / name).write_bytes((folder / name).read_bytes())
        (copy / "store.jsonl").write_bytes((folder / "store.jsonl").read_bytes()[:-2] + b"]\n\n")
        refused = Running(tmp_path / "data").command("restore", str(copy))

        assert 1 == refused.returncode
        assert "is damaged" in refused.stderr

    def test_what_is_no_backup_is_said_to_be_none(self, tmp_path):
        """
        A wrong folder is a sentence, not a traceback.
        """
        refused = Running(tmp_path / "data").command("restore", str(tmp_path))

        assert 1 == refused.returncode
        assert "is not a backup" in refused.stderr

    def test_backups_are_not_mixed(self, lived):
        """
        A second backup into the same folder is refused; the first stays whole.
        """
        house, folder, *_ = lived
        refused = house.command("backup", str(folder))

        assert 1 == refused.returncode
        assert "is not empty" in refused.stderr
        assert (folder / "backup.json").exists()
