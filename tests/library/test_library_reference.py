"""The generated documents say what the library and its schema say, and every link in them leads somewhere."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from read_once import shipped_once

from questionnaires.lint import lint_folder
from questionnaires.loader import canonical_text, json_schema, load_library, parse_library
from questionnaires.model import Library, Question
from questionnaires.reference import LIBRARY_FOLDER, documents, figures, main, renewed, stale
from questionnaires.schema_page import fields
from scoring.model import Scope
from scoring.select import applicable_questions

ROOT = Path(__file__).parents[2]
WRITING = ROOT / "docs" / "writing-questions.md"
LINK = re.compile(r"\]\(([^)\s]+)\)")


@pytest.fixture(scope="module")
def library() -> Library:
    return shipped_once()


@pytest.fixture(scope="module")
def written(library: Library) -> dict[Path, str]:
    return documents(ROOT, library)


def test_every_generated_document_is_current_and_none_is_left_over(written: dict[Path, str]) -> None:
    old = [str(path.relative_to(ROOT)) for path, text in written.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    assert old == [], "run `make reference`"
    assert stale(ROOT, written) == []


def test_each_question_stands_in_full_on_the_page_of_its_series(library: Library, written: dict[Path, str]) -> None:
    for question in library.questions:
        series = library.criterion_by_id[question.home].series.lower()
        page = written[ROOT / LIBRARY_FOLDER / f"{series}.md"]
        section = page.partition(f"\n### {question.id}\n")[2].partition("\n### ")[0]
        pieces = [question.text, question.why, question.tiny, *question.anchors, *question.points]
        pieces += [entry for _, entries in question.evidence for entry in entries]
        pieces += [text for variant in question.variants for text in (variant.reason, variant.text, *(variant.anchors or ())) if text]
        pieces += [step.do for one in (question, *question.variants) for step in one.remediation or ()]
        # Steps stand as written; what they branch on is set off as code.
        flat = section.replace("`", "")
        assert [piece for piece in pieces if " ".join(piece.split()) not in flat] == [], question.id
        assert [other for other in (*question.after, *question.alternatives) if f"#{other})" not in section] == [], question.id


def headings(page: str) -> set[str]:
    """The anchors of a page, as Markdown viewers make them of its headings."""
    found = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```$", "", page, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in found}


def links(path: Path) -> Iterator[tuple[Path, str]]:
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        if "://" not in target:
            file, _, anchor = target.partition("#")
            yield ((path.parent / file).resolve() if file else path), anchor


def test_every_link_in_the_documents_leads_somewhere(written: dict[Path, str]) -> None:
    anchors: dict[Path, set[str]] = {}
    dead = []
    for page in {*written, *ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")}:
        for path, anchor in links(page):
            if path.suffix == ".md" and path.is_file() and path not in anchors:
                anchors[path] = headings(path.read_text(encoding="utf-8"))
            if not path.exists() or (anchor and anchor not in anchors.get(path, ())):
                dead.append(f"{page.name}: {path.name}#{anchor}")
    assert dead == []


def test_pages_of_series_that_are_no_more_are_removed(tmp_path: Path) -> None:
    shutil.copy(ROOT / "README.md", tmp_path)
    (tmp_path / LIBRARY_FOLDER).mkdir(parents=True)
    shutil.copy(WRITING, tmp_path / "docs")
    (tmp_path / LIBRARY_FOLDER / "zz9.md").write_text("of old")
    main(tmp_path)
    renewed_here = {path.name for path in (tmp_path / LIBRARY_FOLDER).iterdir()}
    assert renewed_here == {path.name for path in (ROOT / LIBRARY_FOLDER).iterdir()}
    assert "zz9.md" not in renewed_here


def test_every_field_of_the_schema_is_described_and_in_the_tables() -> None:
    schema = json_schema()
    table = fields()
    assert "|  |" not in table
    for name in ("Question", "Variant", "EvidenceWanted", "Step", "ProposedNotApplicable", "Fact", "Theme", "Framework"):
        for field, value in schema["$defs"][name]["properties"].items():
            assert value["description"][0].isupper(), (name, field)
            assert "|" not in value["description"], (name, field)
            assert re.search(rf"^\| `{field}` \| .+ \| .+ \| {re.escape(value['description'])} \|$", table, re.MULTILINE), (name, field)


def test_the_tables_say_what_is_taken() -> None:
    table = fields()
    for line in (
        "| `lead_days` | whole number (0 to 365) | **required** |",
        "| `severity` | `low`, `medium`, `high` or `critical` | **required** |",
        "| `weight` | number (more than 0 and at most 10) | **required** |",
        "| `text` | text (1 to 300 characters) | **required** |",
        "| `after` | list, each name of lower-case words joined by hyphens (at most 64 characters) | nothing |",
        "| `remediation` | list of 1 to 8 entries, each [step](#step) | **required** |",
        "| `provider_report` | `true` or `false` | `false` |",
    ):
        assert line in table


def test_the_question_to_copy_holds_every_field_and_is_sound_beside_the_shipped_ones(tmp_path: Path) -> None:
    (block,) = re.findall(r"^```yaml\n(.*?)^```$", WRITING.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    (entry,) = yaml.safe_load(block)["questions"]
    assert set(entry) == set(Question.model_fields)
    folder = tmp_path / "library"
    shutil.copytree(ROOT / "questionnaires" / "soc2", folder)
    (folder / "mine.yaml").write_text(block, encoding="utf-8")
    assert lint_folder(folder) == []
    assert entry["id"] in load_library(folder).question_by_id


def test_descriptions_are_no_part_of_a_stored_library(library: Library) -> None:
    text = canonical_text(library)
    assert parse_library(text) == library
    assert str(Question.model_fields["id"].description) not in text


def test_the_figures_count_what_is_there(library: Library) -> None:
    asked = [question for question in library.questions if not question.home.startswith("DC")]
    assert f"| **all** | 61 | {len(asked)} | 65 | {6 * len(asked)} | 327 of 330 |" in figures(library)


def test_a_page_without_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="needs <!-- figures: generated -->"):
        renewed("# readme", "figures", "")


def test_the_readme_counts_what_an_assessment_asks(library: Library) -> None:
    said = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    for categories, sentence in (
        ([], "Security alone asks {all}: {criteria} on the criteria and {apart} on the system description."),
        (["A"], "With Availability it is {all}: {criteria} and {apart}."),
    ):
        asked = applicable_questions(library, Scope(organisation="Acme", categories=categories), "full")
        apart = sum(1 for question in asked if question.home.startswith("DC"))
        assert sentence.format(all=len(asked), criteria=len(asked) - apart, apart=apart) in said
        if not categories:
            assert f"--set full asks {len(asked)}" in said
