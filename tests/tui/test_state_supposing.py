"""What if: marks on a plan's items and what they would change, without a terminal and without a trace."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.assessment import Assessment
from readiness.tui.state.supposing import Supposition, supposition
from scoring.model import Answer

from .small_library import small_library

ITEMS = ("multi-factor", "rules-of-conduct", "owner-named")


@pytest.fixture
def file(make_file: Callable[..., Path]) -> Path:
    return make_file()


@pytest.fixture
def assessment(file: Path) -> Iterator[Assessment]:
    with Assessment.open(file, write=True, recorder="Ben") as opened:
        yield opened


def marks(what: Supposition) -> dict[str, str]:
    return {row.id: row.mark for row in what.rows()}


def test_packages_stand_before_their_items(assessment: Assessment) -> None:
    rows = supposition(assessment).rows()
    assert [(row.number, row.id) for row in rows] == [
        (1, "package:access"),
        (0, "multi-factor"),
        (2, "package:people"),
        (0, "rules-of-conduct"),
        (0, "owner-named"),
    ]
    assert rows[1].title == "Is multi-factor sign-in on for everyone?" and rows[1].effort == "0.5–2"


def test_a_package_is_marked_as_a_whole_in_part_or_not(assessment: Assessment) -> None:
    what = supposition(assessment)
    assert set(marks(what).values()) == {" "}
    what.turn("owner-named")
    assert marks(what)["package:people"] == "-" and marks(what)["owner-named"] == "x"
    what.turn("package:people")
    assert marks(what)["package:people"] == marks(what)["rules-of-conduct"] == "x" and marks(what)["package:access"] == " "
    what.turn("package:people")
    assert set(marks(what).values()) == {" "}
    what.turn("multi-factor")
    what.turn("no-such-item")
    what.clear()
    assert what.marked == set()


def test_nothing_marked_changes_nothing(assessment: Assessment) -> None:
    told = supposition(assessment).comparison()
    assert all(one.today == one.supposed for one in told.figures)
    assert told.verdicts == () and told.summary.startswith("Nothing is marked")


def test_today_and_the_supposed_figures_stand_side_by_side(assessment: Assessment) -> None:
    what = supposition(assessment)
    what.turn("package:people")
    told = what.comparison()
    assert [one.label for one in told.figures] == ["Type I", "Type II"]
    assert told.figures[1].today == "22–67 %" and told.figures[1].supposed == "44–89 %"
    assert told.verdicts == ("CC1.1  ○ not met → ● no gap seen", "CC1.2  ◐ partly met → ● no gap seen")
    assert told.summary == "2 items, 1.5–5 d: 2 gaps closed."


def test_supposing_leaves_no_trace(assessment: Assessment, file: Path) -> None:
    before, answers, card = file.read_bytes(), dict(assessment.answers), assessment.scorecard()
    what = supposition(assessment)
    for row in what.rows():
        what.turn(row.id)
        what.comparison()
    assert file.read_bytes() == before
    assert dict(assessment.answers) == answers and assessment.scorecard() == card


@pytest.fixture(scope="module")
def all_absent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assessment]:
    path = tmp_path_factory.mktemp("supposed") / "a.readiness"
    with Assessment.create(path, "Acme", recorder="Ben", library=small_library()) as made:
        made.answer_all([Answer(question=item, level="1") for item in ITEMS])
        yield made


@settings(deadline=None)
@given(turned=st.lists(st.sampled_from([*ITEMS, "package:access", "package:people"]), max_size=8))
def test_the_marks_of_packages_follow_from_those_of_their_items(turned: list[str], all_absent: Assessment) -> None:
    what = supposition(all_absent)
    for row in turned:
        what.turn(row)
    shown = marks(what)
    for package in what.plan.packages:
        inside = {shown[question] for question in package.questions}
        assert shown[f"package:{package.id}"] == ("-" if len(inside) > 1 else inside.pop())
    done = [item for item in ITEMS if shown[item] == "x"]
    told = what.comparison()
    assert len(told.verdicts) == len(done)
    assert told.summary.startswith(f"{len(done)} item" if done else "Nothing is marked")
