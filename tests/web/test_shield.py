"""Whose pages may act here, and by which names we are asked."""

from collections.abc import Callable

import pytest
from websockets.asyncio.client import connect

from tests.web.served import Served
from tests.web.test_live import frame, hello

PUBLIC = "https://wall.example.org"


class TestOrigins:
    def test_our_public_pages_behind_a_proxy(self, serve: Callable[..., Served]) -> None:
        """
        Behind a proxy that asks us by another name and in plain http, our own pages may still
        send; other sites, and other doors of ours, may not.
        """
        site = serve(url=PUBLIC)
        for host, origin, status in (
            ("127.0.0.1:8000", PUBLIC, 202),
            ("wall.example.org", PUBLIC, 202),
            ("wall.example.org", f"{PUBLIC}:443", 202),
            ("wall.example.org", "http://wall.example.org", 202),
            ("127.0.0.1:8000", "http://wall.example.org", 403),
            ("127.0.0.1:8000", "https://127.0.0.1:8000", 403),
            ("wall.example.org", f"{PUBLIC}:8443", 403),
            ("wall.example.org", f"{PUBLIC}:port", 403),
            ("wall.example.org", "https://example.org", 403),
        ):
            answer = site.send(headers={"host": host, "origin": origin})
            assert status == answer.status_code, (host, origin)

    async def test_and_watch(self, serve: Callable[..., Served]) -> None:
        """
        The same holds for the live line of our public pages.
        """
        site = serve(url=PUBLIC)
        async with connect(site.ws(), origin=PUBLIC) as socket:  # type: ignore[arg-type]
            await socket.send(hello())
            assert "reset" == (await frame(socket))["t"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_load_balancer_asks_by_address(site: Served, path: str) -> None:
    """
    Whether we are well is told by any name: a load balancer knows only our address.
    """
    assert 200 == site.get(path, headers={"host": "10.0.0.7:8000"}).status_code
    assert 403 == site.get("/", headers={"host": "10.0.0.7:8000"}).status_code
