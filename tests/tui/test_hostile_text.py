"""No text of a library, a file or a person breaks the screen, is taken for markup or reaches the terminal as a command."""

import asyncio
import itertools
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from questionnaires.model import Library
from readiness.assessment import Assessment
from readiness.storage import put
from readiness.tui.app import ReadinessApp
from scoring.model import Answer, Compensating, EvidenceReference, Person, Vendor

from .driving import everything, interview
from .small_library import small_library

MakeApp = Callable[..., ReadinessApp]
PIECES = ("[/foo]", "[bold red]", "[@click=app.quit]", "[/]", "\\[", "$accent", "\x1b[31m", "\x1b]0;x\x07", "\u202e", "\u200b", "\r", "\n")
TEXT = st.lists(st.sampled_from(PIECES) | st.text(min_size=1, max_size=8), min_size=1, max_size=8).map("".join)
# Each opens something over the interview or writes a line into it; Escape twice leaves forms as well.
KEYS = ("y", "m", "d", "v", "W", "a", "n", "c", "e", "H", "R", "L", "F", "slash", "t", "question_mark", "f", "S", "asterisk")
NUMBERS = itertools.count()


def spoilt(library: Library, text: str) -> Library:
    """The library with this text wherever it may stand; as it was where the schema refuses it."""
    first, *others = library.model_dump(mode="json")["questions"]
    worded = dict.fromkeys(("text", "why", "tiny"), text) | {"anchors": [text] * 6}
    criteria = [{**one, "title": text} for one in library.model_dump(mode="json")["criteria"]]
    try:
        return Library.model_validate(
            {**library.model_dump(mode="json"), "questions": [{**first, **worded}, *others], "criteria": criteria}
        )
    except ValidationError:
        return library


def spoilt_file(path: Path, library: Library, text: str) -> Path:
    """An assessment with this text everywhere; a name may not be blank, so one letter stands before it."""
    name = f"x{text}"[:200]
    with Assessment.create(path, name, recorder=name, library=spoilt(library, text)) as assessment:
        assessment.change_scope([put(Person(id="p", name=name, role=text)), put(Vendor(id="v", name=name, subservice=True))])
        evidence = (EvidenceReference(reference=name, title=text),)
        noted = {"note": text, "respondent": name, "owner": text, "walkthrough": text, "flagged": True, "evidence": evidence}
        own = Compensating(rung=3, reason=name, owner=name, evidence=text)
        for question in assessment.questions:
            level = "carved-out" if question.inheritable else "unsure" if question.waivable else "2"
            extra = {"vendor": "v"} if question.inheritable else {"compensating": own} if level == "2" else {}
            assessment.answer(Answer.model_validate({"question": question.id, "level": level, **noted, **extra}))
    return path


def forbidden(text: str) -> set[str]:
    """Characters that would do something to a terminal."""
    return {char for char in text if char != "\n" and unicodedata.category(char) in ("Cc", "Cf", "Cs")}


async def walk(app: ReadinessApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        for place, key in enumerate(KEYS):
            talk.go_to(talk.questions[place % len(talk.questions)].id)
            await pilot.press(key)
            assert forbidden(everything(pilot)) == set()
            while type(app.screen).__name__ != "InterviewScreen":
                await pilot.press("escape")
            assert app.is_running


@pytest.fixture(scope="module")
def library() -> Library:
    return small_library()


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=TEXT)
def test_no_text_breaks_the_interview(text: str, library: Library, make_app: MakeApp, tmp_path: Path) -> None:
    path = spoilt_file(tmp_path / f"{next(NUMBERS)}.readiness", library, text)
    asyncio.run(walk(make_app(path, advance=False)))


@pytest.mark.parametrize("piece", PIECES)
def test_no_piece_breaks_the_card(piece: str, library: Library, make_app: MakeApp, tmp_path: Path) -> None:
    path = spoilt_file(tmp_path / "one.readiness", library, f"{piece}a{piece}")

    async def look() -> None:
        async with make_app(path).run_test(size=(120, 40)) as pilot:
            talk = await interview(pilot)
            for question in talk.questions:
                talk.go_to(question.id)
                await pilot.press("f")
                assert forbidden(everything(pilot)) == set()
            assert "a" in everything(pilot)
            assert not piece.startswith("[") or piece in everything(pilot)

    asyncio.run(look())
