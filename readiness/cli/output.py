"""What commands share: an assessment opened for reading or writing, the recorder's name, figures in words."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from questionnaires.wording import shortened
from readiness.assessment import Assessment
from readiness.cli.text import complain, say
from readiness.config import Config, load_config
from readiness.errors import ReadinessError
from readiness.paths import write_private

OWN_THEMES = ("readiness-dark", "readiness-light")


def recorder_name() -> str:
    """Who records, by the configuration; its warnings go to standard error."""
    config, warnings = load_config()
    for warning in [*warnings, *_theme_warnings(config)]:
        complain(warning)
    return config.recorder


def _theme_warnings(config: Config) -> list[str]:
    """A warning for a theme the full-screen program will not find; that one is asked only if the name is not one of ours."""
    if config.theme in OWN_THEMES:
        return []
    from readiness.tui.app import ReadinessApp

    if config.theme in ReadinessApp(config=Config()).available_themes:
        return []
    return [f"theme: {shortened(config.theme)!r} is not known, {OWN_THEMES[0]} is used; ours are {' and '.join(OWN_THEMES)}."]


def library_folder(named: Path | None) -> Path | None:
    """The folder of the user's own library: the one named on the command line, else the configured one; None for the shipped one."""
    return named or load_config()[0].library_folder


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


def write_text(target: str, text: str, taken: Iterable[Path]) -> None:
    """Prints a text (``-``), or writes it as `write_file` does."""
    if target == "-":
        say(text.removesuffix("\n"))
    else:
        write_file(Path(target), text, taken)


def write_file(path: Path, text: str, taken: Iterable[Path]) -> None:
    """Replaces the file of that name with a text in one step, readable by the user alone, and says so.

    Raises ReadinessError for a folder or where it is one of the assessment files ``taken``, OSError where it cannot be written.
    """
    replaced = path.exists()
    if replaced and any(one.exists() and path.samefile(one) for one in taken):
        raise ReadinessError(f"{path}: is an assessment file; choose another name.")
    if path.is_dir():
        raise ReadinessError(f"{path}: is a folder; name a file in it.")
    write_private(path, text)
    say(f"{'Replaced' if replaced else 'Wrote'} {path}.")


def figure_text(low: float, value: float | None, high: float) -> str:
    """Readiness bounds in words: ``34-71 %``, with the value of what is answered."""
    bounds = f"{low:.0f}-{high:.0f} %" if round(low) != round(high) else f"{low:.0f} %"
    return bounds if value is None or round(low) == round(high) else f"{bounds} ({value:.0f} % of what is answered)"
