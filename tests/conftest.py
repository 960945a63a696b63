"""What every test relies on: no settings of the person running it, a fixed terminal and locale, and no silent skips."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

NO_SKIPS = "READINESS_NO_SKIPS"
NOT_RUN = ("skipped", "xfailed", "xpassed")
STABLE = {"COLUMNS": "80", "LINES": "24", "TERM": "xterm-256color", "TZ": "UTC", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
XDG = {"CONFIG": ".config", "DATA": ".local/share", "STATE": ".local/state", "CACHE": ".cache"}


@pytest.fixture(autouse=True)
def isolated_environment(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Points HOME and the XDG folders at an empty folder beside ``tmp_path``, so that a test's own folder starts empty."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name, folder in XDG.items():
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / folder))
    for name in os.environ:
        if name.startswith("READINESS_") or name in {"NO_COLOR", "FORCE_COLOR", "COLORTERM"}:
            monkeypatch.delenv(name)
    for name, value in STABLE.items():
        monkeypatch.setenv(name, value)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def _not_run(config: pytest.Config) -> dict[str, int]:
    """How many tests were skipped or xfailed, by outcome; empty unless READINESS_NO_SKIPS=1 asks for it."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or os.environ.get(NO_SKIPS) != "1":
        return {}
    return {outcome: len(reporter.stats[outcome]) for outcome in NOT_RUN if reporter.stats.get(outcome)}


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fails a run in which a test was skipped or xfailed, where that was forbidden."""
    if _not_run(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Says why such a run fails and which tests did not run."""
    for outcome, count in _not_run(config).items():
        terminalreporter.write_line(f"{NO_SKIPS}=1: {count} {outcome}, so this run fails.", red=True)
        for report in terminalreporter.stats[outcome]:
            terminalreporter.write_line(f"  {report.nodeid}")


@pytest.fixture(scope="session")
def assessment_in() -> Callable[[Path], Path]:
    """Finds the one assessment file in a folder, told by SQLite's signature rather than by its name."""

    def find(folder: Path) -> Path:
        found = [path for path in folder.rglob("*") if path.is_file() and path.open("rb").read(16) == b"SQLite format 3\0"]
        assert len(found) == 1, found
        return found[0]

    return find
