"""The tour of five steps: what it says, and whether this user has seen it or wants it no more. Knows no terminal."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable

from readiness.paths import tour_file, write_private

STEPS = (
    (
        "One file, one plan",
        "A customer asked for your SOC 2 report. This program asks what an auditor would look for, tells where you stand, and makes a plan "
        "of what is missing.\n\n"
        "All of it stays in one file of yours. There is no account and nothing leaves this machine. To look around first, take the demo: "
        "{start.demo} on the start screen.",
    ),
    (
        "Say what it is about",
        "The scope comes first: your product, systems, vendors, promises to customers, and a few facts such as how many you are. "
        "Questions that can't matter to you then fall away.\n\n"
        "Nothing there is final: {room.scope} leads back to it at any time, and your answers stay.",
    ),
    (
        "One question, one key",
        "Each question has six sentences, 0 to 5. Press the digit of the one a visitor would see today; {answer.unsure} if you "
        "don't know, {answer.na} if it has no subject at your company.\n\n"
        "An answer is on disk before the next question comes. {undo} takes it back, {open} goes to the next open question. "
        "Stop whenever you like.",
    ),
    (
        "Where you stand, and what to do",
        "{room.results} shows the verdicts, with the lowest and highest value that is still possible; {room.plan} shows what to do, "
        "in order, with owners and effort; {room.export} writes it down to hand on.\n\n"
        "It is what your own answers add up to. Only an independent auditor draws conclusions.",
    ),
    (
        "Help is one key away",
        "{help} lists the keys that work where you are. {glossary} says what a term means. {palette} finds any command by words. "
        "Esc leaves what has opened.\n\n"
        "{tour} shows this tour again.",
    ),
)


def words(text: str, key: Callable[[str], str]) -> str:
    """The words of a step, in which a command's id between braces stands for its key: ``key`` says how that is called."""
    return re.sub(r"\{([a-z_.]+)\}", lambda found: key(found[1]), text)


def tour_wanted() -> bool:
    """Whether the tour has neither been seen to its end nor put away for good."""
    try:
        return not tour_file().exists()
    except OSError:  # a state folder that can't be looked into: nothing could be remembered there either
        return False


def put_away() -> None:
    """Remembers that the tour need not be shown again. Silent where that can't be written: it can be left by one key."""
    with contextlib.suppress(OSError):
        write_private(tour_file(), "The tour was seen. Remove this file to be shown it once more.\n")
