"""`readiness serve FILE` with the real program behind it: odd names, one file alone, downloads, and how it all ends."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from readiness.assessment import Assessment
from readiness.paths import recent_file

from .program import PATIENCE, opened, program

ODD_NAME = """it's "one" $(touch hacked) `touch hacked`; touch hacked & touch hacked |
 -ü %s {x} *.readiness"""


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    """A client that is no browser."""
    async with aiohttp.ClientSession() as session:
        yield session


def assessment(path: Path, organisation: str) -> Path:
    """An assessment of the shipped questions, nothing answered."""
    Assessment.create(path, organisation, recorder="Ann").close()
    return path


async def test_an_oddly_named_file_opens_alone_and_nothing_else_in_its_folder_runs(tmp_path: Path, client: aiohttp.ClientSession) -> None:
    other = assessment(tmp_path / "other.readiness", "Other Client")
    recent_file().parent.mkdir(parents=True, exist_ok=True)
    recent_file().write_text(json.dumps([{"path": str(other), "organisation": "Other Client"}]))
    folder = tmp_path / "folder"
    folder.mkdir()
    assessment(folder / ODD_NAME, "Oddly Named Ltd")
    modules = [folder / f"{name}.py" for name in ("click", "textual", "readiness")]
    for module in modules:
        module.write_text("raise SystemExit('taken')")
    async with program(ODD_NAME, folder) as running, opened(running, client) as page:
        await page.draws("Oddly Named Ltd")
        drawn = page.drawn
        await page.press("q")
        await page.ends()
        assert "Other Client" not in drawn + page.drawn
    assert set(folder.iterdir()) == {folder / ODD_NAME, *modules}


async def test_an_answer_is_in_the_file_and_the_plan_is_downloaded_once(tmp_path: Path, client: aiohttp.ClientSession) -> None:
    file = assessment(tmp_path / "acme.readiness", "Acme")
    before = set(tmp_path.iterdir())
    async with program("acme.readiness", tmp_path) as running, opened(running, client) as page:
        await page.draws("0 of 65 answered")
        await page.press("3")
        await page.draws("1 of 65 answered")
        with Assessment.open(file) as seen:
            assert [answer.level for answer in seen.answers.values()] == ["3"]
        await page.press("r")
        await page.draws("Categories and series")
        await page.press("p")
        await page.draws("Policies and conduct")
        await page.press("x")
        await page.draws("Download as")
        await page.press("\r")
        address = f"{running.address}/download/{await page.offers()}"
        async with client.get(address) as response:
            assert response.headers["Content-Disposition"] == "attachment; filename*=UTF-8''acme-plan.pdf"
            assert (await response.read()).startswith(b"%PDF-")
        async with client.get(address) as response:
            assert response.status == 404
    assert set(tmp_path.iterdir()) == before


def children(of: int) -> list[int]:
    """The process ids of a process's children."""
    return [int(pid) for pid in Path(f"/proc/{of}/task/{of}/children").read_text().split()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
async def test_a_stopped_server_takes_its_pages_along(number: int, tmp_path: Path, client: aiohttp.ClientSession) -> None:
    assessment(tmp_path / "acme.readiness", "Acme")
    async with program("acme.readiness", tmp_path) as running, opened(running, client) as page:
        await page.draws("Acme")
        running.process.send_signal(number)
        await page.ends()
        assert (await running.rest()).endswith("Stopped; everything answered so far is kept.\n")
        assert await running.process.wait() == 0


async def test_a_server_that_is_killed_leaves_no_program_behind(tmp_path: Path, client: aiohttp.ClientSession) -> None:
    assessment(tmp_path / "acme.readiness", "Acme")
    async with program("acme.readiness", tmp_path) as running, opened(running, client) as page:
        await page.draws("Acme")
        watched = [os.pidfd_open(pid) for pid in children(running.process.pid)]
        assert watched
        running.process.kill()
        for descriptor in watched:
            gone = asyncio.Event()
            asyncio.get_running_loop().add_reader(descriptor, gone.set)
            async with asyncio.timeout(PATIENCE):
                await gone.wait()
            asyncio.get_running_loop().remove_reader(descriptor)
            os.close(descriptor)


async def test_a_file_that_went_away_is_told_in_the_page(tmp_path: Path, client: aiohttp.ClientSession) -> None:
    file = assessment(tmp_path / "acme.readiness", "Acme")
    async with program("acme.readiness", tmp_path) as running:
        file.unlink()
        async with opened(running, client) as page:
            await page.draws("This file can't be opened")
            await page.press("\r")
            await page.ends()


@pytest.mark.parametrize(("content", "said"), [(None, "does not exist"), (b"not an assessment", "acme.readiness")])
def test_what_is_no_assessment_is_not_served(content: bytes | None, said: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "acme.readiness").write_bytes(content)
    run = subprocess.run(
        [sys.executable, "-m", "readiness", "serve", "acme.readiness"], cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE
    )
    assert run.returncode == 2
    assert said in run.stderr
    assert "http" not in run.stdout
