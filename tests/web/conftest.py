"""A server on a free port, with a stand-in for the program where that is enough."""

import contextlib
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from yarl import URL

from readiness.web.door import Door
from readiness.web.server import Server, listen

STAND_IN = Path(__file__).with_name("stand_in.py")


@dataclass
class Served:
    """A running server and a client for it."""

    server: Server
    client: aiohttp.ClientSession
    runner: web.AppRunner

    @property
    def door(self) -> Door:
        """What a request has to show."""
        return self.server.door

    @property
    def origin(self) -> str:
        """The origin of the server's own page."""
        return f"http://127.0.0.1:{self.door.port}"

    def address(self, path: str) -> URL:
        """An address below the token, sent just as it stands."""
        return URL(f"{self.door.address}{path}", encoded=True)

    async def visit(self, query: str = "") -> aiohttp.ClientWebSocketResponse:
        """Opens a websocket as the page does."""
        return await self.client.ws_connect(self.address(f"/ws{query}"), headers={"Origin": self.origin})


MakeServer = Callable[..., contextlib.AbstractAsyncContextManager[Served]]


@pytest.fixture
def serving() -> MakeServer:
    """Runs a server in front of the stand-in, until the end of a ``with``."""

    @contextlib.asynccontextmanager
    async def run(*arguments: str, **settings: int) -> AsyncIterator[Served]:
        with listen(0) as listening:
            server = Server(Door(listening.getsockname()[1]), [sys.executable, str(STAND_IN), *arguments], **settings)
            runner = web.AppRunner(server.application(), access_log=None, shutdown_timeout=5)
            await runner.setup()
            try:
                await web.SockSite(runner, listening).start()
                async with aiohttp.ClientSession() as client:
                    yield Served(server, client, runner)
            finally:
                await runner.cleanup()

    return run


@pytest.fixture
async def served(serving: MakeServer) -> AsyncIterator[Served]:
    """A running server."""
    async with serving() as running:
        yield running
