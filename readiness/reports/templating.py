"""Jinja templates over the machine form: a sandbox that reaches no file, escapes by what is written, and knows the report's words.

Used for the shipped HTML and Markdown templates, and in a process of its own for users' templates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

from jinja2 import BaseLoader, FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from questionnaires.wording import count_text
from readiness.reports.versions import chapters
from readiness.reports.words import (
    ACKNOWLEDGEMENT,
    RUNG_WORDS,
    SUBSERVICE,
    UNDATED,
    amount_text,
    assessed,
    day_text,
    number_text,
    percent_text,
    points_text,
    range_text,
    tenths_text,
)

Form = Literal["html", "markdown", "text"]
TEMPLATES = Path(__file__).parent / "templates"
_MARKS = re.compile(r"([\\`*_\[\]|~$])")
_OPENING = re.compile(r"^( ?)(?:([#+=-])|(\d+)([.)])(?= |$))")


class Sandbox(ImmutableSandboxedEnvironment):
    """A sandbox in which ``package.items`` is the field of that name, not a method that every mapping has."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The field named ``attribute`` where data has one, else what the sandbox gives."""
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def form_of(name: str) -> Form:
    """What a template of this name writes, by its suffix before ``.j2``: HTML, Markdown or plain text."""
    suffix = Path(name.removesuffix(".j2")).suffix.lower()
    if suffix in (".html", ".htm", ".xhtml", ".xml", ".svg"):
        return "html"
    return "markdown" if suffix in (".md", ".markdown") else "text"


def environment(form: Form, loader: BaseLoader | None = None) -> Sandbox:
    """A sandboxed environment: every printed value is escaped for ``form`` unless it went through ``safe``; unknown names are errors."""
    made = Sandbox(
        loader=loader,
        autoescape=form == "html",
        finalize=_in_markdown if form == "markdown" else None,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {
        "days": range_text,
        "percent": percent_text,
        "assessed": assessed,
        "day": _day,
        "counted": count_text,
        "number": number_text,
        "amount": amount_text,
        "tenths": tenths_text,
        "points": points_text,
        "rung": lambda rung: RUNG_WORDS[rung],
    }
    return made


def shipped(name: str, form: Form, data: Mapping[str, Any]) -> str:
    """The shipped template ``name`` with ``data``."""
    return environment(form, FileSystemLoader(TEMPLATES)).get_template(name).render(data)


def template_data(data: Mapping[str, Any]) -> dict[str, Any]:
    """What a template sees: the machine form; ``items``, all remediation items in plan order, and ``item_of``, the same by number;
    ``chapters``, the names and headings of the sections to print; ``acknowledgement``, what management acknowledges, ``undated``, the
    board's sentence where no capacity is stated, and ``subservice``, what subservice organisations are."""
    items = sorted((item for package in data["packages"] for item in package["items"]), key=lambda item: item["number"])
    by_number = {item["number"]: item for item in items}
    return {**data, "items": items, "item_of": by_number, "chapters": chapters(data, data["edition"]["sections"])} | {
        "acknowledgement": ACKNOWLEDGEMENT,
        "undated": UNDATED,
        "subservice": SUBSERVICE,
    }


def markdown_text(text: str) -> str:
    """``text`` on one line as literal Markdown: nothing in it acts as a mark, a tag or a list."""
    line = re.sub(r"\s+", " ", text)
    line = _MARKS.sub(r"\\\1", line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
    return _OPENING.sub(lambda found: f"{found[1]}\\{found[2]}" if found[2] else f"{found[1]}{found[3]}\\{found[4]}", line)


def _in_markdown(value: Any) -> Any:
    return value if isinstance(value, Markup) else Markup(markdown_text(str(value)))  # noqa: S704 — escaped just here


def _day(value: str | None) -> str:
    return "–" if value is None else day_text(date.fromisoformat(value))
