"""The page and what it loads: our own template, script and styles, textual-serve's terminal and fonts. Nothing from elsewhere."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from string import Template

OURS, THEIRS = "readiness.web", "textual_serve"
# name in the address -> (package, path in it, type)
ASSETS = {
    "page.css": (OURS, "page/page.css", "text/css"),
    "page.js": (OURS, "page/page.js", "text/javascript"),
    "xterm.css": (THEIRS, "static/css/xterm.css", "text/css"),
    "textual.js": (THEIRS, "static/js/textual.js", "text/javascript"),
    "roboto-mono.ttf": (THEIRS, "static/fonts/RobotoMono-VariableFont_wght.ttf", "font/ttf"),
    "roboto-mono-italic.ttf": (THEIRS, "static/fonts/RobotoMono-Italic-VariableFont_wght.ttf", "font/ttf"),
}


@cache
def asset(name: str) -> tuple[bytes, str]:
    """A file of the page and its type. Raises KeyError for any name but these: no path of the request reaches the disk."""
    package, path, kind = ASSETS[name]
    return files(package).joinpath(path).read_bytes(), kind


def page(host: str, token: str) -> str:
    """The page as HTML, for a browser that came by ``host``; both are ours and need no escaping."""
    template = files(OURS).joinpath("page/page.html").read_text(encoding="utf-8")
    return Template(template).substitute(base=f"/{token}", websocket=f"ws://{host}/{token}/ws")
