"""A program that answers questions on request: reads a number, writes it once the answer is durable. Killed by test_storage_kill."""

from __future__ import annotations

import os
import sys

from readiness.storage import Store, set_answer
from scoring.model import Answer, EvidenceReference


def show(line: str) -> None:
    """Writes a line in one piece, so that a kill leaves all of it or nothing."""
    os.write(1, f"{line}\n".encode())


def main(path: str) -> None:
    with Store.open(path, write=True, recorder="Ann") as store:
        show("ready")
        for line in sys.stdin:
            number = line.strip()
            answer = Answer(
                question=f"q{number}", level="4", note=number * 400, evidence=(EvidenceReference(reference=f"ticket {number}"),)
            )
            store.append([set_answer("r1", answer)])
            show(number)


if __name__ == "__main__":
    main(sys.argv[1])
