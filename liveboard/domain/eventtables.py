"""The tables of an event file, one function each: what may stand in them and what is usual."""

import re

from liveboard.domain import event as e
from liveboard.domain.tomlread import Table, distinct

SLUG = re.compile(r"[a-z][a-z0-9-]{0,47}")
ICON = re.compile(r"[a-z][a-z0-9-]{0,31}")
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
HASHTAG = re.compile(r"\w{1,100}")
HANDLE = re.compile(r"@[\w.-]{1,100}(@[\w.-]{1,100})?")
LINK = re.compile(r"https://[^\s\"'<>]+")
FEED = re.compile(r"https?://[^\s\"'<>]+")
LOGO = re.compile(r"/[\w./-]+")
LONG = 40_000  # characters in a notice

HANDLE_HINT = "write handles with the @ in front"


def roster(top: Table) -> tuple[e.Subject, ...]:
    """Return the subjects; one of them has the key "other"."""
    each = top.tables("roster")
    colour = "write a colour as #rrggbb"
    subjects = []
    for table in each:
        name = table.text("name", required=True, longest=40)
        subjects.append(
            e.Subject(
                key=table.text("key", required=True, like=SLUG, hint="lower-case letters"),
                name=name,
                short=table.text("short", name[:3].upper(), longest=5),
                icon=table.text("icon", "shapes", like=ICON, hint="the name of a lucide icon"),
                dark=table.text("dark", required=True, like=COLOUR, hint=colour),
                light=table.text("light", required=True, like=COLOUR, hint=colour),
                aliases=table.texts("aliases", longest=60),
            )
        )
        table.done()
    distinct(each, "key", lambda place: subjects[place].key)
    distinct(each, "name", lambda place: subjects[place].name)
    if not any(subject.key == e.OTHER for subject in subjects):
        top.wrong("roster", 'has no subject with the key "other"', "add one: people will need it")
    _aliases(each, subjects)
    return tuple(subjects)


def _aliases(each: list[Table], subjects: list[e.Subject]) -> None:
    owners = {subject.key.lower(): subject.key for subject in subjects}
    for table, subject in zip(each, subjects, strict=True):
        for alias in subject.aliases:
            owner = owners.setdefault(alias.lower(), subject.key)
            if owner != subject.key:
                table.wrong("aliases", f'"{alias}" already means {owner}', "remove one of the two")


def league(table: Table) -> e.LeagueRule:
    """Return how subjects are ordered."""
    by = e.LeagueBy(table.choice("by", tuple(e.LeagueBy), "entries"))
    found = e.LeagueRule(
        by=by,
        cap=table.whole("cap", 0, 0, 1000),
        words=table.text("words", f"One point for each of a subject's {by}.", longest=300),
    )
    table.done()
    return found


def sponsors(top: Table) -> tuple[e.Sponsor, ...]:
    """Return who supports the event."""
    each = top.tables("sponsors")
    found = []
    for table in each:
        logo = "an address on this site, beginning with /"
        found.append(
            e.Sponsor(
                name=table.text("name", required=True, longest=80),
                logo=table.text("logo", like=LOGO, hint=logo) or None,
                handles=table.texts("handles", like=HANDLE, hint=HANDLE_HINT),
                link=table.text("link", like=LINK, hint="an https:// address") or None,
                tier=table.text("tier", "sponsor", longest=40),
            )
        )
        table.done()
    distinct(each, "name", lambda place: found[place].name)
    return tuple(found)


def prizes(top: Table) -> tuple[e.Prize, ...]:
    """Return what can be won."""
    found = []
    for table in top.tables("prizes"):
        found.append(
            e.Prize(
                title=table.text("title", required=True),
                quantity=table.whole("quantity", 1, 1, 1000),
                by=table.text("by"),
            )
        )
        table.done()
    return tuple(found)


def draw(table: Table) -> e.DrawRules:
    """Return the conditions of the prize draw."""
    found = e.DrawRules(
        eligibility=table.text("eligibility", longest=2000),
        winners=table.text("winners", longest=2000),
        tickets_per_person=table.whole("tickets_per_person", 5, 1, 100),
    )
    table.done()
    return found


def promoter(table: Table) -> e.Promoter:
    """Return who runs the event."""
    found = e.Promoter(
        name=table.text("name"),
        address=table.text("address", longest=400),
        contact=table.text("contact"),
    )
    table.done()
    return found


def notice(top: Table, key: str) -> str:
    """Return the text of `[privacy]` or `[terms]`."""
    table = top.table(key)
    text = table.text("text", longest=LONG)
    table.done()
    return text


def consent(table: Table) -> e.Consent:
    """Return what a sender agrees to."""
    consent = e.Consent(version=table.text("version", longest=40), wording=table.texts("wording"))
    table.done()
    return consent


def retention(table: Table) -> e.Retention:
    """Return how long things are kept."""
    kept = e.Retention()
    found = e.Retention(
        originals=table.whole("originals", kept.originals, 1, 3650),
        hidden=table.whole("hidden", kept.hidden, 1, 3650),
        contacts=table.whole("contacts", kept.contacts, 1, 3650),
        logs=table.whole("logs", kept.logs, 1, 3650),
    )
    table.done()
    return found


def limits(table: Table) -> e.Limits:
    """Return how much one sender may do."""
    usual = e.Limits()
    found = e.Limits(
        upload_bytes=1_000_000 * table.whole("upload_mb", usual.upload_bytes // 1_000_000, 1, 200),
        device=_rate(table.table("device"), usual.device),
        address=_rate(table.table("address"), usual.address),
        without_cookie=_rate(table.table("without_cookie"), usual.without_cookie),
        reports=_rate(table.table("reports"), usual.reports),
        reports_address=_rate(table.table("reports_address"), usual.reports_address),
    )
    table.done()
    return found


def _rate(table: Table, usual: e.Rate) -> e.Rate:
    found = e.Rate(
        per_minute=table.whole("per_minute", usual.per_minute, 1, 1_000_000),
        burst=table.whole("burst", usual.burst, 1, 1_000_000),
    )
    table.done()
    return found


def sources(top: Table) -> tuple[e.SourceSpec, ...]:
    """Return the networks to read."""
    each = top.tables("sources")
    found = []
    for table in each:
        found.append(
            e.SourceSpec(
                name=table.text("name", required=True, like=SLUG, hint="lower-case letters"),
                kind=table.choice("kind", ("rss",), "rss"),
                url=table.text("url", required=True, like=FEED, hint="an https:// address"),
                every=table.whole("every", 60, 5, 86_400),
            )
        )
        table.done()
    distinct(each, "name", lambda place: found[place].name)
    return tuple(found)
