"""What the server lets in, gives out and keeps to itself, with a stand-in for the program."""

import asyncio
import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import aiohttp
import pytest
from aiohttp import WSCloseCode, WSMsgType

from readiness.errors import ReadinessError
from readiness.paths import crash_log
from readiness.web import page
from readiness.web.server import MOST_MESSAGE_BYTES, listen
from readiness.web.session import served_program

from .conftest import MakeServer, Served
from .stand_in import CONTENT, KEY

PATHS = ["", "/", "/ws", "/page.js", "/textual.js", f"/download/{KEY}"]
FOREIGN = ["http://rebound.example", "null", "http://127.0.0.1:1", "file://"]


async def begun(socket: aiohttp.ClientWebSocketResponse) -> int:
    """Waits for the stand-in; its process id."""
    first = (await socket.receive_bytes()).decode()
    return int(first.split()[1])


def is_running(pid: int) -> bool:
    """Whether there is such a process."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def until(condition: Callable[[], bool]) -> None:
    """Waits for what must happen soon."""
    async with asyncio.timeout(30):
        while not condition():
            await asyncio.sleep(0)


async def ends(socket: aiohttp.ClientWebSocketResponse) -> int | None:
    """Reads until the websocket is closed; its close code."""
    while (await socket.receive()).type not in (WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.CLOSING, WSMsgType.ERROR):
        pass
    return socket.close_code


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("token", ["", "/wrong", "/TOKEN"])
async def test_without_the_token_nothing_opens(served: Served, path: str, token: str) -> None:
    address = f"{served.origin}{token.replace('TOKEN', served.door.token[:-1])}{path}"
    async with served.client.get(address, headers={"Origin": served.origin}) as response:
        assert response.status == 403
        assert served.door.token not in await response.text() + str(response.headers)
    assert not served.server.visits


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("host", ["rebound.example", "rebound.example:PORT", "127.0.0.1:1", "localhost"])
async def test_under_another_name_nothing_opens(served: Served, path: str, host: str) -> None:
    headers = {"Host": host.replace("PORT", str(served.door.port)), "Origin": served.origin}
    async with served.client.get(served.address(path), headers=headers) as response:
        assert response.status == 403
        assert served.door.token not in await response.text()
    assert not served.server.visits


@pytest.mark.parametrize("origin", [*FOREIGN, None])
async def test_no_other_page_opens_the_websocket_even_with_the_token(served: Served, origin: str | None) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await served.client.ws_connect(served.address("/ws"), headers={"Origin": origin} if origin else {})
    assert refused.value.status == 403
    assert not served.server.visits


async def test_a_page_of_ours_under_our_other_name_opens_it(served: Served) -> None:
    host = f"localhost:{served.door.port}"
    async with served.client.get(served.address(""), headers={"Host": host}) as response:
        assert f"ws://{host}/{served.door.token}/ws" in await response.text()
        assert f"connect-src ws://{host};" in response.headers["Content-Security-Policy"]
    async with served.client.ws_connect(served.address("/ws"), headers={"Host": host, "Origin": f"http://{host}"}) as socket:
        await begun(socket)


@pytest.mark.parametrize("path", [*PATHS, "/nothing", "/../"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
async def test_every_answer_tells_the_browser_to_keep_to_itself(served: Served, path: str, method: str) -> None:
    async with served.client.request(method, served.address(path)) as response:
        headers = response.headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")
        assert headers["Server"] == "readiness"
        assert "Set-Cookie" not in headers
        assert "Access-Control-Allow-Origin" not in headers
        if method != "GET":
            assert response.status >= 400


async def test_the_page_and_what_it_loads_names_no_other_place(served: Served) -> None:
    async with served.client.get(served.address("")) as response:
        html = await response.text()
    loaded = re.findall(r'(?:src|href)="([^"]*)"', html)
    base = f"/{served.door.token}"
    names = {one.removeprefix(f"{base}/") for one in loaded if one.startswith(f"{base}/")}
    assert set(loaded) == {f"{base}/{name}" for name in names} | {"data:,", base}
    assert names < set(page.ASSETS)
    for name in ("page.css", "xterm.css", "page.js"):
        async with served.client.get(served.address(f"/{name}")) as response:
            text = await response.text()
        # An address in a comment is not asked for.
        assert not re.search(r"(?:url\(|import|src)[^;]*//", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)), name
        for address in re.findall(r'url\("([^"]*)"\)', text):
            async with served.client.get(served.address(f"/{address}")) as response:
                assert response.content_type == "font/ttf"


@pytest.mark.parametrize(
    "path",
    [
        "/../pyproject.toml",
        "/..%2fdoor.py",
        "/%2e%2e%2fdoor.py",
        "/page.html",
        "/page%2fpage.js",
        "/static/js/textual.js",
        "/textual.js%00.css",
        "//etc/passwd",
        "/download/",
        "/download/..%2f..%2fdoor.py",
        "/download/../page.html",
        f"/download/{'0' * 32}",
    ],
)
async def test_no_path_leads_to_another_file(served: Served, path: str) -> None:
    async with served.client.get(served.address(path)) as response:
        assert response.status in (403, 404)


async def test_a_page_has_its_own_program_which_ends_with_it(served: Served) -> None:
    first, second = await served.visit(), await served.visit("?width=111&height=29")
    pids = [await begun(first)]
    told = (await second.receive_bytes()).decode()
    assert told.endswith(" in 111x29")
    pids.append(int(told.split()[1]))
    await first.send_json(["stdin", "ä"])
    assert await first.receive_bytes() == "typed ä".encode()
    await first.close()
    await until(lambda: len(served.server.visits) == 1)
    assert [is_running(pid) for pid in pids] == [False, True]
    await second.close()
    await until(lambda: not served.server.visits)
    assert not is_running(pids[1])


@pytest.mark.parametrize("key", ["q", "x"])
async def test_a_program_that_ends_closes_its_page(served: Served, key: str) -> None:
    socket = await served.visit()
    await begun(socket)
    await socket.send_json(["stdin", key])
    await ends(socket)
    await until(lambda: not served.server.visits)


async def test_a_program_that_does_not_begin_closes_its_page(serving: MakeServer) -> None:
    async with serving("broken") as served:
        await ends(await served.visit())
        await until(lambda: not served.server.visits)


async def test_a_program_that_will_not_end_is_made_to(serving: MakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readiness.web.session.PATIENCE", 0.2)
    monkeypatch.setattr("readiness.web.session.LAST_PATIENCE", 0.2)
    async with serving("stubborn") as served:
        socket = await served.visit()
        pid = await begun(socket)
        await socket.close()
        await until(lambda: not served.server.visits)
        assert not is_running(pid)


async def test_stopping_the_server_ends_every_program(served: Served) -> None:
    sockets = [await served.visit() for _ in range(2)]
    pids = [await begun(socket) for socket in sockets]
    assert all(map(is_running, pids))
    closing = [asyncio.create_task(ends(socket)) for socket in sockets]
    await served.runner.cleanup()
    assert [await task for task in closing] == [WSCloseCode.GOING_AWAY] * 2
    assert not any(map(is_running, pids))


async def test_only_so_many_pages_at_once(serving: MakeServer) -> None:
    async with serving(most_visits=2) as served:
        first, second = await served.visit(), await served.visit()
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await served.visit()
        assert refused.value.status == 503
        await first.close()
        await until(lambda: len(served.server.visits) == 1)
        third = await served.visit()
        await begun(third)
        await second.close()
        await third.close()


@pytest.mark.parametrize(
    "message",
    [
        "",
        "nonsense",
        "[" * 100_000,
        "null",
        "{}",
        "[]",
        '["stdin"]',
        '["stdin", 1]',
        '["resize", {"width": "1", "height": 2}]',
        '["resize", {"width": 1.5, "height": 2}]',
        '["run", "rm"]',
    ],
    ids=lambda message: message[:20],
)
async def test_a_page_that_talks_nonsense_is_closed(served: Served, message: str) -> None:
    socket = await served.visit()
    await begun(socket)
    await socket.send_str(message)
    assert await ends(socket) == WSCloseCode.POLICY_VIOLATION
    await until(lambda: not served.server.visits)


async def test_a_page_that_sends_too_much_is_closed(served: Served) -> None:
    socket = await served.visit()
    await begun(socket)
    await socket.send_json(["stdin", "a" * MOST_MESSAGE_BYTES])
    assert await ends(socket) == WSCloseCode.MESSAGE_TOO_BIG
    await until(lambda: not served.server.visits)


@pytest.mark.parametrize("query", ["?width=0&height=99999", "?width=-1&height=1e9", "?width=%D9%A3", f"?width={'9' * 5000}", "?width="])
async def test_sizes_stay_within_reason(served: Served, query: str) -> None:
    socket = await served.visit(query)
    width, height = map(int, (await socket.receive_bytes()).decode().split()[-1].split("x"))
    assert 1 <= width <= 1000
    assert 1 <= height <= 1000
    await socket.send_json(["resize", {"width": 10**9, "height": -5}])
    assert await socket.receive_bytes() == b"size 1000x1"


async def told(socket: aiohttp.ClientWebSocketResponse) -> list[object]:
    """The next thing that the page is told, as opposed to shown."""
    return list(await socket.receive_json())


async def test_a_download_is_there_once_and_keeps_its_odd_name_harmless(served: Served) -> None:
    socket = await served.visit()
    await begun(socket)
    await socket.send_json(["stdin", "d"])
    assert await told(socket) == ["deliver_file_start", KEY]
    async with served.client.get(served.address(f"/download/{KEY}")) as response:
        assert response.status == 200
        assert response.content_type == "application/pdf"
        assert await response.read() == CONTENT
        assert "X-Evil" not in response.headers
        disposition = response.headers["Content-Disposition"]
        assert disposition.startswith("attachment; filename*=UTF-8''plan%20%22f%C3%BCr%22%20%C3%A9%0D%0AX-Evil")
    async with served.client.get(served.address(f"/download/{KEY}")) as response:
        assert response.status == 404


async def test_a_download_ends_with_its_page(served: Served) -> None:
    socket = await served.visit()
    await begun(socket)
    await socket.send_json(["stdin", "d"])
    assert await told(socket) == ["deliver_file_start", KEY]
    await socket.close()
    await until(lambda: not served.server.visits)
    async with served.client.get(served.address(f"/download/{KEY}")) as response:
        assert response.status == 404


async def test_no_address_is_opened_from_the_page(served: Served) -> None:
    socket = await served.visit()
    await begun(socket)
    await socket.send_json(["stdin", "u"])
    assert await socket.receive_bytes() == b"asked"
    await socket.send_json(["ping", "7"])
    assert await told(socket) == ["pong", "7"]


def test_a_port_in_use_is_told_in_one_sentence() -> None:
    with listen(0) as taken, pytest.raises(ReadinessError, match=r"port \d+ can't be used \(Address already in use\)"):
        listen(taken.getsockname()[1])


def test_only_this_machine_is_listened_to() -> None:
    with listen(0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"


async def test_an_unforeseen_error_leaves_a_sentence_here_and_its_trace_in_the_crash_log(
    served: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(host: str, token: str) -> str:
        raise RuntimeError("out of paper")

    monkeypatch.setattr("readiness.web.server.page", break_down)
    async with served.client.get(served.address("")) as response:
        assert response.status == 500
        assert str(crash_log()) in await response.text()
    assert "out of paper" in crash_log().read_text()
    assert caplog.text == ""


@pytest.mark.parametrize(
    "name", ["it's", 'say "hi"', "$(touch hacked)", "`touch hacked`", "a; touch hacked", "a & b | c > d", "a\nb", "", "-x", "*"]
)
async def test_no_shell_reads_the_arguments_of_the_program(
    serving: MakeServer, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with serving("", name) as served:
        socket = await served.visit()
        await begun(socket)
        await socket.send_json(["stdin", "a"])
        assert json.loads(await socket.receive_bytes()) == ["", name]
    assert list(tmp_path.iterdir()) == []


def test_the_program_opens_one_file_by_its_whole_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert served_program(Path("-x")) == [sys.executable, "-P", "-m", "readiness", f"{tmp_path}/-x", "--served"]
