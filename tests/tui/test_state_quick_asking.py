"""A category that the quick set leaves out says so where it is chosen and beside its gauge; any other says nothing."""

from pathlib import Path

from read_once import shipped_once

from questionnaires.model import Library
from readiness.assessment import Assessment
from readiness.storage import set_scope
from readiness.tui.dialogs.beginning import new_dialog
from readiness.tui.screens.results import ResultsScreen
from readiness.tui.state.quick_asking import asks_alone, choice_words, gauge_words, left_out, widening_words
from readiness.tui.state.results import map_rows

from .conftest import MakeApp, MakeFile
from .driving import everything, interview, on_screen
from .small_library import small_library

ALONE = "The quick set asks about Security alone; widen to the full set for Availability"


def with_capacity_in_quick() -> Library:
    data = small_library().model_dump(mode="json")
    data["questions"] = [{**one, "quick": True} for one in data["questions"]]
    return Library.model_validate(data)


def test_only_what_the_quick_set_leaves_out_is_said_of() -> None:
    library = small_library()
    security, availability = library.categories
    assert asks_alone(library) and left_out(library, availability) and not left_out(library, security)
    assert widening_words(library, availability) == ALONE and not widening_words(library, security)
    assert gauge_words(library, availability) == "its own criteria are not asked in the quick set"
    asked = with_capacity_in_quick()
    assert not asks_alone(asked) and not widening_words(asked, asked.categories[1]) and not gauge_words(asked, asked.categories[1])
    assert choice_words(asked, asked.categories[1]) == "yes"


def test_the_shipped_quick_set_leaves_out_all_but_security() -> None:
    library = shipped_once()
    assert [one.title for one in library.scored_categories if not left_out(library, one)] == ["Security"]


def test_the_form_says_so_where_a_category_is_chosen() -> None:
    fields = {field.id: field for field in new_dialog(small_library(), lambda _: None).fields}
    assert dict(fields["category-A"].choices)["yes"] == "yes: asked about in the full set, not in the quick one"


def chosen(path: Path) -> Path:
    with Assessment.open(path, write=True, recorder="Ann") as made:
        made.change_scope([set_scope("categories", ["CC", "A"])])
    return path


async def test_the_gauge_says_so_in_the_quick_set_alone(make_file: MakeFile, make_app: MakeApp) -> None:
    path = chosen(make_file())
    for size in ((80, 24), (200, 60)):
        async with make_app(path).run_test(size=size) as pilot:
            await interview(pilot)
            await pilot.press("r")
            screen = await on_screen(pilot, "ResultsScreen")
            assert isinstance(screen, ResultsScreen)
            assert "its own criteria are not asked in the quick set" in everything(pilot)
    with Assessment.open(path, write=True, recorder="Ann") as made:
        assert [row.id for row in map_rows(made) if row.remark] == ["A"]
        made.widen("full")
        assert not any(row.remark for row in map_rows(made))
