"""The HTML report in a real browser: nothing for axe-core to object to, filtered and sorted by keys, no network, fit for print."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from format_cases import CASES
from web.browser import Tab, browser, until

from readiness.reports.machine import report_data
from readiness.reports.pages import html_text

pytestmark = pytest.mark.needs_apt

AXE = Path(__file__).with_name("axe") / "node_modules/axe-core/axe.min.js"
VIOLATIONS = """
axe.run(document, {resultTypes: ["violations"]}).then((found) => JSON.stringify(found.violations.map(
  (one) => [one.id, one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200))])))
"""
SHOWN = "[...document.querySelectorAll('.card')].filter((card) => !card.hidden).length"
ROWS = "[...document.querySelectorAll('#item-list')][0].closest('table').tBodies[0].rows"


@pytest.fixture
async def new_tab(tmp_path: Path) -> AsyncIterator[Callable[[], Awaitable[Tab]]]:
    """Opens tabs of a browser that has never been used."""
    async with browser(tmp_path / "browser") as opener:
        yield opener


async def opened(tab: Tab, folder: Path, case: str) -> Tab:
    page = folder / "plan.html"
    page.write_text(html_text(report_data(CASES[case]())))
    await tab.go(page.as_uri())
    await until(lambda: tab.value("document.readyState + document.title"), lambda said: said.startswith("completeSOC 2"), "the report")
    return tab


@pytest.mark.parametrize("case", ["empty", "dated", "hostile"])
async def test_axe_finds_nothing_in_light_or_dark(new_tab: Callable[[], Awaitable[Tab]], tmp_path: Path, case: str) -> None:
    assert AXE.exists(), "axe-core is missing: make tests/reports/axe/node_modules"
    tab = await opened(await new_tab(), tmp_path, case)
    await tab.value(AXE.read_text() + "; undefined")
    papers = set()
    for scheme in ("light", "dark"):
        await tab.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        papers.add(await tab.value("getComputedStyle(document.body).backgroundColor"))
        assert json.loads(await tab.value(VIOLATIONS)) == [], scheme
    assert len(papers) == 2
    assert [address for address in tab.asked if not address.startswith("file:")] == []
    assert tab.blocked == []


async def test_gaps_and_plan_are_filtered_and_sorted_by_keys(new_tab: Callable[[], Awaitable[Tab]], tmp_path: Path) -> None:
    tab = await opened(await new_tab(), tmp_path, "dated")
    report = CASES["dated"]()
    everything = len(report.items)
    assert await tab.value("document.getElementById('shown').textContent") == f"{everything} of {everything} items shown"

    await tab.value("document.getElementById('f-severity').focus()")
    await tab.press("c")
    critical = sum(item.severity == "critical" for item in report.items)
    assert 0 < critical < everything
    assert await tab.value(SHOWN) == critical
    assert await tab.value("document.getElementById('shown').textContent") == f"{critical} of {everything} items shown"
    left = await tab.value("[...document.querySelectorAll('tr[data-severity]:not([hidden])')].map((row) => row.dataset.severity)")
    assert set(left) == {"critical"}

    await tab.value("document.querySelector('#filters button').focus()")
    await tab.press("Enter")
    await until(lambda: tab.value(SHOWN), lambda shown: shown == everything, "everything again")
    await tab.value("document.getElementById('f-text').focus()")
    await tab.press(*"1+1 hand")
    assert await tab.value(SHOWN) == 1

    heading = "document.getElementById('item-list').closest('table').tHead.rows[0].cells[5]"
    await tab.value(f"{heading}.querySelector('button').focus()")
    for direction, order in (("ascending", 1), ("descending", -1)):
        await tab.press("Enter")
        assert await tab.value(f"{heading}.getAttribute('aria-sort')") == direction
        days = await tab.value(f"[...{ROWS}].map((row) => Number(row.cells[5].textContent))")
        assert days == sorted(days, reverse=order < 0) and len(days) == everything


async def test_the_page_prints_without_what_only_a_screen_needs(new_tab: Callable[[], Awaitable[Tab]], tmp_path: Path) -> None:
    tab = await opened(await new_tab(), tmp_path, "dated")
    await tab.send("Emulation.setEmulatedMedia", media="print", features=[{"name": "prefers-color-scheme", "value": "dark"}])
    for part in ("nav", "#filters", ".skip"):
        assert await tab.value(f"getComputedStyle(document.querySelector('{part}')).display") == "none"
    assert await tab.value("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    printed = await tab.send("Page.printToPDF", printBackground=False)
    assert len(printed["data"]) > 50_000
    assert await tab.value("[...document.querySelectorAll('details')].every((part) => part.open)")
