"""Assessments to print: empty, barely begun, realistic, all on record, all absent, hostile."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from read_once import shipped_once

from questionnaires.model import Library
from scoring.model import (
    Answer,
    Commitment,
    Compensating,
    EvidenceReference,
    Person,
    Round,
    Scope,
    System,
    Vendor,
    Window,
)
from scoring.select import applicable_questions

TODAY = date(2026, 11, 23)
NASTY = (
    "<b>bold</b> </para> & &amp; [link=x] <a href='http://x'>y</a> {{ 7*7 }} %s \\ "
    "Ünïcödé Ελληνικά Кириллица 中文 😀 עברית \u202eevil\u202c \x07\x1b[31m\x00 \u200b\u2028 end"
)


@lru_cache(maxsize=1)
def library() -> Library:
    return shipped_once()


def round_(question_set: str = "quick") -> Round:
    return Round(id="r1", number=1, name="First round", set=question_set, library="0" * 64, rules="1")


def scope(**more: object) -> Scope:
    return Scope.model_validate(
        {
            "organisation": "Brightwater Analytics",
            "product": "Tidewatch: demand forecasts for grocery chains, as a web application and an API",
            "entities": ("Brightwater Analytics Ltd", "Brightwater Analytics Inc."),
            "report_type": 2,
            "window": Window(start=date(2027, 3, 1), end=date(2027, 8, 31)),
            "facts": {
                "headcount": 18,
                "founders_only": False,
                "contractors": True,
                "own_developers": True,
                "outside_director": True,
                "hosting": "cloud",
                "cloud": "AWS",
                "own_hardware": False,
                "office": "none",
                "laptops": "company",
                "customer_data_stored": True,
                "data_kinds": ("business", "personal"),
                "money_moving": False,
            },
            "systems": (
                System(id="s1", name="Production account", description="AWS eu-west-1: ECS, RDS, S3"),
                System(id="s2", name="GitHub", description="Source, reviews, pipelines"),
            ),
            "vendors": (
                Vendor(id="aws", name="Amazon Web Services", service="Hosting", subservice=True, method="carve-out"),
                Vendor(id="okta", name="Okta", service="Sign-in", subservice=True),
                Vendor(id="deel", name="Deel", service="Payroll"),
            ),
            "commitments": (Commitment(id="c1", text="99.9 % availability each month", source="Master agreement, section 7"),),
            "people": (
                Person(id="p1", name="Dana Ruiz", role="founder"),
                Person(id="p2", name="Jonas Weber", role="engineering"),
                Person(id="p3", name="Mei Tan", role="it"),
            ),
            **more,
        }
    )


def every(level: str, question_set: str = "quick", **more: object) -> dict[str, Answer]:
    return {
        question.id: Answer.model_validate({"question": question.id, "level": level, **more})
        for question in applicable_questions(library(), scope(), question_set)
    }


def realistic() -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    levels = (0, 3, 4, 1, 5, 3, 2, 4, 3, 1, 5, 4, 0, 3, 2, 4)
    for index, question in enumerate(applicable_questions(library(), scope(), "quick")):
        if index % 13 == 12:
            continue
        common: dict[str, object] = {"question": question.id, "respondent": ("Dana Ruiz", "Jonas Weber", "Mei Tan")[index % 3]}
        level: object = str(levels[index % len(levels)])
        if index % 11 == 7:
            level = "unsure"
            common["note"] = "Ask Mei, she set it up with the contractor last spring."
        elif question.no_events and index % 4 == 0:
            level = "no-events"
            common["reason"] = "Nothing of the kind has happened since the procedure was agreed in May."
        elif question.inheritable and index % 2 == 0:
            level, common["vendor"] = "carved-out", "aws"
        elif question.waivable and index % 5 == 1:
            level, common["reason"] = "na", "We hold no paper records and have no premises of our own."
        elif index % 3 == 0:
            common["basis"] = "shown"
            common["note"] = "Seen on screen in the call; the export is in the audit folder."
            common["evidence"] = (EvidenceReference(reference="drive://audit/2026/export-07.csv", collected_on=date(2026, 11, 3)),)
        elif index % 10 == 4:
            common["basis"] = "tested"
        if str(level) in ("4", "5"):
            common["operating_since"] = date(2026, 4, 1)
            common["last_done"] = date(2026, 2 if index % 2 else 10, 12)
        if str(level) in ("0", "1") and index % 4 == 0:
            common["compensating"] = Compensating(
                rung=4, reason="The outside director reviews the founders' changes each month.", owner="Dana Ruiz", evidence="minutes"
            )
        if str(level) in ("3", "4", "5") and question.written_expected and index % 6 == 5:
            common["nothing_written"] = True
        answers[question.id] = Answer.model_validate({**common, "level": level})
    return answers


def hostile_scope() -> Scope:
    long_name = (NASTY + "N" * 200)[:200]
    return scope(
        organisation=long_name,
        product=NASTY + "W" * 5000,
        entities=tuple(f"{index} {NASTY}"[:200] for index in range(12)),
        categories=("A", "PI", "C", "P"),
        vendors=(Vendor(id="aws", name=long_name, service="V" * 5000, subservice=True),),
        people=tuple(Person(id=str(index), name=long_name, role="founder") for index in range(3)),
        commitments=(Commitment(id="c", text="Ж" * 5000, source="S" * 5000),),
    )


def hostile() -> dict[str, Answer]:
    texts = (NASTY * 40, "W" * 5000, "中" * 800, "\n" * 500 + "after", ("слово " * 800), "[U+4E2D]<br/>" * 100, "Γ" * 5000)
    answers = {}
    for index, question in enumerate(applicable_questions(library(), hostile_scope(), "quick")):
        text = texts[index % len(texts)]
        level = ("0", "unsure", "5", "na", "no-events", "carved-out", "1")[index % 7]
        more: dict[str, object] = {}
        if level in ("0", "1"):
            more["compensating"] = Compensating(rung=2, reason=text, owner="O" * 200, evidence=text)
        answers[question.id] = Answer.model_validate(
            {
                "question": question.id,
                "level": level,
                "note": text[:20_000],
                "reason": text[:20_000],
                "vendor": "aws" if level == "carved-out" else "",
                "respondent": text[:200],
                "evidence": (EvidenceReference(reference=("R" * 2000), title=text[:2000]),),
                **more,
            }
        )
    return answers
