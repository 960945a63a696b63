"""The web server: checks every request at the door, serves the page, its downloads, and one program for each open page."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import signal
import socket
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import quote

from aiohttp import WSCloseCode, WSMsgType, hdrs, web

from readiness.errors import ReadinessError
from readiness.paths import crash_log, write_private
from readiness.web.door import HOST, Door
from readiness.web.page import asset, page
from readiness.web.session import Visit, served_program

MOST_VISITS = 8
MOST_MESSAGE_BYTES = 256 * 1024
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Server:
    """Everything behind one door. ``program`` is the argument list that each page gets a process of."""

    def __init__(self, door: Door, program: list[str], *, most_visits: int = MOST_VISITS) -> None:
        self.door = door
        self.visits: set[Visit] = set()
        self._program = program
        self._most_visits = most_visits

    def application(self) -> web.Application:
        """The routes, all behind the door and all below the token."""
        application = web.Application(middlewares=[self._check])
        for path, handler in (
            ("/{token}", self._page),
            ("/{token}/", self._page),
            ("/{token}/ws", self._visit),
            ("/{token}/download/{key}", self._download),
            ("/{token}/{name}", self._asset),
        ):
            application.router.add_get(path, handler, allow_head=False)
        application.on_response_prepare.append(self._add_headers)
        application.on_shutdown.append(self._send_away)
        return application

    @web.middleware
    async def _check(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not self.door.is_ours(request.headers.getall(hdrs.HOST, [])):
            raise web.HTTPForbidden(text="This server answers to 127.0.0.1 and localhost alone.\n")
        if not self.door.has_token(request.path):
            raise web.HTTPForbidden(text="Use the whole address that `readiness serve` printed.\n")
        try:
            return await handler(request)
        except (web.HTTPException, asyncio.CancelledError):
            raise
        except Exception:
            with contextlib.suppress(OSError):
                write_private(crash_log(), traceback.format_exc())
            raise web.HTTPInternalServerError(text=f"Something went wrong that should not have; {crash_log()} has its trace.\n") from None

    async def _add_headers(self, request: web.Request, response: web.StreamResponse) -> None:
        host = request.host if self.door.is_ours([request.host]) else self.door.hosts[0]
        response.headers.update(self.door.headers(host))

    async def _page(self, request: web.Request) -> web.Response:
        return web.Response(text=page(request.host, self.door.token), content_type="text/html")

    async def _asset(self, request: web.Request) -> web.Response:
        try:
            content, kind = asset(request.match_info["name"])
        except KeyError:
            raise web.HTTPNotFound from None
        return web.Response(body=content, content_type=kind, charset="utf-8" if kind.startswith("text/") else None)

    async def _download(self, request: web.Request) -> web.Response:
        for visit in list(self.visits):
            delivered = await visit.take(request.match_info["key"])
            if delivered is not None:
                name = quote(delivered.name, safe="", errors="replace")
                headers = {hdrs.CONTENT_DISPOSITION: f"attachment; filename*=UTF-8''{name}"}
                return web.Response(body=delivered.content, content_type=delivered.kind, headers=headers)
        raise web.HTTPNotFound(text="There is no such download any more: each can be fetched once; write it again.\n")

    async def _visit(self, request: web.Request) -> web.WebSocketResponse:
        if not self.door.is_same_origin(request.host, request.headers.getall(hdrs.ORIGIN, [])):
            raise web.HTTPForbidden(text="Only the page of this server may open it.\n")
        if len(self.visits) >= self._most_visits:
            raise web.HTTPServiceUnavailable(text=f"{self._most_visits} pages are open already; close one.\n")
        websocket = web.WebSocketResponse(heartbeat=15, max_msg_size=MOST_MESSAGE_BYTES, compress=False)
        visit = Visit(self._program, websocket)
        self.visits.add(visit)
        try:
            await websocket.prepare(request)
            await visit.start(_number(request, "width", 80), _number(request, "height", 24))
            await _obey(websocket, visit)
        finally:
            try:
                await visit.stop()
            finally:
                self.visits.discard(visit)
        return websocket

    async def _send_away(self, application: web.Application) -> None:
        for visit in list(self.visits):
            await visit.socket.close(code=WSCloseCode.GOING_AWAY)


def _number(request: web.Request, name: str, otherwise: int) -> int:
    text = request.query.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else otherwise


async def _obey(websocket: web.WebSocketResponse, visit: Visit) -> None:
    """Does what the page asks for until it is closed; a page that does not speak the terminal's language is closed."""
    async for message in websocket:
        try:
            asked = json.loads(message.data) if message.type is WSMsgType.TEXT else None
        except (ValueError, RecursionError):
            asked = None
        match asked:
            case ["stdin", str(typed)]:
                await visit.send_bytes(typed.encode("utf-8", "replace"))
            case ["resize", {"width": int(width), "height": int(height)}]:
                await visit.set_terminal_size(width, height)
            case ["ping", str(sent)]:
                await websocket.send_json(["pong", sent])
            case ["focus"]:
                await visit.focus()
            case ["blur"]:
                await visit.blur()
            case _:
                await websocket.close(code=WSCloseCode.POLICY_VIOLATION)


def listen(port: int) -> socket.socket:
    """A socket on this machine's own address, which no other machine reaches. 0 is any free port. Raises ReadinessError."""
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        raise ReadinessError(
            f"port {port} can't be used ({os.strerror(error.errno or 0)}); choose another, or leave --port out for any free one."
        ) from None


def serve(file: Path, port: int, announce: Callable[[str], None]) -> None:
    """Serves ``file`` until ctrl+c or a request to end; ``announce`` gets the address once it can be opened. Raises ReadinessError."""
    with listen(port) as listening:
        door = Door(listening.getsockname()[1])
        asyncio.run(_serve(Server(door, served_program(file)), listening, announce))


async def _serve(server: Server, listening: socket.socket, announce: Callable[[str], None]) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    # What others send that is no request is their trouble, and a log of requests would keep the secret address.
    unheard = logging.getLogger("readiness.web")
    unheard.disabled = True
    runner = web.AppRunner(server.application(), access_log=None, logger=unheard, shutdown_timeout=10)
    await runner.setup()
    try:
        await web.SockSite(runner, listening).start()
        announce(server.door.address)
        await stop.wait()
    finally:
        await runner.cleanup()
