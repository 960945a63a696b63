"""`readiness serve` as a process of its own, and its page as a program sees it: a websocket with text to read and keys to press."""

import asyncio
import contextlib
import re
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from aiohttp import WSMsgType

PATIENCE = 60
CONTROLS = re.compile(r"\x1b(?:\[[0-9;?<>=$]*[A-Za-z~]|\][^\x07]*\x07|[()][A-Z0-9]|.)")


@dataclass
class Program:
    """A running server. ``address`` is what it printed, token and all."""

    process: Process
    address: str

    @property
    def origin(self) -> str:
        """Scheme, host and port of the address."""
        return self.address.rpartition("/")[0]

    async def rest(self) -> str:
        """All that it still prints, once it has ended."""
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            return (await self.process.stdout.read()).decode()


@contextlib.asynccontextmanager
async def program(file: str, folder: Path) -> AsyncIterator[Program]:
    """Serves ``file`` with ``folder`` as working folder, until the end of a ``with`` at the latest."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "readiness", "serve", file), cwd=folder, stdin=PIPE, stdout=PIPE, stderr=STDOUT
    )
    try:
        assert process.stdout is not None
        printed = ""
        async with asyncio.timeout(PATIENCE):
            while not (found := re.search(r"http://\S+", printed)):
                line = (await process.stdout.readline()).decode()
                assert line, printed
                printed += line
        yield Program(process, found[0])
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


class Page:
    """The page of a served file without a browser around it."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self.drawn = ""
        self.offered = ""

    async def _hear(self) -> bool:
        message = await self._socket.receive(PATIENCE)
        if message.type is WSMsgType.BINARY:
            self.drawn += CONTROLS.sub("", message.data.decode())
        elif message.type is WSMsgType.TEXT:
            kind, what = message.json()
            self.offered = what if kind == "deliver_file_start" else self.offered
        return message.type in (WSMsgType.BINARY, WSMsgType.TEXT)

    async def draws(self, text: str) -> None:
        """Reads until ``text`` was drawn since the last key."""
        await self._until(lambda: text in self.drawn, text)

    async def press(self, keys: str) -> None:
        """Presses keys, forgetting what was drawn before."""
        self.drawn = ""
        await self._socket.send_json(["stdin", keys])

    async def offers(self) -> str:
        """Reads until a download is offered; its key."""
        await self._until(lambda: bool(self.offered), "a download")
        return self.offered

    async def _until(self, seen: Callable[[], bool], wanted: str) -> None:
        """Reads until it was seen, however long the page goes on drawing other things meanwhile, a running clock say."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while not seen() and await self._hear():
                    pass
        assert seen(), f"{wanted!r} never came:\n{self.drawn[-4_000:]}"

    async def ends(self) -> None:
        """Reads until the program closes the page."""
        while await self._hear():
            pass


@contextlib.asynccontextmanager
async def opened(running: Program, client: aiohttp.ClientSession) -> AsyncIterator[Page]:
    """Opens the page's websocket as a browser would."""
    address = f"{running.address}/ws?width=100&height=40"
    async with client.ws_connect(address, headers={"Origin": running.origin}) as socket:
        yield Page(socket)
