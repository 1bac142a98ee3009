"""Reports from the audience: at once off the wall, and first on the desk."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from liveboard.domain.event import Rate
from liveboard.store import entries, limits
from liveboard.web import devices, pages
from liveboard.web.problems import wants_page
from liveboard.web.site import site
from liveboard.work.kit import fresh_id

FLOOD = Rate(12, 20)  # for the whole event: above it a report marks, and hides no more


async def report(request: Request) -> Response:
    """POST /api/entries/{entry}/report — hide it now; a person looks at it."""
    here = site(request)
    event = await here.current()
    device = devices.device(request)
    now = here.kit.clock.ms()
    buckets = device.report_buckets(event.limits)
    await here.run(limits.allow(here.kit.keys, buckets, now=now))
    entry = request.path_params["entry"]
    seq = await here.run(entries.report(here.kit.keys, entry, op=fresh_id(), now=now, flood=FLOOD))
    await here.tail.reached(seq)
    if wants_page(request):
        return await pages.page(
            request,
            "said.html",
            {
                "title": "Thank you",
                "text": "A moderator will look at this photo now."
                + (" It is off the wall until then." if seq else ""),
                "way": "/wall",
                "way_words": "Back to the wall",
            },
        )
    return JSONResponse({"entry": entry, "hidden": bool(seq)}, 202)
