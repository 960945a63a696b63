"""The example companies: what the consultant would say of them still holds, and the efforts that docs/method.md quotes."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
import yaml

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def compare() -> ModuleType:
    spec = importlib.util.spec_from_file_location("compare", ROOT / "examples" / "compare.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_verdicts_and_order_agree_with_the_consultant(compare: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert compare.main() == 0
    agreeing = [(int(a), int(b)) for a, b in re.findall(r"packages (\d+) of (\d+) are among", capsys.readouterr().out)]
    assert len(agreeing) == 4
    assert all(found >= 0.8 * wanted for found, wanted in agreeing)


def test_the_efforts_that_the_method_quotes(compare: ModuleType, tmp_path: Path) -> None:
    page = " ".join((ROOT / "docs" / "method.md").read_text(encoding="utf-8").split())
    quoted = re.search(r"add up to (\d+) to (\d+) and (\d+) to (\d+)\.", page)
    assert quoted is not None
    sums = []
    for name in ("startup", "fintech"):
        judgement = yaml.safe_load((compare.HERE / name / "judgement.yaml").read_text(encoding="utf-8"))
        _, plan = compare.assess(name, "quick", judgement, tmp_path)
        sums += [round(days) for days in plan.effort_days]
    assert sums == [int(number) for number in quoted.groups()]
