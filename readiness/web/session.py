"""One visitor's own process of the program: textual-serve's protocol, but started without a shell and always brought to an end."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from asyncio.subprocess import Process
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

READY = b"__GANGLION__\n"
DATA, META, PACKED = b"D", b"M", b"P"
MOST_BYTES = 64 * 1024 * 1024
# Seconds: to end when asked, and to end when told.
PATIENCE = 5.0
LAST_PATIENCE = 2.0
SMALLEST, WIDEST = 1, 1000


def served_program(file: Path) -> list[str]:
    """The argument list that opens ``file``, and nothing else, for a browser; never a line for a shell to read.

    ``-P`` keeps Python from importing modules that lie in the working folder, which may be a client's.
    """
    return [sys.executable, "-P", "-m", "readiness", os.path.abspath(file), "--served"]  # noqa: PTH100  links stay links


def within_reason(cells: int) -> int:
    """A width or height that a terminal can have."""
    return min(max(cells, SMALLEST), WIDEST)


@dataclass(frozen=True, slots=True)
class Delivered:
    """A file on its way to the browser."""

    name: str
    kind: str
    content: bytes


class Visit(AppService):
    """The program of one open page, from its websocket to its process."""

    def __init__(self, program: Sequence[str], socket: web.WebSocketResponse) -> None:
        super().__init__(
            subprocess.list2cmdline(program),
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=self._close_socket,
            download_manager=DownloadManager(),
        )
        self.socket = socket
        self._program = list(program)
        self._offered: set[str] = set()
        self._ending = False

    async def _close_socket(self) -> None:
        await self.socket.close()

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Starts the program from its argument list: a file name with quotes, spaces or ``$()`` stays a file name."""
        environment = self._build_environment(width=within_reason(width), height=within_reason(height))
        # Standard error stays the server's own: what the program says when it can't open the file belongs there.
        process = await asyncio.create_subprocess_exec(
            *self._program, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, env=environment
        )
        assert process.stdin is not None
        self._process, self._stdin = process, process.stdin
        return process

    async def set_terminal_size(self, width: int, height: int) -> None:
        """Tells the program how big the page is now, in cells."""
        await super().set_terminal_size(within_reason(width), within_reason(height))

    async def run(self) -> None:
        """Passes on what the program writes until it ends, then closes the websocket."""
        assert self._process is not None
        assert self._process.stdout is not None
        try:
            await self._pass_on(self._process.stdout)
        except asyncio.IncompleteReadError:
            pass
        finally:
            self._ending = True
            await self.socket.close()

    async def _pass_on(self, stdout: asyncio.StreamReader) -> None:
        while await stdout.readline() != READY:
            if stdout.at_eof():
                return
        while True:
            kind = await stdout.readexactly(1)
            size = int.from_bytes(await stdout.readexactly(4), "big")
            if size > MOST_BYTES:
                return
            payload = await stdout.readexactly(size)
            # Once the page is gone its program is still read from, or it would wait for that before it ends.
            if self.socket.closed:
                continue
            try:
                if kind == DATA:
                    await self.on_data(payload)
                elif kind == META:
                    await self.on_meta(payload)
                elif kind == PACKED:
                    await self.on_packed(payload)
            except ConnectionError:
                continue

    async def on_meta(self, data: bytes) -> None:
        """Hands on that a file is ready or that the program ends; an address to open in the browser is dropped."""
        meta = json.loads(data)
        if meta["type"] == "deliver_file_start":
            self._offered.add(str(meta["key"]))
        if meta["type"] in ("deliver_file_start", "exit"):
            await super().on_meta(data)

    async def take(self, key: str) -> Delivered | None:
        """The file that was offered under ``key``, once; None if there is none, or if the program ended on the way."""
        if key not in self._offered:
            return None
        self._offered.discard(key)
        meta = await self._download_manager.get_download_metadata(key)
        chunks = [chunk async for chunk in self._download_manager.download(key)]
        if self._ending:
            return None
        return Delivered(meta.file_name, meta.mime_type, b"".join(chunks))

    async def stop(self) -> None:
        """Ends the program, which has its answers in the file already: asks, then tells, then makes it."""
        self._ending = True
        process, reading = self._process, self._task
        if process is None or reading is None:
            return
        await self._download_manager.cancel_app_downloads(app_service_id=self.app_service_id)
        await self.send_meta({"type": "quit"})
        for end, patience in ((process.terminate, PATIENCE), (process.kill, LAST_PATIENCE)):
            done, _ = await asyncio.wait([reading], timeout=patience)
            if done:
                break
            if process.returncode is None:
                end()
        await reading
        await process.wait()
        self._task = None
