"""What several storage tests share: example statements, looks at a folder's bytes, and running something as nobody."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
from datetime import date
from pathlib import Path

from readiness.storage import FinalReport, Store, make_final, open_round, put, set_answer, set_fact, set_scope
from readiness.storage.finals import seal
from readiness.storage.payloads import to_json
from scoring.model import Answer, Commitment, Compensating, EvidenceReference, EvidenceRequest, Item, Person, Round, System, Vendor

NOBODY = 65534
LIBRARY = '{"key":"soc2","questions":["q1","q2"]}'


def answer(question: str, level: str = "4", note: str = "") -> Answer:
    return Answer.model_validate({"question": question, "level": level, "note": note})


def full_answer(question: str = "CC6.1-mfa") -> Answer:
    return Answer(
        question=question,
        level="4",
        nothing_written=True,
        basis="shown",
        respondent="Bo",
        recorder="Ann",
        note="Enforced by the identity provider — “всюду” \x00 \U0001f512",
        operating_since=date(2026, 1, 31),
        last_done=date(2026, 5, 1),
        evidence=(
            EvidenceReference(reference="https://wiki/mfa", title="MFA policy", collected_on=date(2026, 5, 2), sha256="a" * 64, size=7),
            EvidenceReference(
                reference="TICKET-7",
                covers_from=date(2026, 1, 1),
                covers_to=date(2026, 3, 31),
                collected_by="Bo",
                source="Ticketwise",
                query="type = leaver — “всюду”",
                row_count=0,
                extracted_on=date(2026, 4, 1),
            ),
        ),
        compensating=Compensating(rung=3, reason="VPN only", owner="Bo", evidence="screenshot"),
        owner="Bo",
        flagged=True,
        walkthrough="Ann joined, was enrolled, signed in.",
    )


def full_request(question: str = "q1") -> EvidenceRequest:
    return EvidenceRequest(
        id=question,
        question=question,
        owner="Bo",
        due=date(2026, 7, 1),
        status="returned",
        reason="The list stops in May.",
        covers_from=date(2026, 1, 1),
        covers_to=date(2026, 6, 30),
        source="Payroll",
        query="left between …",
        row_count=12,
        extracted_on=date(2026, 6, 30),
    )


def final_report(number: int = 1, headline: str = "Ann's “report”") -> FinalReport:
    content = to_json({"headline": headline, "answers": [{"note": "n" * 50}]})
    return FinalReport(
        id=f"f{number}",
        number=number,
        round="r1",
        day=date(2026, 7, 1),
        by="Bo",
        role="Head",
        statement="Read.",
        stated="0" * 64,
        sha256=seal(content),
        content=content,
    )


def round_one(library: str) -> Round:
    return Round(id="r1", number=1, name="Spring", set="full", library=library, rules="1")


def fill(store: Store, answers: int = 12) -> None:
    """One of everything, and more answers than a page holds."""
    library = store.put_library(LIBRARY, "soc2", "1.0")
    store.append(
        [
            set_scope("organisation", "Acme"),
            set_scope("entities", ["Acme GmbH", "Acme Inc."]),
            set_scope("categories", ["security", "availability"]),
            set_scope("report_type", 2),
            set_scope("window", {"from": "2026-01-01", "to": "2026-06-30"}),
            set_fact("remote_only", True),
            set_fact("staff", 40),
            set_fact("clouds", ("aws", "gcp")),
            put(System(id="app", name="App")),
            put(Vendor(id="aws", name="AWS", subservice=True, method="carve-out")),
            put(Commitment(id="sla", text="99.9 %", source="contract")),
            put(Person(id="bo", name="Bo", role="engineering")),
            put(Item(id="i1", title="Enforce MFA", questions=("q1", "q2"), owner="Bo", due=date(2026, 3, 1))),
            put(Item(id="i2", title="By hand")),
            put(full_request()),
            put(EvidenceRequest(id="own", title="By hand", question="q1")),
            open_round(round_one(library)),
            make_final(final_report()),
        ]
    )
    store.append([set_answer("r1", full_answer())])
    for number in range(answers):
        store.append([set_answer("r1", answer(f"q{number}", note="n" * 300))])


def folder_state(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    """Every file in a folder with its bytes, modification time and mode, and the folder's own time."""
    state = {one.name: (one.read_bytes(), one.stat().st_mtime_ns, one.stat().st_mode) for one in folder.iterdir()}
    return {**state, ".": (b"", folder.stat().st_mtime_ns, folder.stat().st_mode)}


def read_everything(store: Store) -> None:
    store.scope()
    for one in store.rounds():
        store.answers(one.id)
        store.library_text(one.library)
    store.items()
    store.heads()
    store.history()
    store.data_version()


def in_child(work: Callable[[], None], *, as_nobody: bool = False) -> str:
    """Runs something in a forked process and returns "" or its traceback; as root it can give up root's rights first.

    A fork, not a new interpreter: nobody may have no access to the developer's Python.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        report = ""
        try:
            os.close(reader)
            if as_nobody and os.geteuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            work()
        except BaseException:
            report = traceback.format_exc()
        finally:
            os.write(writer, report.encode()[-60_000:])
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as stream:
        report = stream.read().decode()
    os.waitpid(child, 0)
    return report
