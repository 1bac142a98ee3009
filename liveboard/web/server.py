"""One web process: uvicorn around the application."""

import asyncio
import logging
import socket
import sys

import uvicorn

from liveboard.config.process import log_to_stderr
from liveboard.config.settings import Settings
from liveboard.store import connect
from liveboard.web import live
from liveboard.web.app import build
from liveboard.web.assets import Assets
from liveboard.web.protocol import Guarded
from liveboard.web.site import Site
from liveboard.work.kit import Kit

GRACE_S = 8
FRAME_BYTES = 65536
_LAST_WORDS_S = 0.1


class Server(uvicorn.Server):
    """Uvicorn's server, saying goodbye on the live lines before it closes them."""

    def __init__(self, site: Site) -> None:
        super().__init__(_config(site))
        self._hub = site.tail.hub

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Tell every viewer when to come back, then end in order."""
        if len(self._hub):
            live.farewell(self._hub)
            await asyncio.sleep(_LAST_WORDS_S)  # the frames leave; the lifespan's end is too late
        await super().shutdown(sockets)


def serve(settings: Settings) -> None:
    """Serve until told to stop. The event must have been loaded."""
    log_to_stderr("", settings.log)
    kit = Kit.open(settings)
    server = Server(Site(kit, connect.aconnect(settings), kit.event(), Assets.read()))
    server.run()
    if not server.started:
        sys.exit(1)


def _config(site: Site) -> uvicorn.Config:
    settings = site.kit.settings
    return uvicorn.Config(
        build(site),
        host=settings.bind,
        port=settings.port,
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
        http=Guarded,
        ws_max_size=FRAME_BYTES,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=GRACE_S,
        server_header=False,
        access_log=False,
        log_config=None,
        log_level=logging.WARNING,  # below it uvicorn writes down who connects from where
        backlog=4096,
    )
