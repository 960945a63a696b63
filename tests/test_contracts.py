"""Scoring has no input or output and no clock: what it uses of the language and of ``datetime`` is read from its source.

The contract in ``.importlinter`` names the modules that scoring never imports; it can't see a call such as ``date.today()`` or
``open()``, so this test looks for those.
"""

import ast
from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SCORING = sorted((ROOT / "scoring").rglob("*.py"))

CONTRACTS = ConfigParser()
CONTRACTS.read(ROOT / ".importlinter", encoding="utf-8")
IMPURE_MODULES = frozenset(CONTRACTS["importlinter:contract:pure-scoring"]["forbidden_modules"].split())
IMPURE_BUILTINS = frozenset({"open", "print", "input", "exec", "eval", "compile", "breakpoint", "__import__"})
CLOCK_READS = frozenset({"today", "now", "utcnow"})


def impurities(source: str) -> list[str]:
    """Each use of a file, a stream, a clock or chance in ``source``, as ``line: what``, whether called or only passed on."""
    tree = ast.parse(source)
    clocks = set()
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names if alias.name.split(".")[0] in IMPURE_MODULES]
            clocks |= {alias.asname or alias.name for alias in node.names if alias.name == "datetime"}
        elif isinstance(node, ast.ImportFrom) and node.module is not None and node.level == 0:
            if node.module.split(".")[0] in IMPURE_MODULES:
                found.append((node.lineno, node.module))
            if node.module == "datetime":
                clocks |= {alias.asname or alias.name for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in IMPURE_BUILTINS:
            found.append((node.lineno, node.id))
        elif isinstance(node, ast.Attribute) and node.attr in CLOCK_READS:
            root = node.value
            while isinstance(root, ast.Attribute):
                root = root.value
            if isinstance(root, ast.Name) and root.id in clocks:
                found.append((node.lineno, ast.unparse(node)))
    return [f"{line}: {what}" for line, what in sorted(found)]


@pytest.mark.parametrize("module", SCORING, ids=lambda path: path.name)
def test_scoring_is_pure(module: Path) -> None:
    assert impurities(module.read_text(encoding="utf-8")) == []


def test_scoring_was_found() -> None:
    assert {"__init__.py", "model.py"} <= {path.name for path in SCORING}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from datetime import date\ndate.today()", ["2: date.today"]),
        ("from datetime import date as day\nField(default_factory=day.today)", ["2: day.today"]),
        ("import datetime as dt\ndt.datetime.now(dt.UTC)", ["2: dt.datetime.now"]),
        ("import datetime\ndatetime.datetime.utcnow()", ["2: datetime.datetime.utcnow"]),
        ("def late():\n    import time\n    return time.time()", ["2: time"]),
        ("from time import monotonic", ["1: time"]),
        ("import os.path", ["1: os.path"]),
        ("open('a')\nprint('b')", ["1: open", "2: print"]),
        ("from datetime import date\ndef due(today: date) -> bool:\n    return window.today == today", []),
        ("from .time import weeks", []),
    ],
)
def test_impurities_are_seen(source: str, expected: list[str]) -> None:
    assert impurities(source) == expected
