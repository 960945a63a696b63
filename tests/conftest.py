"""What every test relies on: no settings of the person running it, a fixed terminal and locale, and no silent skips."""

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from questionnaires.sources import LibraryError
from readiness.paths import APP
from readiness.shipped import shipped_library

NO_SKIPS = "READINESS_NO_SKIPS"
NOT_RUN = ("skipped", "xfailed", "xpassed")
STABLE = {"COLUMNS": "80", "LINES": "24", "TERM": "xterm-256color", "TZ": "UTC", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
XDG = {"CONFIG": ".config", "DATA": ".local/share", "STATE": ".local/state", "CACHE": ".cache"}


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """Two workers a core for ``-n auto``: a test of a screen or of the file spends half its time waiting, for the app or the disk."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None
    return 2 * len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None


@pytest.fixture(scope="session")
def cached_library(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The program's cache of the shipped library: its own language and the translation, each read from YAML once."""
    folder = tmp_path_factory.mktemp("cache")
    # A library that is not sound fails the tests about it, with its fault and its line, rather than every test here.
    with contextlib.suppress(LibraryError):
        for language in (None, "de"):
            shipped_library(cache=folder, language=language)
    return list(folder.iterdir())


@pytest.fixture(autouse=True)
def isolated_environment(
    tmp_path_factory: pytest.TempPathFactory, cached_library: list[Path], monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Points HOME and the XDG folders beside ``tmp_path``, so that a test's own folder starts empty.

    They are as a person has them from the second command on: nothing but the library's cache. What needs none at all brings a
    folder of its own, as ``tests/library/test_shipped_cache.py`` and the installed program of ``tests/test_packaging.py`` do.
    """
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name, folder in XDG.items():
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / folder))
    cache = home / XDG["CACHE"] / APP
    cache.mkdir(parents=True)
    for entry in cached_library:
        # The program exchanges an entry and never writes into one, so that all tests can share it.
        (cache / entry.name).hardlink_to(entry)
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
