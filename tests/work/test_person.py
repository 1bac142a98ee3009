"""A person's rights: everything we know, on request; and nothing, on request."""

import pytest

from liveboard.domain.entry import Verdict
from liveboard.domain.errors import NotFound
from liveboard.domain.submission import Submission
from liveboard.store import entries, feed, limits, owed
from liveboard.store.call import run
from liveboard.store.entries import Arrival
from liveboard.work import person
from liveboard.work.kit import Kit, fresh_id
from liveboard.work.load import load
from liveboard.work.receive import _contact
from liveboard.work.replay import compare


@pytest.fixture
def kit(settings):
    kit = Kit.open(settings)
    from liveboard.work.kit import event_file

    load(kit, event_file(settings))
    return kit


def shown(kit, contact):
    """A photo of somebody, on the wall; yields its id."""
    id_, now = fresh_id(), kit.clock.ms()
    form = Submission(
        subjects=("art",), caption="Quokka day", name="Ada", contact=contact, consent="1"
    )
    run(kit.redis, limits.begin(kit.keys, id_, (), now=now))
    with kit.blobs.stage() as staged:
        staged.write(f"the bytes of {id_}".encode())
        digest, size = staged.seal()
        kit.blobs.put_original(staged)
    arrival = Arrival(id_, id_, id_, digest, size, "dev", None, _contact(kit, form))
    run(kit.redis, entries.receive(kit.keys, arrival, form, now=now))
    claim = run(kit.redis, owed.claim(kit.keys, "develop", id_, now=now))
    call = entries.admit(
        kit.keys, id_, fence=claim.fence, v="v", size=(1, 1), colour="#000", now=now
    )
    run(kit.redis, call)
    run(kit.redis, entries.decide(kit.keys, id_, Verdict.SHOWN, op=id_, by="mo", now=now))
    return id_


def everything(kit):
    """All the store holds, as one text."""
    found = []
    for key in kit.redis.scan_iter("*"):
        kind = kit.redis.type(key)
        read = {
            "string": kit.redis.get,
            "hash": kit.redis.hgetall,
            "set": kit.redis.smembers,
            "zset": lambda k: kit.redis.zrange(k, 0, -1),
            "stream": kit.redis.xrange,
        }[kind]
        found.append(f"{key} {read(key)}")
    return "\n".join(found)


class TestErase:
    def test_nothing_of_the_person_is_left(self, kit):
        """
        After erasing, no word, contact, name or byte of theirs is in store or blobs.
        """
        entry = shown(kit, "Ada@School.example")
        digest = run(kit.redis, entries.find(kit.keys, entry)).fields["hash"]
        erased = person.erase(kit, " ada@school.example ", by="operator")
        left = everything(kit)

        assert (1, True) == (erased.entries, erased.record)
        assert [] == [word for word in ("Quokka", "Ada", "ada@school") if word in left]
        assert digest not in list(kit.blobs.hashes())
        assert [] == run(kit.redis, feed.standing(kit.keys)).entries

    def test_the_counts_stay_right(self, kit):
        """
        Erasing one person leaves every number the fold of the ledger.
        """
        shown(kit, "ada@school.example")
        shown(kit, "bo@school.example")
        person.erase(kit, "ada@school.example", by="operator")

        assert () == compare(kit).differences
        assert 1 == run(kit.redis, feed.standing(kit.keys)).state["total"]

    def test_a_person_is_found_by_one_of_their_photos(self, kit):
        """
        Who left no contact is found through the photo they point at.
        """
        entry = shown(kit, "")

        assert 1 == person.erase(kit, entry, by="operator").entries

    def test_nobody_is_said_plainly(self, kit):
        """
        A contact we do not know is not found, and we say what to name instead.
        """
        with pytest.raises(NotFound, match="nobody is known by"):
            person.erase(kit, "nobody@school.example", by="operator")


def test_export_is_everything_we_know(kit):
    """
    A person who asks gets their record and their photos' words and states.
    """
    entry = shown(kit, "ada@school.example")
    found = person.export(kit, "ada@school.example")

    assert "ada@school.example" == found["record"]["contact"]
    assert [(entry, "shown", "Quokka day")] == [
        (one["id"], one["state"], one["words"]["caption"]) for one in found["entries"]
    ]
