"""A served file in a real browser: answered by keys, its plan downloaded, nothing asked of anybody else, closed to other pages."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import web

from readiness.assessment import Assessment

from .browser import Tab, browser, until
from .program import Program, program

pytestmark = pytest.mark.needs_apt

TRY_WEBSOCKET = """
new Promise((done) => {
  const socket = new WebSocket("ADDRESS");
  socket.onopen = () => { socket.close(); done("open"); };
  socket.onerror = () => done("refused");
})
"""
TRY_READING = """fetch("ADDRESS").then((answer) => answer.text(), () => "refused")"""
TRY_FRAMING = """
new Promise((done) => {
  const frame = document.createElement("iframe");
  frame.onload = () => { try { done(String(frame.contentDocument)); } catch { done("closed to us"); } };
  frame.src = "ADDRESS";
  document.body.append(frame);
})
"""


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Program]:
    """The server of an assessment with nothing answered."""
    Assessment.create(tmp_path / "acme.readiness", "Acme", recorder="Ann").close()
    async with program("acme.readiness", tmp_path) as served:
        yield served


@pytest.fixture
async def new_tab(tmp_path: Path) -> AsyncIterator[Callable[[], Awaitable[Tab]]]:
    """Opens tabs of a browser that has never been used."""
    async with browser(tmp_path / "browser") as opener:
        yield opener


@pytest.fixture
async def foreign_page() -> AsyncIterator[str]:
    """The address of a page of somebody else's."""

    async def page(request: web.Request) -> web.Response:
        return web.Response(text="<!DOCTYPE html><title>elsewhere</title><body></body>", content_type="text/html")

    application = web.Application()
    application.router.add_get("/", page)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    await runner.cleanup()


def figures(text: str) -> str:
    """The readiness for Type I and Type II, as the results screen shows it."""
    found = re.search(r"Type I .*Type II.*%", text)
    assert found is not None, text
    return found[0]


async def test_a_workshop(running: Program, new_tab: Callable[[], Awaitable[Tab]], tmp_path: Path) -> None:
    tab = await new_tab()
    await tab.go(running.address)
    await tab.shows("Acme", "0 of 65 answered")
    await tab.press("r")
    before = figures(await tab.shows("Categories and series"))
    await tab.press("i")
    for number, key in enumerate("421", 1):
        await tab.shows("0–5 answer")
        await tab.press(key)
        await tab.shows(f"{number} of 65 answered")
    await tab.press("r")
    after = figures(await tab.shows("Categories and series"))
    assert after != before
    with Assessment.open(tmp_path / "acme.readiness") as assessment:
        assert sorted(answer.level or "" for answer in assessment.answers.values()) == ["1", "2", "4"]

    await tab.press("p")
    await tab.shows("person-days")
    await tab.press("x")
    await tab.shows("Download as", "acme-plan.pdf")
    await tab.press("Enter")
    plan = tmp_path / "browser" / "downloads" / "acme-plan.pdf"

    async def downloaded() -> bool:
        return plan.exists()

    await until(downloaded, bool, "a download")
    assert plan.read_bytes().startswith(b"%PDF-")
    assert plan.read_bytes().rstrip().endswith(b"%%EOF")
    assert not (tmp_path / "acme-plan.pdf").exists()

    socket = running.address.replace("http:", "ws:") + "/ws"
    assert any(address.startswith(socket) for address in tab.asked)
    assert [address for address in tab.asked if not address.startswith((running.address, socket, "data:"))] == []
    assert [told for told in tab.blocked if "Content Security Policy" in told or "Error" in told] == []


async def test_no_other_page_gets_in_even_with_the_whole_address(
    running: Program, new_tab: Callable[[], Awaitable[Tab]], foreign_page: str
) -> None:
    websocket = TRY_WEBSOCKET.replace("ADDRESS", running.address.replace("http:", "ws:") + "/ws?width=80&height=24")
    tab = await new_tab()
    await tab.go(running.address)
    await tab.shows("Acme")
    # The page itself may: what keeps others out is not a mistake in this script.
    assert await tab.value(websocket) == "open"

    await tab.go(foreign_page)
    await until(lambda: tab.value("document.title"), "elsewhere".__eq__, "the other page")
    assert await tab.value(websocket) == "refused"
    assert await tab.value(TRY_READING.replace("ADDRESS", running.address)) == "refused"
    assert await tab.value(TRY_FRAMING.replace("ADDRESS", running.address)) in ("null", "closed to us")


async def test_another_name_for_this_machine_opens_nothing(running: Program, new_tab: Callable[[], Awaitable[Tab]]) -> None:
    tab = await new_tab()
    await tab.go(running.address.replace("127.0.0.1", "rebound.localhost"))
    text = await until(lambda: tab.value("document.body.innerText"), bool, "an answer")
    assert "127.0.0.1 and localhost alone" in text


async def test_without_its_token_the_page_does_not_open(running: Program, new_tab: Callable[[], Awaitable[Tab]]) -> None:
    tab = await new_tab()
    for path in ("/", "/wrong", f"/{'A' * 43}"):
        await tab.go(running.origin + path)
        text = await until(lambda: tab.value("document.body.innerText"), bool, "an answer")
        assert "Use the whole address" in text
    assert not any(address.startswith("ws:") for address in tab.asked)
