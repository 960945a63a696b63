"""Compares what the program makes of two invented companies with an experienced consultant's judgement of them.

Run by `make examples`. Reads examples/NAME/{facts,answers-quick,judgement}.yaml and prints verdicts, packages and taboos.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

from readiness.assessment import Assessment
from readiness.exchange.answers import read_answers
from readiness.exchange.facts import read_facts
from scoring.plan import Plan
from scoring.score import Scorecard

HERE = Path(__file__).parent
FIRST = 10


def assess(name: str, folder: Path) -> tuple[dict[str, Any], Scorecard, Plan]:
    """The judgement, Type II scorecard and plan of one example company, over the same path as the program itself."""
    judgement = yaml.safe_load((HERE / name / "judgement.yaml").read_text(encoding="utf-8"))
    file = folder / f"{name}.readiness"
    with Assessment.create(file, judgement["organisation"], categories=judgement["categories"], recorder="example") as assessment:
        assessment.apply_facts(read_facts(HERE / name / "facts.yaml", assessment.library))
        assessment.answer_all(read_answers(HERE / name / "answers-quick.yaml", assessment.library, assessment.scope))
        return judgement, assessment.scorecard(2), assessment.plan(2)


def compare_verdicts(judgement: dict[str, Any], card: Scorecard) -> tuple[int, int]:
    """Prints each common criterion; returns (agreeing, settled). Settled: the stated facts leave one verdict only."""
    agreeing = settled = 0
    silent: list[str] = []
    for criterion, expected in judgement["verdicts"].items():
        result = card.criteria[criterion]
        if result.verdict == "not_assessed":
            within = _within(expected, result.verdict_low, result.verdict_high)
            silent.append(
                f"{criterion} ({result.verdict_low}..{result.verdict_high}, consultant: {expected}{'' if within else ' OUTSIDE'})"
            )
            continue
        settled += 1
        agreeing += result.verdict == expected
        if result.verdict != expected:
            print(f"  differs  {criterion}: {result.verdict}, consultant: {expected}; decided by {', '.join(result.decided_by)}")
    print(f"  verdicts {agreeing} of {settled} settled criteria agree")
    print(f"  silent   {len(silent)}: {'; '.join(silent)}")
    return agreeing, settled


def _within(expected: str, low: str, high: str) -> bool:
    rank = ["not_met", "partly", "met"]
    return rank.index(low) <= rank.index(expected) <= rank.index(high)


def compare_packages(judgement: dict[str, Any], plan: Plan) -> int:
    """Prints which of the first packages meet the consultant's; returns how many of the consultant's are among ours."""
    ours = list(plan.packages[:FIRST])
    found = 0
    for place, wanted in enumerate(judgement["packages"][:FIRST], 1):
        overlap = [(len(set(wanted) & set(package.criteria)) / len(set(wanted)), index) for index, package in enumerate(ours, 1)]
        share, index = max(overlap, key=lambda pair: (pair[0], -pair[1]), default=(0.0, 0))
        matched = share >= 0.5
        found += matched
        where = f"our {index:2} {ours[index - 1].id}" if matched else "not among our first"
        print(f"  package {place:2} {' '.join(wanted):40} {where} ({share:.0%} of its criteria)")
    print(f"  packages {found} of {len(judgement['packages'][:FIRST])} are among our first {FIRST}")
    return found


def check_taboos(name: str, plan: Plan) -> list[str]:
    """What the plan says although it must not, by the consultant's list for this company."""
    items = {item.question: item for item in plan.items}
    order = [item.question for item in plan.items]
    packages = [package.id for package in plan.packages]
    broken: list[str] = []
    if name == "startup":
        if any(item.question == "office-access" for item in plan.items):
            broken.append("asks for office access although there is no office")
        if order[0] == "penetration-test" or packages[0] == "vulnerabilities":
            broken.append("puts the penetration test first")
    if name == "fintech":
        broken += [f"asks for {q} as a new gap" for q in ("managed-devices", "malware-protection") if q in items and items[q].rung < 4]
        if "background-checks" in items and items["background-checks"].kind not in ("evidence", "operating"):
            broken.append("asks for a screening programme as a new gap")
        if "policies-approved" in items and items["policies-approved"].kind == "design":
            broken.append("says policies are missing")
        if packages.index("people") < max(packages.index("access-hardening"), packages.index("change-control")):
            broken.append("ranks training above access or change")
    return broken


def main() -> int:
    """Prints the comparison; exit 1 if a taboo is broken or agreement falls below nine in ten settled criteria."""
    worst = 0
    with tempfile.TemporaryDirectory() as temporary:
        for name in ("startup", "fintech"):
            judgement, card, plan = assess(name, Path(temporary))
            figure = card.readiness
            print(f"{judgement['organisation']}: {card.answered:.0%} answered, Type II {figure.low:.0f}-{figure.high:.0f} %")
            agreeing, settled = compare_verdicts(judgement, card)
            compare_packages(judgement, plan)
            print(f"  our order: {', '.join(package.id for package in plan.packages)}")
            broken = check_taboos(name, plan)
            print(f"  taboos   {'none broken' if not broken else '; '.join(broken)}\n")
            worst |= bool(broken) or agreeing < 0.9 * settled
    return int(worst)


if __name__ == "__main__":
    sys.exit(main())
