"""Whatever people do, in whatever order: the ledger, the scripts and every screen agree."""

from datetime import UTC, datetime
from functools import reduce
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liveboard.domain import ledger as facts
from liveboard.domain.board import blank, fold
from liveboard.domain.entry import State, Verdict, may_step
from liveboard.domain.errors import Problem
from liveboard.domain.event import LeagueBy, LeagueRule, Rate
from liveboard.domain.mention import Mention, Photo
from liveboard.domain.submission import Submission
from liveboard.store import entries, events, feed, ledger, limits, owed, sources
from liveboard.store.call import run
from liveboard.store.entries import Arrival
from liveboard.store.keys import Keys
from tests.helpers import scaled
from tests.store.conftest import NOON

SUBJECTS = ("science", "art", "music")
subjects = st.lists(st.sampled_from(SUBJECTS), min_size=1, max_size=3, unique=True)
some = st.integers(0, 3)

STEPS = st.one_of(
    st.tuples(st.just("send"), some, some, subjects),
    st.tuples(st.just("develop"), some),
    st.tuples(st.just("spoil"), some),
    st.tuples(st.just("retry"), some),
    st.tuples(st.just("decide"), some, st.sampled_from(list(Verdict)), st.none() | subjects),
    st.tuples(st.just("decide"), some, st.just(Verdict.SHOWN), subjects),
    st.tuples(st.just("decide"), some, st.just(Verdict.SHOWN), st.none()),
    st.tuples(st.just("decide"), some, st.just(Verdict.SHOWN), st.none()),
    st.tuples(st.just("delay"), some),
    st.tuples(st.just("publish"), some),
    st.tuples(st.just("report"), some),
    st.tuples(st.just("withdraw"), some),
    st.tuples(st.just("erase"), some),
    st.tuples(st.just("mention"), some, st.integers(0, 2), st.integers(0, 2)),
    st.tuples(st.just("unmention"), some),
    st.tuples(st.just("rule"), st.sampled_from(list(LeagueBy)), st.integers(0, 2)),
    st.tuples(st.just("panic"), st.booleans()),
)


def standing(numbers):
    """Numbers that are not nought; a negative one would stay and be seen."""
    return {name: n for name, n in numbers.items() if n}


