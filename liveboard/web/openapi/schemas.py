"""What several operations speak of: the event, entries, states, problems."""

from liveboard.domain.entry import State
from liveboard.domain.event import LeagueBy
from liveboard.live.wire import PRINTS
from liveboard.web.openapi.parts import (
    COUNT,
    ID,
    NUMBER,
    TEXT,
    YES_NO,
    Json,
    answer,
    array,
    obj,
    one_of,
    ref,
    told,
)

_INSTANT: Json = {
    "type": ["string", "null"],
    "description": 'An ISO 8601 instant in UTC, ending in "Z"; null round the clock.',
}
COLOUR: Json = {"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"}
SIZE: Json = array(COUNT, minItems=2, maxItems=2, description="Width and height in pixels.")

PRINT_ADDRESSES = obj(
    dict.fromkeys(PRINTS, TEXT),
    about="Addresses on this site, WebP; longest edge 480, 960, 1600. Empty once taken down.",
)

_ENTRY = obj(
    {
        "id": ID,
        "subjects": array(TEXT, description="Keys of the roster; the first is shown."),
        "caption": TEXT,
        "alt": told(TEXT, "What can be seen, for those who cannot see it."),
        "name": TEXT,
        "school": TEXT,
        "kind": one_of("photo", "video"),
        "source": told(TEXT, 'Where it came from: "upload", or a network\'s name.'),
        "prints": PRINT_ADDRESSES,
        "rev": told(NUMBER, "Grows with every change of the entry."),
        "size": SIZE,
        "colour": told(COLOUR, "Its average colour, for the time until it is loaded."),
        "seq": told(NUMBER, "The delta that showed it."),
    },
    optional=("name", "school", "seq"),
    about="One shown photo.",
)

_SUBJECT = obj(
    {
        "key": TEXT,
        "name": TEXT,
        "short": TEXT,
        "icon": TEXT,
        "dark": told(COLOUR, "Its colour on a dark ground."),
        "light": told(COLOUR, "Its colour on a light ground."),
    }
)

_SPONSOR = obj(
    {
        "name": TEXT,
        "logo": {"type": ["string", "null"], "description": "An address on this site."},
        "link": {"type": ["string", "null"]},
        "tier": TEXT,
    }
)

_EVENT = obj(
    {
        "name": TEXT,
        "slug": TEXT,
        "edition": TEXT,
        "hashtag": told(TEXT, "Without the #."),
        "opens": _INSTANT,
        "closes": _INSTANT,
        "always": told(YES_NO, "Open round the clock."),
        "zone": told(TEXT, "The zone people read its times in, like Europe/London."),
        "roster": array(ref("Subject")),
        "sponsors": array(ref("Sponsor")),
        "rehearsal": told(YES_NO, "Nothing counts."),
        "league": obj(
            {
                "by": one_of(*LeagueBy, about="What a subject scores one point for."),
                "cap": told(COUNT, "The most points one person brings; 0 for no limit."),
                "words": told(TEXT, "The rule, for people."),
            }
        ),
    },
    about="What everybody may know of the event.",
)

_STANDING = obj(
    {
        "id": ID,
        "state": ref("State"),
        "reason": told(TEXT, "Why it failed, in words."),
    },
    optional=("reason",),
)

_OWN_STANDING = obj(
    {
        "id": ID,
        "state": ref("State"),
        "reason": told(TEXT, "Why it is hidden or failed, in words."),
        "place": told(NUMBER, "Its place in the desk's queue while it waits; 1 is next."),
    },
    optional=("reason", "place"),
)

_ACCEPTED = obj(
    {
        "id": ID,
        "state": ref("State"),
        "status_url": told(TEXT, "How it stands, for anybody."),
        "manage_url": told(TEXT, "Its person's private page. Whoever has it may delete the photo."),
    },
    about="It is on disk, and will be looked at.",
)

_PROBLEM = obj(
    {
        "type": TEXT,
        "title": TEXT,
        "status": NUMBER,
        "detail": told(TEXT, "What is wrong, with the value that was wrong."),
        "code": told(TEXT, "For programs; stable."),
        "hint": told(TEXT, "What to do about it; may be empty."),
        "retry_after": told(NUMBER, "Seconds; also in the Retry-After header."),
        "field": told(TEXT, "The form field it is about."),
        "problems": array(
            obj({"field": TEXT, "text": TEXT}), description="Every wrong field of a form."
        ),
        "saw": told(TEXT, "Of a wrong type: what the bytes are."),
        "accepted": array(TEXT, description="Of a wrong type: what we take."),
        "by": told(TEXT, "Of a conflict: who decided."),
        "state": told(TEXT, "Of a conflict: how the entry stands."),
        "rev": told(NUMBER, "Of a conflict: the entry's present revision."),
    },
    optional=("retry_after", "field", "problems", "saw", "accepted", "by", "state", "rev"),
    about="RFC 9457 problem JSON.",
)

SCHEMAS: Json = {
    "State": one_of(
        *State,
        about="received → developing → waiting → shown or hidden; or failed, withdrawn, erased.",
    ),
    "Entry": _ENTRY,
    "Subject": _SUBJECT,
    "Sponsor": _SPONSOR,
    "Event": _EVENT,
    "Accepted": _ACCEPTED,
    "Standing": _STANDING,
    "OwnStanding": _OWN_STANDING,
    "Problem": _PROBLEM,
}

RESPONSES: Json = {
    "Problem": {
        **answer(
            "It was refused, or cannot be done now.", ref("Problem"), "application/problem+json"
        ),
        "headers": {
            "Retry-After": {"description": "Seconds, where it helps.", "schema": NUMBER},
        },
    }
}
