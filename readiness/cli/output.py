"""What commands share: an assessment opened for reading or writing, the recorder's name, figures in words."""

from __future__ import annotations

from pathlib import Path

from readiness.assessment import Assessment
from readiness.cli.text import complain
from readiness.config import load_config


def recorder_name() -> str:
    """Who records, by the configuration; its warnings go to standard error."""
    config, warnings = load_config()
    for warning in warnings:
        complain(warning)
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
