"""Prints for the terminal: user text without control characters, JSON without surprises, the configuration's warnings."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import click

from readiness.assessment import Assessment
from readiness.config import load_config


def safe(text: str) -> str:
    """Text from a file or a user, fit for a terminal: control and direction-changing characters become visible marks."""
    return "".join(
        char if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf", "Cs") else "\N{REPLACEMENT CHARACTER}" for char in text
    )


def say(text: str = "") -> None:
    """One line on standard output, made safe."""
    click.echo(safe(text))


def print_json(data: Any) -> None:
    """Data as indented JSON on standard output."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def recorder_name() -> str:
    """Who records, by the configuration; its warnings go to standard error."""
    config, warnings = load_config()
    for warning in warnings:
        click.echo(f"readiness: {safe(warning)}", err=True)
    return config.recorder


def reading(path: Path, round_name: str | None = None) -> Assessment:
    """The assessment in ``path``, read-only, with the named round current. Raises ReadinessError."""
    assessment = Assessment.open(path)
    if round_name is not None:
        try:
            assessment.round = assessment.round_named(round_name)
        except BaseException:
            assessment.close()
            raise
    return assessment


def writing(path: Path) -> Assessment:
    """The assessment in ``path``, open for changes by the configured recorder. Raises ReadinessError."""
    return Assessment.open(path, write=True, recorder=recorder_name())


def figure_text(low: float, value: float | None, high: float) -> str:
    """Readiness bounds in words: ``34-71 %``, with the value of what is answered."""
    bounds = f"{low:.0f}-{high:.0f} %" if round(low) != round(high) else f"{low:.0f} %"
    return bounds if value is None or round(low) == round(high) else f"{bounds} ({value:.0f} % of what is answered)"
