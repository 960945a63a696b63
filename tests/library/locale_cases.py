"""A small library with a German translation, as text to spoil; and what is left of a library without its texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from library_cases import question, write_library

from questionnaires.lint import lint_folder
from questionnaires.loader import LibraryError, load_library
from questionnaires.model import Library
from questionnaires.texts import FIELDS, entries, fingerprint, texts

HEAD = "language: {name: German, translated_from: English, never_says: [konform, zertifizier]}\n"
RICH = {
    "remediation": '[{upto: 2, days: [0, 1], do: "Shut it{% if cloud %} at {{ cloud }}{% endif %}."}, '
    "{upto: 4, days: [1, 2], do: \"Keep a record{% if office == 'own' %} yourself{% endif %}.\"}]",
    "variants": '[{when: {office: none}, reason: "No office.", text: "Is your own front door shut?"}]',
    "proposes_na": '{when: {headcount: 1}, reason: "Nobody else."}',
    "waivable": "true",
    "criteria": "{A1.1: key}",
    "points": "[]",
}
GERMAN: dict[str, str] = {
    "text": '"Ist die Haustür zu?"',
    "why": '"Eine offene Haustür lässt Leute ein."',
    "anchors": "{" + ", ".join(f'{rung}: "Die Tür auf Stufe {rung}."' for rung in range(6)) + "}",
    "evidence": "{design: [Foto], operation: [Protokoll]}",
    "variants": '[{reason: "Kein Büro.", text: "Ist Ihre eigene Haustür zu?"}]',
    "proposes_na": '{reason: "Sonst niemand."}',
    "remediation": '["Schließen Sie sie{% if cloud %} bei {{ cloud }}{% endif %}.", '
    "\"Führen Sie{% if office == 'own' %} selbst{% endif %} Buch.\"]",
    "tiny": '"Ein Riegel genügt."',
}


def source_of(folder: Path) -> Library:
    return load_library(folder)


def of(folder: Path, entry: str = "front-door", key: str = "questions") -> str:
    """The fingerprint that a current translation of an entry carries."""
    library = source_of(folder)
    return fingerprint(next(texts(key, one) for one in entries(library, key) if one.id == entry))


def german(name: str, stamp: str, **changes: str) -> str:
    """One translated question as YAML text, with some of its keys written otherwise; an empty text leaves a key out."""
    parts = {"id": name, "of": f'"{stamp}"'} | GERMAN | changes
    return "- " + "\n  ".join(f"{key}: {value}" for key, value in parts.items() if value) + "\n"


def german_library(folder: Path) -> Path:
    """A library of two questions in English whose first one is wholly in German."""
    made = write_library(folder, question("front-door", **RICH), question("side-door"))
    say(made, german("front-door", of(made)))
    return made


def say(folder: Path, *questions: str, head: str = HEAD) -> None:
    """Writes the German translation of ``doors.yaml``."""
    below = folder / "locale" / "de"
    below.mkdir(parents=True, exist_ok=True)
    (below / "library.yaml").write_text(head, encoding="utf-8")
    (below / "doors.yaml").write_text("questions:\n" + "".join(questions) if questions else "{}\n", encoding="utf-8")


def refusals(folder: Path) -> list[str]:
    """What the translation is refused for; lint has to say the same."""
    with pytest.raises(LibraryError) as caught:
        load_library(folder, "de")
    assert set(caught.value.problems) <= set(lint_folder(folder))
    return caught.value.problems


def bare(library: Library) -> Any:
    """Everything of a library that is no translatable text."""
    data = library.model_dump(mode="json", exclude={"language"})
    for key in FIELDS:
        for entry in data[key]:
            _blank(entry, FIELDS[key])
    return data


def _blank(entry: dict[str, Any], fields: tuple[str, ...]) -> None:
    for field in fields:
        match entry[field]:
            case str():
                entry[field] = "text"
            case {"reason": str()} as proposed:
                proposed["reason"] = "text"
            case list() as many:
                entry[field] = [one | {"do": "text"} if isinstance(one, dict) and "do" in one else one for one in many]
                for index, one in enumerate(entry[field]):
                    if isinstance(one, str):
                        entry[field][index] = "text"
                    elif "reason" in one:
                        _blank(one, ("reason", "text", "why", "anchors", "remediation", "tiny"))
            case dict() as named:
                entry[field] = {name: "text" if isinstance(value, str) else ["text"] * len(value) for name, value in named.items()}
