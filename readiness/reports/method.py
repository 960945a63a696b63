"""How the figures came about and what they assume, in sentences made from the library's own rating data. Pure."""

from __future__ import annotations

from questionnaires.model import Library, Rating
from questionnaires.wording import count_text
from readiness.reports.words import TYPE_WORDS
from scoring.model import Scope
from scoring.score import Scorecard


def method_lines(rating: Rating) -> tuple[str, ...]:
    """How verdicts, percentages, severity and effort are worked out, in about ten lines."""
    target, absent, floor = rating.target, rating.absent_up_to, rating.floor
    return (
        "Each question asks for one control. Its answer is a rung: 0 absent, 1 ad hoc, 2 decided, 3 partial, 4 running, 5 on record.",
        f"The target is rung {target['type_1']} for Type I (designed and in place at a date) and rung {target['type_2']} for Type II "
        "(operating through a window, every occurrence on record).",
        f"A criterion is not met if one of its key controls is at rung {absent} or below; met if every key control is at target and "
        f"nothing is below rung {floor}; otherwise partly met.",
        "An unanswered, unsure or unconfirmed question is open. A verdict is printed only if every possible answer to the open ones "
        "leads to the same verdict; otherwise the criterion is not assessed.",
        "A series, a category and the whole take the weakest verdict of their criteria; every category includes the common criteria.",
        f"Readiness is weighted credit in percent, always second to verdicts. Credit by rung 0 to 5: Type I {_credits(rating, 1)}; "
        f"Type II {_credits(rating, 2)}. Key controls weigh {rating.role_weight['key']:g}, supporting ones "
        f"{rating.role_weight['supports']:g}, times the question's own weight.",
        "Low counts open questions as rung 0, high as rung 5; the value counts only what is answered.",
        "Not applicable and carved-out controls leave both sides of the percentage. No events counts at target for Type I; for Type II "
        "it is left out and listed as not tested, and alone never makes a criterion met.",
        f"A compensating control counts as rung {rating.compensated_up_to} at most: it lifts not met to partly met at best, if your "
        "auditor agrees.",
        "Severity is the question's own, lowered by the rung reached, for documentation gaps and for compensated ones. "
        "Effort adds up the steps needed from the present rung, in person-days; it is judgement, indicative, "
        "and not reviewed by an auditor.",
        "Said, shown and tested tell how the interviewer knows. A rung 5 on said alone is printed as claimed.",
    )


def _credits(rating: Rating, report_type: int) -> str:
    credits = rating.credit["type_1" if report_type == 1 else "type_2"]
    return ", ".join(f"{100 * credit:g}" for credit in credits)


def assumption_lines(library: Library, scope: Scope, card: Scorecard) -> tuple[str, ...]:
    """What this report takes for granted; each line is something a reader may want to settle."""
    word = TYPE_WORDS[card.report_type]
    lines = [f"Gaps, plan and criteria are shown for {word}; the other type stands beside it where both are printed."]
    if card.report_type == 1 and scope.as_of is None:
        lines.append("No as-of date is chosen yet; controls are taken as they are described today.")
    if card.report_type == 2 and scope.window is None:
        lines.append("No observation window is chosen yet. Records that were not kept cannot be made afterwards; they move the window.")
    unstated = [fact.text for fact in library.facts if fact.id not in scope.facts]
    if unstated:
        lines.append(
            f"{count_text(len(unstated), 'fact')} about the organisation not stated: questions that depend on them are still asked."
        )
    undecided = [vendor.name for vendor in scope.vendors if vendor.subservice and vendor.method is None]
    if undecided:
        lines.append(f"Subservice method not chosen for {', '.join(undecided)}.")
    if not scope.commitments:
        lines.append("No commitments to customers are listed, although every criterion is judged against them.")
    if library.leaves_out:
        left = "; ".join(f"{question} ({reason.rstrip('.')})" for question, reason in library.leaves_out.items())
        lines.append(f"The question library leaves out of {library.extends}: {left}.")
    if card.screen:
        lines.append("The quick set asks only the most telling questions: it can show gaps but never show a criterion as met.")
    lines.append("Owners are roles suggested by the question library; effort assumes somebody who knows the tools, without waiting times.")
    return tuple(lines)
