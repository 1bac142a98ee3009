"""Every key an event has in the store: its type, its life, and what is lost with it.

One event is one hash tag, so that all of it lives in one slot of a cluster and a
decision can touch all it needs. Scripts are given the root (`lb:{slug}:`) as
their only key and name the rest themselves with `key()` in `prelude.lua`; this
table is held to what they really leave behind by `tests/store/test_keys.py`.

=====================  ======  ===================  ==========================================
key after the root     type    life                 what, and what is lost if it is lost
=====================  ======  ===================  ==========================================
meta                   hash    the event            seq, fact number, epoch, totals, latch,
                                                    wall, league rule. Lost: restore a backup
event, event:public    string  the event            the event file as loaded. Load it again
feed                   stream  newest 20,000        numbered wordless deltas. Screens start
                                                    again from a snapshot
ledger                 stream  until archived       facts: the truth everything folds from
entry:ID               hash    the event            what we keep of a submission, no words
words:ID               hash    until erased         caption, alt, name, school; desk, public
in:STATE               zset    the event            entries by state, in the desk's order
left                   set     the event            entries withdrawn or erased
published              zset    the event            entries on the board by the seq that
                                                    showed them
reported               zset    the event            shown entries somebody reported
counts, points         hash    the event            per subject; folds of the ledger
tally:SUBJECT          hash    the event            per league unit, for the cap
owed                   zset    until done           promised work by the time it is due
owed:KIND:ID           hash    until done           lease, fence, attempts
same:HASH              hash    while entries live   sender -> entry, for the same bytes
blob:HASH              set     while entries live   entries that stand on these bytes
unlinking:HASH         string  10 min               these bytes are being deleted, by whom
idem:KEY               hash    kept (8 days)        the entry an upload became
begun:KEY              string  30 min               when the first byte came
op:SCRIPT:ENTRY:OP     string  kept (8 days)        the answer a decision got
limit:WHO              string  minutes              a leaky bucket (GCRA)
people                 hash    until erased         contact index (HMAC) -> person
person:ID              hash    until erased         contact, county, name, publish
cursors                hash    the event            source -> cursor
mention:KEY            hash    the event            version and entries of a mention
mentions               hash    the event            per source, how many
organisers             hash    until removed        name -> {role, argon2id hash}
session:HASH           string  4 h idle, 12 h all   who is signed in
first                  string  30 min               hash of the first-run link
=====================  ======  ===================  ==========================================

RQ's own keys (`rq:*`) lie beside them; losing those loses nothing (`owed.py`).

Trusted: whoever can write here decides what is shown. Nothing in it is served
before a moderator said so.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Keys:
    """The names of one event's keys."""

    slug: str

    @property
    def root(self) -> str:
        """What every key of the event starts with; the braces make it one cluster slot."""
        return f"lb:{{{self.slug}}}:"

    def key(self, *parts: str) -> str:
        """The full name of a key, from its parts after the root."""
        return self.root + ":".join(parts)

    @property
    def feed(self) -> str:
        """The stream of public deltas; entry ids are `seq-0`."""
        return self.key("feed")

    @property
    def ledger(self) -> str:
        """The stream of private facts; entry ids are `n-0`."""
        return self.key("ledger")
