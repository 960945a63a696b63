"""Debian's Chromium, headless, told what to do over its DevTools protocol; it writes down every address it asks for."""

import asyncio
import contextlib
import itertools
import json
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp

OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
    "--window-size=1000,700",
)
# The terminal's script keeps its terminal to itself; this takes note of it on the way.
FIND_TERMINAL = """
Object.defineProperty(Object.prototype, "terminal", {configurable: true, set(value) {
  if (value && value.buffer) window.foundTerminal = value;
  Object.defineProperty(this, "terminal", {value, writable: true, configurable: true, enumerable: true});
}});
"""
READ_TERMINAL = """
(() => {
  if (!window.foundTerminal) return "";
  const buffer = window.foundTerminal.buffer.active;
  return Array.from({length: buffer.length}, (_, row) => buffer.getLine(row).translateToString(true)).join("\\n");
})()
"""
PATIENCE = 60
READ_PAGE = "`${document.readyState} ${document.location.pathname.length} ${document.documentElement.outerHTML}`"


class Tab:
    """One tab. ``asked`` has every address it asked for, ``blocked`` what the page was told off for."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._news = asyncio.Condition()
        self.asked: list[str] = []
        self.blocked: list[str] = []

    async def listen(self) -> None:
        """Takes what the browser says until the tab is gone."""
        async for message in self._socket:
            told = json.loads(message.data)
            if "id" in told:
                self._answers.pop(told["id"]).set_result(told)
            match told.get("method"):
                case "Network.requestWillBeSent":
                    self.asked.append(told["params"]["request"]["url"])
                case "Network.webSocketCreated":
                    self.asked.append(told["params"]["url"])
                case "Network.loadingFailed":
                    self.blocked.append(told["params"]["errorText"])
                case "Log.entryAdded":
                    self.blocked.append(told["params"]["entry"]["text"])
                case "Runtime.exceptionThrown":
                    details = told["params"]["exceptionDetails"]
                    self.blocked.append(details.get("exception", {}).get("description", details["text"]))

    async def send(self, method: str, **parameters: object) -> dict[str, Any]:
        """Calls a method of the protocol."""
        number = next(self._numbers)
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._answers[number] = answer
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        told = await asyncio.wait_for(answer, PATIENCE)
        assert "error" not in told, told
        return dict(told["result"])

    async def value(self, script: str) -> Any:
        """What a script comes to."""
        told = await self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        return told["result"].get("value")

    async def go(self, address: str) -> None:
        """Opens an address in this tab; again where a browser that has just started takes its own start for a change of network."""
        while (told := await self.send("Page.navigate", url=address)).get("errorText") == "net::ERR_NETWORK_CHANGED":
            pass
        assert "errorText" not in told, told

    async def press(self, *keys: str) -> None:
        """Presses keys: single characters, ``Enter`` or ``Escape``."""
        codes = {"Enter": (13, "\r"), "Escape": (27, "")}
        for key in keys:
            code, text = codes.get(key) or (ord(key.upper()), key)
            event = {"key": key, "windowsVirtualKeyCode": code}
            await self.send("Input.dispatchKeyEvent", type="keyDown", text=text, **event)
            await self.send("Input.dispatchKeyEvent", type="keyUp", **event)

    async def text(self) -> str:
        """All that the terminal in the page shows."""
        return str(await self.value(READ_TERMINAL))

    async def shows(self, *wanted: str) -> str:
        """Waits until the terminal shows all of ``wanted``; then all that it shows."""

        async def seen() -> str:
            return await self.text() or f"no terminal; asked for {self.asked}, told {self.blocked}: {await self.value(READ_PAGE)}"

        return str(await until(seen, lambda text: all(one in text for one in wanted), f"{wanted} on the screen"))


async def until(ask: Callable[[], Awaitable[Any]], enough: Callable[[Any], bool], what: str) -> Any:
    """Asks again until the answer is enough; fails with the last answer if it never is."""
    answer = None
    try:
        async with asyncio.timeout(PATIENCE):
            while not enough(answer := await ask()):
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise AssertionError(f"never {what}; last seen:\n{answer}") from None
    return answer


@contextlib.asynccontextmanager
async def browser(folder: Path) -> AsyncIterator[Callable[[], Awaitable[Tab]]]:
    """A browser whose profile and downloads lie in ``folder``; gives what opens a new tab."""
    program = shutil.which("chromium")
    assert program is not None, "chromium is missing (Debian: apt install chromium)"
    profile, downloads = folder / "profile", folder / "downloads"
    downloads.mkdir(parents=True)
    process = await asyncio.create_subprocess_exec(
        program,
        *OPTIONS,
        f"--user-data-dir={profile}",
        "about:blank",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    listeners = []
    try:
        async with aiohttp.ClientSession() as client:

            async def port() -> str:
                where = profile / "DevToolsActivePort"
                return where.read_text().partition("\n")[0] if where.exists() else ""

            devtools = f"http://127.0.0.1:{await until(port, str.isdecimal, 'a DevTools port')}"

            async def new_tab() -> Tab:
                async with client.put(f"{devtools}/json/new?about:blank") as response:
                    address = (await response.json())["webSocketDebuggerUrl"]
                tab = Tab(await client.ws_connect(address, max_msg_size=0))
                listeners.append(asyncio.create_task(tab.listen()))
                for domain in ("Network", "Page", "Runtime", "Log"):
                    await tab.send(f"{domain}.enable")
                await tab.send("Page.addScriptToEvaluateOnNewDocument", source=FIND_TERMINAL)
                await tab.send("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(downloads))
                return tab

            yield new_tab
    finally:
        for listener in listeners:
            listener.cancel()
        process.terminate()
        await process.wait()
