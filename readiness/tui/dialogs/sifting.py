"""The form that narrows an interview: state, set, role, person, and in which order."""

from __future__ import annotations

from collections.abc import Mapping

from readiness.errors import ReadinessError
from readiness.tui.dialogs.form import Field, FormDialog
from readiness.tui.state.interview import Interview
from readiness.tui.state.sift import WHICH, Sift, Which, people_named
from readiness.tui.state.text import one_line


def sift_dialog(interview: Interview) -> FormDialog:
    """Which questions to walk; refuses a choice that leaves none."""
    assessment, now = interview.assessment, interview.sift
    roles = (("", "every role"), *((role.id, one_line(role.title, 50)) for role in assessment.library.roles))
    people = (("", "everybody"), *((value, one_line(name, 50)) for value, name in people_named(assessment)))
    fields = [
        Field("which", "Which questions?", now.which, "cycle", tuple(WHICH.items())),
        Field("quick", "Of which set?", "yes" if now.quick else "no", "cycle", (("no", "all that are asked"), ("yes", "the quick set"))),
        Field("role", "Whose role answers them?", now.role, "cycle", roles),
        Field("person", "Who owns or answered them?", now.person, "cycle", people),
        Field(
            "order",
            "In which order?",
            "role" if now.by_role else "",
            "cycle",
            (("", "as auditors go through them"), ("role", "by who can answer")),
        ),
    ]

    def check(values: Mapping[str, str]) -> None:
        if not interview.leaves(sift_from(values)):
            raise ReadinessError("No question is left by that; choose something wider.")

    return FormDialog("Which questions to walk", fields, check, does="show")


def sift_from(values: Mapping[str, str]) -> Sift:
    """The sift that a filled-in form means."""
    which: Which = next(one for one in WHICH if one == values["which"])
    return Sift(which, values["quick"] == "yes", values["role"], values["person"], values["order"] == "role")
