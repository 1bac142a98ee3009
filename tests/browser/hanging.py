"""Photos with real pictures on the board of a served web process, without a worker."""

import io
from typing import Any

from PIL import Image

from liveboard.domain.entry import Verdict
from liveboard.live.wire import PRINTS
from liveboard.store import entries
from tests.web.served import Served


def at_the_desk(site: Served, caption: str = "Kiln day", **words: str) -> str:
    """An entry that waits, whose prints are pictures a browser can show."""
    entry = site.received(caption=caption, **words)
    claim = site.claimed(entry)
    assert claim.hash
    drawn = io.BytesIO()
    Image.new("RGB", (640, 480), "#7a5c9e").save(drawn, "WEBP")
    for name in PRINTS:
        site.kit.blobs.put_print(claim.hash, name, drawn.getvalue())
    more: dict[str, Any] = {"v": f"v{entry[-8:]}", "size": (640, 480), "colour": "#7a5c9e"}
    site.run(entries.admit(site.keys, entry, fence=claim.fence, now=site.now, **more))
    return entry


def hung(site: Served, caption: str, **words: str) -> str:
    """An entry on every wall."""
    entry = at_the_desk(site, caption, **words)
    site.seen(site.decide(entry, Verdict.SHOWN).seq)
    return entry
