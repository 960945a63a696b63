"""The interview in a real terminal beside a bare Textual app: first paint, first question, key to next question, memory.

Both programs run in a pseudo-terminal, turn about, and what they write is read by a terminal emulator: a text counts as drawn
when a person would see it. Wall time is what a person waits; processor time stands beside it, since other work on the machine
slows the first and hardly the second.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pyte

from readiness.assessment import Assessment
from readiness.rounds import start_round
from readiness.tui.state.touring import put_away
from scoring.model import Answer

RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 7
SIZES = ((80, 24), (120, 40))
KEYS = 60
PATIENCE_SECONDS = 60
TICK = 1 / os.sysconf("SC_CLK_TCK")
BARE = """
from textual.app import App, ComposeResult
from textual.widgets import Footer, Header, Static

class Bare(App[None]):
    BINDINGS = [("q", "quit", "Leave")]

    def compose(self) -> ComposeResult:
        yield Header()
        yield Static("The bare program is here.")
        yield Footer()

Bare().run()
"""


class Spent(NamedTuple):
    """What something took: seconds by the clock on the wall, and seconds of processor time."""

    wall: float
    cpu: float


@dataclass
class Startup:
    """One start: to the first frame, to the first question if there is one, and the most memory it ever held, in MB."""

    paint: Spent
    question: Spent | None
    memory: float


class Terminal:
    """A program in a pseudo-terminal of its own, and the screen it has drawn so far."""

    def __init__(self, command: Sequence[str], size: tuple[int, int], home: Path) -> None:
        columns, lines = size
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        kept = ("PATH", "LANG", "LC_ALL", "PYTHONPATH")
        env = {name: os.environ[name] for name in kept if name in os.environ}
        env |= {"HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self._started = time.perf_counter()
        self._child = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=env, cwd=home, start_new_session=True)
        os.close(slave)

    def wait(self, *texts: str) -> Spent:
        """What it took since the start until all of ``texts`` were drawn. Raises TimeoutError, with the screen, if they never are."""
        return self._until(lambda: all(map(self.shows, texts)), " & ".join(texts), self._started, 0.0)

    def press(self, key: str, *texts: str) -> Spent:
        """What it takes from a key until all of ``texts`` are drawn."""
        cpu, start = self._thread_cpu(), time.perf_counter()
        os.write(self._master, key.encode())
        return self._until(lambda: all(map(self.shows, texts)), " & ".join(texts), start, cpu, self._thread_cpu)

    def shows(self, text: str) -> bool:
        """Whether a text stands on the screen, perhaps over the end of a line."""
        return text in " ".join(" ".join(self.screen.display).split())

    def settle(self, seconds: float = 0.3) -> None:
        """Reads until nothing has come for a while."""
        while self._read(seconds):
            pass

    def memory(self) -> float:
        """The most memory the program ever held, in MB."""
        status = Path(f"/proc/{self._child.pid}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024

    def close(self) -> None:
        """Ends the program."""
        self._child.send_signal(signal.SIGKILL)
        self._child.wait()
        os.close(self._master)

    def _until(self, drawn: Callable[[], bool], what: str, start: float, cpu: float, clock: Callable[[], float] | None = None) -> Spent:
        while not drawn():
            if not self._read(PATIENCE_SECONDS):
                raise TimeoutError(f"{what!r} was never drawn; the screen was\n" + "\n".join(self.screen.display))
        # The time of the bytes that completed the text, not of reading them as a terminal does.
        return Spent(self._last - start, (clock or self._cpu)() - cpu)

    def _read(self, seconds: float) -> bool:
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._master, 1 << 20)
        except OSError:
            return False
        self._last = time.perf_counter()
        self._stream.feed(data)
        return True

    def _cpu(self) -> float:
        """Processor time of the program so far, threads that have ended included, to a hundredth of a second."""
        fields = Path(f"/proc/{self._child.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * TICK

    def _thread_cpu(self) -> float:
        """The same of the threads that run now, exact."""
        found = 0
        for task in Path(f"/proc/{self._child.pid}/task").iterdir():
            with contextlib.suppress(OSError):
                found += int((task / "schedstat").read_text().split()[0])
        return found / 1e9


class Expected(NamedTuple):
    """What a question's card must show: its number, the head of its text and of its first and last anchor."""

    number: str
    text: str
    anchors: tuple[str, str]


