"""A small sound library as text, so that a test can spoil one place and know its line and column."""

from __future__ import annotations

from pathlib import Path

FRAMEWORK = """\
key: small
title: "A small library"
version: 0.1.0
version_key: small-1
standard: "A made-up standard"
categories:
- {id: CC, title: Security, common: true}
- {id: A, title: Availability}
series:
- {id: CC1, category: CC, title: "Basics"}
- {id: A1, category: A, title: "Uptime"}
criteria:
- {id: CC1.1, category: CC, series: CC1, title: "Doors", meaning: "Doors are shut."}
- {id: A1.1, category: A, series: A1, title: "Spares", meaning: "There are spares."}
points:
- {id: CC1.1.1, applies: all, topic: "shut the doors"}
roles:
- {id: it, title: "IT"}
rating:
  credit: {type_1: [0, 0.1, 0.3, 0.6, 1, 1], type_2: [0, 0.05, 0.2, 0.4, 0.75, 1]}
  target: {type_1: 4, type_2: 5}
  absent_up_to: 1
  floor: 3
  compensated_up_to: 3
  role_weight: {key: 1, supports: 0.5}
  unasked_weight: 2
  severity_lower:
    type_1: {key: [0, 0, 0, 0, null, null], supports: [0, 0, 1, 1, null, null]}
    type_2: {key: [0, 0, 0, 0, 1, null], supports: [0, 0, 1, 1, 1, null]}
  documentation_lower: 1
  compensated_lower: 1
themes:
- {id: doors, title: "Doors", summary: "All about doors."}
facts:
- {id: office, type: choice, text: "Which office?", why: "Offices have doors.", choices: {none: "None", own: "Our own"}}
- {id: headcount, type: number, text: "How many?", why: "People use doors.", minimum: 1, maximum: 100}
- {id: contractors, type: yes-no, text: "Contractors?", why: "They use doors too."}
- {id: cloud, type: text, text: "Which cloud?", why: "Clouds have doors."}
- {id: kinds, type: choices, text: "Which data?", why: "Data lies behind doors.", choices: {card: "Cards", health: "Health"}}
"""


def question(name: str, **changes: str) -> str:
    """One question as YAML text, with some of its keys written otherwise; an empty text leaves a key out."""
    parts = {
        "id": name,
        "text": f'"Is the {name} shut?"',
        "why": f'"An open {name} lets people in."',
        "criteria": "{CC1.1: key}",
        "points": "[CC1.1.1]",
        "type": "configuration",
        "theme": "doors",
        "anchors": "{" + ", ".join(f'{rung}: "The {name} at rung {rung}."' for rung in range(6)) + "}",
        "no_events": "false",
        "inheritable": "false",
        "waivable": "false",
        "written_expected": "true",
        "evidence": "{design: [photo], operation: [log]}",
        "frequency": "continuous",
        "owner": "it",
        "severity": "high",
        "weight": "1",
        "quick": "true",
        "quick_win": "false",
        "lead_days": "0",
        "cost": "none",
        "remediation": '[{upto: 4, days: [0, 1], do: "Shut it and keep a record."}]',
        "tiny": '"One latch is enough."',
    } | changes
    lines = [f"{key}: {value}" for key, value in parts.items() if value]
    return "- " + "\n  ".join(lines) + "\n"


def write_library(folder: Path, *questions: str, framework: str = FRAMEWORK) -> Path:
    """A library folder with these questions in ``doors.yaml``; the front door alone if none are given."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "library.yaml").write_text(framework, encoding="utf-8")
    (folder / "doors.yaml").write_text("questions:\n" + "".join(questions or (question("front-door"),)), encoding="utf-8")
    return folder


def place(folder: Path, text: str, file: str = "doors.yaml") -> str:
    """``file:line:column`` of the first place where ``text`` stands in a file of the library."""
    content = (folder / file).read_text(encoding="utf-8")
    at = content.index(text)
    return f"{file}:{content.count(chr(10), 0, at) + 1}:{at - content.rfind(chr(10), 0, at)}"
