"""The report as one HTML file that needs nothing else, and as Markdown for a wiki or a pull request."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from readiness.reports.brand import PLAIN, Brand
from readiness.reports.templating import TEMPLATES, shipped, template_data


def html_text(data: Mapping[str, Any], brand: Brand = PLAIN) -> str:
    """The whole report as an HTML document; its policy lets nothing run or load but its own style, script and logo."""
    own = {name: (TEMPLATES / f"report.{suffix}").read_text(encoding="utf-8") for name, suffix in (("style", "css"), ("script", "js"))}
    own["style"] += _colours(brand) + _page(brand)
    parts = {name: Markup(text) for name, text in own.items()}  # noqa: S704 — our own files, not data
    hashes = {f"{name}_hash": Markup(_hash(text)) for name, text in own.items()}  # noqa: S704
    return shipped("report.html.j2", "html", {**template_data(data), **look(brand), **parts, **hashes})


def markdown_report(data: Mapping[str, Any], brand: Brand = PLAIN) -> str:
    """The whole report as Markdown with tables and task lists."""
    return shipped("report.md.j2", "markdown", {**template_data(data), **look(brand)})


def look(brand: Brand) -> dict[str, Any]:
    """What a template sees of a brand: its texts, and the logo as an address that holds the picture itself, "" for none."""
    logo = "" if brand.logo is None else f"data:image/png;base64,{base64.b64encode(brand.logo.png).decode()}"
    return {"brand": {"name": brand.name, "cover_text": brand.cover_text}, "logo": logo}


def _colours(brand: Brand) -> str:
    """The brand's colours where the page is light; on a dark one they were not chosen to be read."""
    chosen = ((name, colour) for name, colour in (("accent", brand.accent), ("ink", brand.text)) if colour is not None)
    rules = " ".join(f"--{name}: {colour};" for name, colour in chosen)
    return f"@media print, (prefers-color-scheme: light) {{ :root {{ {rules} }} }}\n" if rules else ""


def _page(brand: Brand) -> str:
    """The paper it is printed on; the widest list has it on its side."""
    return f"@page {{ size: {brand.paper.name}; }} @page wide {{ size: {brand.paper.name} landscape; }}\n"


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