def generate(path: Path) -> list[Expected]:
    """A file of the full set in every category with three rounds, the third one to be confirmed; what it asks, in order."""
    with Assessment.create(path, "Benchmark", categories=("A", "C", "PI", "P"), question_set="full", recorder="benchmark") as made:
        for number in range(3):
            if number:
                start_round(made, f"Round {number + 1}")
            if number < 2:
                made.answer_all(
                    Answer(
                        question=q.id,
                        level=str((place + number) % 6),  # type: ignore[arg-type]
                        note=f"What was said about it in round {number + 1}.",
                        last_done=date.today() - timedelta(days=100 - number),
                    )
                    for place, q in enumerate(made.questions)
                )
        count = len(made.questions)
        answers = len(made.answers)
        print(f"file: {count} questions, {answers} answers carried into round {made.round.number}, {path.stat().st_size / 1e6:.1f} MB")
        return [Expected(f"· {n} of", head(q.text), (head(q.anchors[0]), head(q.anchors[-1]))) for n, q in enumerate(made.questions, 1)]


def head(text: str, most: int = 34) -> str:
    """The beginning of a text, in whole words, short enough to stand on one line of the card."""
    words: list[str] = []
    for word in text.split():
        if len(" ".join([*words, word])) > most:
            break
        words.append(word)
    return " ".join(words)


@contextlib.contextmanager
def running(command: Sequence[str], size: tuple[int, int], home: Path) -> Iterator[Terminal]:
    """A program for as long as it is looked at."""
    terminal = Terminal(command, size, home)
    try:
        yield terminal
    finally:
        terminal.close()


def bare(size: tuple[int, int], home: Path) -> Startup:
    """One start of the bare app."""
    with running([sys.executable, str(home / "bare.py")], size, home) as terminal:
        paint = terminal.wait("The bare program is here.", "q Leave")
        terminal.settle()
        return Startup(paint, None, terminal.memory())


def ours(size: tuple[int, int], home: Path, file: Path, first: Expected) -> Startup:
    """One start of the program with a file, up to a question that a key moves on from."""
    with running([sys.executable, "-m", "readiness", str(file)], size, home) as terminal:
        paint = terminal.wait("answers stay in one file of yours", "q quit")
        question = terminal.wait(first.number, first.text, *first.anchors)
        terminal.press("?", "Keys of the interview")
        return Startup(paint, question, terminal.memory())


def keys(size: tuple[int, int], home: Path, file: Path, asked: Sequence[Expected]) -> tuple[list[Spent], float]:
    """What each of many answers takes until the next question is drawn, and the memory held after them."""
    found = []
    with running([sys.executable, "-m", "readiness", str(file)], size, home) as terminal:
        terminal.wait(asked[0].number)
        terminal.settle()
        for number, following in enumerate(asked[1 : KEYS + 1]):
            wanted = (following.number, following.text, following.anchors[0])
            found.append(terminal.press(str(number % 6), *wanted))
            terminal.settle(0.05)
        return found, terminal.memory()


def seconds(values: Sequence[float]) -> str:
    """Median and worst in milliseconds."""
    return f"{1000 * statistics.median(values):6.0f} ms (worst {1000 * max(values):5.0f})"


def row(name: str, mine: Sequence[Spent], theirs: Sequence[Spent], allowed: float) -> None:
    """Prints both programs side by side, and the ratios of their medians."""
    for kind, place in (("wall", 0), ("processor", 1)):
        one, other = ([spent[place] for spent in both] for both in (mine, theirs))
        ratio = statistics.median(one) / statistics.median(other)
        print(f"  {name:15} {kind:9} {seconds(one)}  bare {seconds(other)}  {ratio:5.2f} x, to stay within {allowed} x")


def main() -> None:
    """Prints one block a terminal size: starts, keys and memory of both programs, and their ratios."""
    print(f"{RUNS} starts each, {KEYS} keys; load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        # The tour of a first start would lie over the question; its file and the programs' own are in the temporary home.
        os.environ["HOME"] = name
        put_away()
        (home / "bare.py").write_text(BARE)
        for columns, lines in SIZES:
            size = (columns, lines)
            file = home / f"{columns}.readiness"
            asked = generate(file)
            bare(size, home)
            ours(size, home, file, asked[0])
            pairs = [(bare(size, home), ours(size, home, file, asked[0])) for _ in range(RUNS)]
            theirs, mine = [one for one, _ in pairs], [one for _, one in pairs]
            print(f"{columns}x{lines}")
            row("first paint", [one.paint for one in mine], [one.paint for one in theirs], 1.4)
            row("first question", [one.question for one in mine if one.question], [one.paint for one in theirs], 2.2)
            pressed, held = keys(size, home, file, asked)
            print(f"  key to question wall      {seconds([one.wall for one in pressed])}  to stay within 50 (worst 100)")
            print(f"                  processor {seconds([one.cpu for one in pressed])}")
            most, least = max(held, *(one.memory for one in mine)), statistics.median(one.memory for one in theirs)
            print(f"  memory                    {most:6.0f} MB  bare {least:.0f} MB  {most / least:.2f} x, to stay within 2 x")
    print(f"load after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
