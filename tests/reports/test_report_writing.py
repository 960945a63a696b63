"""Reports as files: by suffix, whole or not at all, private, on a stated day the same; and users' own templates, kept within bounds."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from format_cases import CASES, excel_rows, markdown_tables, table

from readiness.assessment import Assessment
from readiness.demo import make_demo
from readiness.errors import ReadinessError
from readiness.exchange.facts import read_facts
from readiness.reports import writing
from readiness.reports.custom import Limits, rendered
from readiness.reports.machine import report_data
from readiness.reports.writing import SUFFIXES, report_context, write_report

DAY = date(2026, 11, 23)
DATA = report_data(CASES["dated"]())


@pytest.fixture(scope="module")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def demo(demo_file: Path) -> Iterator[Assessment]:
    with Assessment.open(demo_file) as assessment:
        yield assessment


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_each_suffix_is_written_whole_private_and_the_same_again(demo: Assessment, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"plan{suffix.upper()}"
    target.write_text("an older report")
    write_report(demo, target, today=DAY)
    first = target.read_bytes()
    assert len(first) > 5_000
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    write_report(demo, target, today=DAY)
    assert target.read_bytes() == first
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("suffix", [".html", ".md", ".json", ".xlsx"])
def test_another_day_is_another_report(demo: Assessment, tmp_path: Path, suffix: str) -> None:
    one, other = tmp_path / f"a{suffix}", tmp_path / f"b{suffix}"
    write_report(demo, one, today=DAY)
    write_report(demo, other, today=date(2026, 12, 24))
    assert one.read_bytes() != other.read_bytes()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_cannot_be_written_is_one_sentence_and_leaves_nothing(demo: Assessment, tmp_path: Path, suffix: str) -> None:
    folder = tmp_path / f"folder{suffix}"
    folder.mkdir()
    for target, reason in ((tmp_path / "no" / f"o{suffix}", "No such file or directory"), (folder, "it is a folder")):
        with pytest.raises(ReadinessError) as caught:
            write_report(demo, target, today=DAY)
        assert str(caught.value) == f"{target}: cannot be written ({reason}); choose another file name or check the folder."
    assert list(tmp_path.iterdir()) == [folder]


def test_a_report_that_fails_leaves_the_older_one(demo: Assessment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "plan.html"
    target.write_text("an older report")
    monkeypatch.setitem(writing._FROM_DATA, ".html", lambda _data, _brand: 1 / 0)  # type: ignore[arg-type,return-value]
    with pytest.raises(ZeroDivisionError):
        write_report(demo, target, today=DAY)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("plan.html", "an older report")]


def test_the_demos_formats_agree(demo: Assessment, tmp_path: Path) -> None:
    for suffix in (".json", ".md", ".xlsx"):
        write_report(demo, tmp_path / f"plan{suffix}", today=DAY)
    data = json.loads((tmp_path / "plan.json").read_text())
    items = [item for package in data["packages"] for item in package["items"]]
    assert len(items) > 20
    rows = excel_rows((tmp_path / "plan.xlsx").read_bytes(), "Plan")
    assert {row["No."]: row["Least days"] for row in rows} == {item["number"]: item["effort_days"][0] for item in items}
    gaps = table(markdown_tables((tmp_path / "plan.md").read_bytes()), "No.", "Control")
    assert [row[2] for row in gaps] == [gap["criterion"] for gap in data["gaps"]]


def test_dates_come_with_a_stated_capacity(tmp_path: Path) -> None:
    path = make_demo(tmp_path)
    facts = tmp_path / "facts.yaml"
    facts.write_text("planning: {capacity: 6, start: 2027-01-04}\n")
    with Assessment.open(path, write=True, recorder="Rec") as assessment:
        context, warnings = report_context(assessment, DAY)
        assert context.dates is not None and context.window is not None and warnings == []
        assert (context.dates.start, context.dates.weekly_days) == (DAY, 6)
        assessment.apply_facts(read_facts(facts, assessment.library))
        context, warnings = report_context(assessment, DAY)
        assert context.dates is not None and context.dates.start == date(2027, 1, 4)
        assert {row.number for row in context.dates.work} == {item.number for item in context.items}
        assert context.burn_up[-1].done == len(context.items)
        facts.write_text("planning: {capacity: 0.1, start: 2027-01-04}\n")
        assessment.apply_facts(read_facts(facts, assessment.library))
        context, (warning,) = report_context(assessment, DAY)
        assert context.dates is None
        assert warning.startswith("the report has no dates: ") and warning.endswith("state more person-days a week.")


# Templates


def template(tmp_path: Path, name: str, text: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_template_sees_the_machine_form_and_the_reports_words(tmp_path: Path) -> None:
    each = "{% for item in items %}\n{{ item.number }} {{ item.effort_days | days }}\n{% endfor %}\n"
    text = "# {{ cover.organisation }}\n" + each + "{{ cover.report_date | day }}\n"
    lines = rendered(template(tmp_path, "mine.md.j2", text), DATA).decode().splitlines()
    items = sorted((item for package in DATA["packages"] for item in package["items"]), key=lambda item: item["number"])
    assert lines[0] == "# Brightwater Analytics"
    assert lines[-1] == "23 November 2026"
    assert [line.split()[0] for line in lines[1:-1]] == [str(item["number"]) for item in items]
    assert lines[1].endswith(" day") or lines[1].endswith(" days")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.html.j2", "&lt;b&gt;*x*&lt;/b&gt;"),
        ("a.md.j2", "&lt;b&gt;\\*x\\*&lt;/b&gt;"),
        ("a.txt.j2", "<b>*x*</b>"),
        ("a.j2", "<b>*x*</b>"),
    ],
)
def test_a_template_escapes_by_its_name(tmp_path: Path, name: str, expected: str) -> None:
    path = template(tmp_path, name, "{{ cover.product }}{{ '<i>' | safe }}")
    assert rendered(path, DATA | {"cover": DATA["cover"] | {"product": "<b>*x*</b>"}}).decode() == expected + "<i>"


FAULTS: dict[str, tuple[str, str]] = {
    "an unknown name": ("x\n\n{{ organisation }}", "3: 'organisation' is undefined"),
    "an unknown field": ("x\n{{ cover.organization }}", "2: 'dict object' has no attribute 'organization'"),
    "no end": ("x\n{% for item in items %}", "2: Unexpected end of template."),
    "an unknown filter": ("\n{{ cover.title | shout }}", "2: No filter named 'shout'."),
    "another file": ('\n\n\n{% include "/etc/hostname" %}', "4: a template stands alone: include, import and extends find nothing"),
    "an inner attribute": ("{{ cover.__class__.__mro__ }}", "1: not allowed in a template: "),
    "a way to the globals": ("\n{{ cycler.__init__.__globals__ }}", "2: not allowed in a template: "),
    "a change of the data": ("\n{{ items.append(1) }}", "2: not allowed in a template: "),
    "a sum that is none": ("\n{{ 1 // 0 }}", "2: integer division or modulo by zero"),
    "a wide number": ("{{ '%999999999999d' | format(1) }}", "1: "),
    "much memory": ("\n{{ 'a' * 10 ** 10 }}", "2: needs more memory than a template may have"),
    "a deep nest": ("{{ " + "(" * 5_000 + "1" + ")" * 5_000 + " }}", "1: goes too deep; nest less"),
    "a wrong date": ("{{ 'soon' | day }}", "1: Invalid isoformat string"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_template_is_told_with_its_line(tmp_path: Path, name: str) -> None:
    text, said = FAULTS[name]
    path = template(tmp_path, "mine.md.j2", text)
    with pytest.raises(ReadinessError) as caught:
        rendered(path, DATA)
    assert str(caught.value).startswith(f"{path}:{said}")
    assert "\n" not in str(caught.value)


def test_a_template_that_never_ends_is_stopped(tmp_path: Path) -> None:
    path = template(tmp_path, "mine.j2", "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}")
    with pytest.raises(ReadinessError, match=r"mine.j2: takes longer than 2 seconds; make it do less.$"):
        rendered(path, DATA, Limits(seconds=2))


def test_a_template_that_writes_too_much_is_stopped(tmp_path: Path) -> None:
    path = template(tmp_path, "mine.j2", "{% for a in range(9999) %}{{ 'x' * 1000 }}{% endfor %}")
    with pytest.raises(ReadinessError, match=r"mine.j2: writes more than 1 MiB; shorten what it prints.$"):
        rendered(path, DATA, Limits(output_mib=1))


def test_a_template_that_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadinessError, match=r"mine.j2:2: is no UTF-8 text; save the template as UTF-8.$"):
        rendered(template(tmp_path, "mine.j2", b"x\n\xff"), DATA)
    with pytest.raises(ReadinessError, match=r"mine.j2: is larger than 1,000,000 bytes; shorten the template.$"):
        rendered(template(tmp_path, "mine.j2", "x" * 1_000_001), DATA)
    with pytest.raises(ReadinessError, match=r"folder: cannot be read \(Is a directory\)"):
        (tmp_path / "folder").mkdir()
        rendered(tmp_path / "folder", DATA)


def test_a_report_by_a_template_is_written_whole_or_not_at_all(demo: Assessment, tmp_path: Path) -> None:
    mine, target = template(tmp_path, "mine.txt.j2", "{{ packages | length }} packages"), tmp_path / "plan.txt"
    write_report(demo, target, today=DAY, template=mine)
    assert (target.read_text().endswith(" packages"), stat.S_IMODE(target.stat().st_mode)) == (True, 0o600)
    before = target.read_text()
    mine.write_text("{{ nothing }}")
    with pytest.raises(ReadinessError, match=r"mine.txt.j2:1: 'nothing' is undefined"):
        write_report(demo, target, today=DAY, template=mine)
    assert target.read_text() == before


@pytest.mark.parametrize("check", [lambda folder: folder / "plan.pdf", lambda folder: folder / "plan.XLSX"])
def test_a_template_makes_no_binary_file(demo: Assessment, tmp_path: Path, check: Callable[[Path], Path]) -> None:
    with pytest.raises(ReadinessError, match="a template writes text; give a name that does not end in"):
        write_report(demo, check(tmp_path), today=DAY, template=template(tmp_path, "mine.j2", "x"))
