"""The report as one HTML file that needs nothing else, and as Markdown for a wiki or a pull request."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from readiness.reports.templating import TEMPLATES, shipped, template_data


def html_text(data: Mapping[str, Any]) -> str:
    """The whole report as an HTML document; its policy lets nothing run or load but its own style and script."""
    own = {name: (TEMPLATES / f"report.{suffix}").read_text(encoding="utf-8") for name, suffix in (("style", "css"), ("script", "js"))}
    parts = {name: Markup(text) for name, text in own.items()}  # noqa: S704 — our own files, not data
    hashes = {f"{name}_hash": Markup(_hash(text)) for name, text in own.items()}  # noqa: S704
    return shipped("report.html.j2", "html", {**template_data(data), **parts, **hashes})


def markdown_report(data: Mapping[str, Any]) -> str:
    """The whole report as Markdown with tables and task lists."""
    return shipped("report.md.j2", "markdown", template_data(data))


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
