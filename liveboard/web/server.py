"""One web process: uvicorn around the application."""

import logging

import uvicorn

from liveboard.config.settings import Settings
from liveboard.store import connect
from liveboard.web.app import build
from liveboard.web.assets import Assets
from liveboard.web.site import Site
from liveboard.work.kit import Kit

GRACE_S = 8
FRAME_BYTES = 65536


def serve(settings: Settings) -> None:
    """Serve until told to stop. The event must have been loaded."""
    kit = Kit.open(settings)
    site = Site(kit, connect.aconnect(settings), kit.event(), Assets.read())
    uvicorn.run(
        build(site),
        host=settings.bind,
        port=settings.port,
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
        ws_max_size=FRAME_BYTES,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=GRACE_S,
        server_header=False,
        access_log=False,
        log_config=None,
        log_level=logging.getLevelName(settings.log.upper()),
        backlog=4096,
    )
