"""Compares what the program makes of two invented companies with an experienced consultant's judgement of them.

Run by `make examples`. Reads examples/NAME/{facts,answers-quick,answers-full,judgement}.yaml and prints, for the quick and for
the full set, verdicts, packages and taboos.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from questionnaires.model import SEVERITIES
from readiness.assessment import Assessment
from readiness.exchange.answers import read_answers
from readiness.exchange.facts import read_facts
from scoring.model import QuestionSet
from scoring.plan import Plan
from scoring.score import Scorecard

HERE = Path(__file__).parent
FIRST = 10
# The key of a judgement that names the categories a set is asked with.
SETS: dict[QuestionSet, str] = {"quick": "categories", "full": "full_categories"}


def assess(name: str, question_set: QuestionSet, judgement: dict[str, Any], folder: Path) -> tuple[Scorecard, Plan]:
    """Type II scorecard and plan of one example company asked with one set, over the same path as the program itself."""
    with Assessment.create(
        folder / f"{name}-{question_set}.readiness",
        judgement["organisation"],
        categories=judgement[SETS[question_set]],
        question_set=question_set,
        recorder="example",
    ) as assessment:
        assessment.apply_facts(read_facts(HERE / name / "facts.yaml", assessment.library))
        answers = HERE / name / f"answers-{question_set}.yaml"
        assessment.answer_all(read_answers(answers, assessment.library, assessment.scope))
        return assessment.scorecard(2), assessment.plan(2)


def asked(card: Scorecard) -> set[str]:
    """The criteria, those of the system description included, that the set asks about."""
    return {result.id for result in (*card.criteria.values(), *card.description.values()) if result.questions}


def describe(question_set: QuestionSet, card: Scorecard, plan: Plan) -> None:
    """Prints how much the stated facts answer, where that leaves the company, and the gaps it shows."""
    figure, counts = card.readiness, Counter(item.severity for item in plan.items)
    answered = f"{card.answered_count} of {card.asked} questions answered from facts ({card.answered:.0%})"
    scope = f"{', '.join(card.categories)}; {len(asked(card) & card.criteria.keys())} of {len(card.criteria)} criteria asked about"
    print(f" {question_set} set: {answered}, Type II {figure.low:.0f}-{figure.high:.0f} %")
    print(f"  scope    {scope}")
    print(f"  gaps     {len(plan.items)}: {', '.join(f'{counts[severity]} {severity}' for severity in reversed(SEVERITIES))}")


def compare_verdicts(judgement: dict[str, Any], card: Scorecard) -> tuple[int, int]:
    """Prints each criterion the set asks about; returns (agreeing, settled). Settled: the stated facts leave one verdict only."""
    agreeing = settled = 0
    silent: list[str] = []
    for criterion, expected in judgement["verdicts"].items():
        if criterion not in asked(card):
            continue
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
    print(f"  verdicts {agreeing} of {settled} settled criteria agree ({agreeing / settled:.0%})")
    print(f"  silent   {len(silent)}: {'; '.join(silent)}")
    return agreeing, settled


def _within(expected: str, low: str, high: str) -> bool:
    rank = ["not_met", "partly", "met"]
    return rank.index(low) <= rank.index(expected) <= rank.index(high)


def compare_packages(judgement: dict[str, Any], card: Scorecard, plan: Plan) -> None:
    """Prints which of the first packages meet the consultant's, by those of their criteria that the set asks about."""
    ours = list(plan.packages[:FIRST])
    all_wanted = [kept for package in judgement["packages"][:FIRST] if (kept := [c for c in package if c in asked(card)])]
    found = 0
    for place, wanted in enumerate(all_wanted, 1):
        overlap = [(len(set(wanted) & set(package.criteria)) / len(set(wanted)), index) for index, package in enumerate(ours, 1)]
        share, index = max(overlap, key=lambda pair: (pair[0], -pair[1]), default=(0.0, 0))
        matched = share >= 0.5
        found += matched
        where = f"our {index:2} {ours[index - 1].id}" if matched else "not among our first"
        print(f"  package {place:2} {' '.join(wanted):40} {where} ({share:.0%} of its criteria)")
    print(f"  packages {found} of {len(all_wanted)} are among our first {FIRST}")
    print(f"  our order: {', '.join(package.id for package in plan.packages)}")


def check_taboos(name: str, question_set: QuestionSet, card: Scorecard, plan: Plan) -> list[str]:
    """What scorecard and plan say although they must not, by the consultant's list for this company."""
    items = {item.question: item for item in plan.items}
    order = [item.question for item in plan.items]
    packages = [package.id for package in plan.packages]
    broken: list[str] = []
    if name == "startup":
        if any(item.question == "office-access" for item in plan.items):
            broken.append("asks for office access although there is no office")
        if order[0] == "penetration-test" or packages[0] == "vulnerabilities":
            broken.append("puts the penetration test first")
        if any(result.verdict == "met" for result in card.criteria.values()):
            broken.append("rates it as more than early")
    if name == "fintech":
        broken += [f"asks for {q} as a new gap" for q in ("managed-devices", "malware-protection") if q in items and items[q].rung < 4]
        if "background-checks" in items and items["background-checks"].kind not in ("evidence", "operating"):
            broken.append("asks for a screening programme as a new gap")
        if "policies-approved" in items and items["policies-approved"].kind == "design":
            broken.append("says policies are missing")
        if packages.index("people") < max(packages.index("access-hardening"), packages.index("change-control")):
            broken.append("ranks training above access or change")
        processing = [result for result in card.criteria.values() if result.id.startswith("PI")]
        if any(result.verdict != "not_assessed" and not result.questions for result in processing):
            broken.append("judges processing integrity from the common criteria only")
        first = {criterion for package in plan.packages[:FIRST] for criterion in package.criteria}
        if not processing or (question_set == "full" and not any(result.id in first for result in processing)):
            broken.append("treats processing integrity as optional")
    return broken


def main() -> int:
    """Prints the comparison; exit 1 if a taboo is broken or agreement falls below nine in ten settled criteria in either set."""
    worst = False
    with tempfile.TemporaryDirectory() as temporary:
        for name in ("startup", "fintech"):
            judgement = yaml.safe_load((HERE / name / "judgement.yaml").read_text(encoding="utf-8"))
            print(judgement["organisation"])
            for question_set in SETS:
                card, plan = assess(name, question_set, judgement, Path(temporary))
                describe(question_set, card, plan)
                agreeing, settled = compare_verdicts(judgement, card)
                compare_packages(judgement, card, plan)
                broken = check_taboos(name, question_set, card, plan)
                print(f"  taboos   {'none broken' if not broken else '; '.join(broken)}\n")
                worst |= bool(broken) or agreeing < 0.9 * settled
    return int(worst)


if __name__ == "__main__":
    sys.exit(main())