class Day:
    """An event on the real store, and everything that can happen to it."""

    def __init__(self, redis, event):
        self.redis, self.event, self.keys = redis, event, Keys(event.slug)
        self.ids: list[str] = []
        self.numbers = count()
        self.roster = event.public()
        run(redis, events.load(self.keys, event, epoch="e", now=NOON))

    def do(self, step):
        """One step; what the rules refuse is refused and changes nothing."""
        name, *args = step
        try:
            getattr(self, name)(*args)
        except Problem:
            return

    def one(self, n):
        return self.ids[n % len(self.ids)] if self.ids else "nobody"

    def op(self):
        return f"op{next(self.numbers)}"

    def send(self, bytes_, sender, chosen):
        id_ = f"e{next(self.numbers)}"
        run(self.redis, limits.begin(self.keys, id_, (), now=NOON))
        group = ("oak", "ash", None)[sender % 3]
        arrival = Arrival(id_, id_, id_, f"h{bytes_}", 1, f"s{sender}", group)
        form = Submission(subjects=tuple(chosen), consent="1", enter_draw=True)
        if run(self.redis, entries.receive(self.keys, arrival, form, now=NOON)).new:
            self.ids.append(id_)

    def develop(self, n):
        claim = run(self.redis, owed.claim(self.keys, "develop", self.one(n), now=NOON))
        if claim:
            call = entries.admit(
                self.keys, claim.id, fence=claim.fence, v="v", size=(1, 1), colour="#000", now=NOON
            )
            run(self.redis, call)

    def spoil(self, n):
        claim = run(self.redis, owed.claim(self.keys, "develop", self.one(n), now=NOON))
        if claim:
            run(self.redis, owed.fail(self.keys, claim, "cut off", now=NOON))

    def retry(self, n):
        run(self.redis, entries.retry(self.keys, self.one(n), op=self.op(), by="mo", now=NOON))

    def decide(self, n, verdict, chosen, delay=0):
        call = entries.decide(
            self.keys,
            self.one(n),
            verdict,
            op=self.op(),
            by="mo",
            now=NOON,
            delay=delay,
            subjects=chosen,
        )
        run(self.redis, call)

    def delay(self, n):
        self.decide(n, Verdict.SHOWN, None, delay=1000)

    def publish(self, n):
        run(self.redis, entries.publish(self.keys, self.one(n), now=NOON + 2000))

    def report(self, n):
        call = entries.report(self.keys, self.one(n), op=self.op(), now=NOON, flood=Rate(60, 2))
        run(self.redis, call)

    def withdraw(self, n):
        run(self.redis, entries.withdraw(self.keys, self.one(n), op=self.op(), now=NOON))

    def erase(self, n):
        run(self.redis, entries.erase(self.keys, self.one(n), op=self.op(), now=NOON, by="mo"))

    def mention(self, key, version, photos, *, deleted=False):
        at = datetime.fromtimestamp(NOON / 1000, UTC)
        mention = Mention(
            source="fedi",
            key=f"rss:{key}",
            version=f"{version}.{photos}",
            url="https://example.org",
            author=f"author {key % 2}",
            text="#TECHOGNITION",
            at=at,
            photos=tuple(Photo(f"https://example.org/{i}", "") for i in range(photos)),
            deleted=deleted,
        )
        fresh = []

        def new_id():
            fresh.append(f"m{next(self.numbers)}")
            return fresh[-1]

        call = sources.take(
            self.keys,
            "fedi",
            "cursor",
            [mention],
            subjects=lambda _: ("art",),
            sender=lambda author: f"m-{author}",
            new_id=new_id,
            now=NOON,
        )
        for id_ in run(self.redis, call).fetch:
            self.ids.append(id_)
            claim = run(self.redis, owed.claim(self.keys, "fetch", id_, now=NOON))
            call = entries.fetched(
                self.keys, id_, fence=claim.fence, hash_=f"h{key % 3}", size=1, now=NOON
            )
            run(self.redis, call)

    def unmention(self, key):
        self.mention(key, 0, 0, deleted=True)

    def rule(self, by, cap):
        from dataclasses import replace

        self.event = replace(self.event, league=LeagueRule(by, cap, "as said"))
        run(self.redis, events.load(self.keys, self.event, epoch="x", now=NOON))

    def panic(self, on):
        run(self.redis, events.tell_walls(self.keys, op=self.op(), by="mo", now=NOON, paused=on))

    def check_ledger(self):
        """The fold of the ledger is what the scripts have counted, at this very moment."""
        now = run(self.redis, feed.standing(self.keys))
        folded = facts.fold(ledger.facts(self.redis, self.keys))
        stored = run(self.redis, ledger.tally(self.keys)).states

        assert [] == folded.gaps
        assert now.fact == folded.n
        assert folded.counts() == standing(now.state["counts"])
        assert folded.points() == standing(now.state["points"])
        assert len(folded.published()) == now.state["total"]
        assert folded.published() == {entry["id"] for entry in now.entries} == set(now.words)
        assert standing(folded.mentions) == standing(now.state["mentions"]["by_source"])
        assert folded.states() == stored
        self.check_steps()

    def check_steps(self):
        """Every entry came to its state by allowed steps, one a fact."""
        states = {}
        for fact in ledger.facts(self.redis, self.keys):
            if "entry" in fact and "state" in fact:
                old, new = states.get(fact["entry"]), State(fact["state"])
                assert old in {None, new} or may_step(old, new), f"{fact}: from {old}"
                states[fact["entry"]] = new

    def boards(self, javascript):
        """The board as the store has it, and as both folds make it of the feed."""
        now = run(self.redis, feed.standing(self.keys))
        deltas, n = [], 0
        while segment := run(self.redis, feed.segment(self.keys, n)):
            deltas += segment
            n += 1
        stored = {
            "seq": now.seq,
            "entries": now.entries,
            **{name: now.state[name] for name in ("counts", "points", "total", "mentions")},
        }
        folded = reduce(fold, deltas, blank(self.roster))
        browser = javascript.fold(self.roster, deltas)
        return stored, folded, browser


def test_ledger_scripts_and_screens_agree(redis, valkey, event, javascript):
    """
    After any decisions in any order the store's numbers are the fold of the ledger, at every
    step, and the board on every screen is the board in the store.
    """

    @settings(
        max_examples=scaled(250),
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(STEPS, min_size=1, max_size=30))
    def any_day(steps):
        valkey.empty()
        day = Day(redis, event)
        for n in range(3):  # so that there is something to decide from the first step
            day.send(n, n % 2, SUBJECTS[: n + 1])
            day.develop(n)
        for step in steps:
            day.do(step)
            day.check_ledger()
        stored, folded, browser = day.boards(javascript)

        assert stored == {name: folded[name] for name in stored}
        assert folded == browser

    any_day()
