"""Where a sitting talks: every line said or asked is one harmless line of words, and the end of input ends it everywhere alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from questionnaires.model import Question
from readiness.plain.sitting import Sitting
from readiness.plain.terminal import plain
from scoring.headline import verdict_word
from scoring.model import Answer, Scope
from scoring.owners import owner_line
from scoring.whatif import VerdictChange

Ask = Callable[[str], str | None]
Say = Callable[[str], None]

LEVEL_WORDS = {
    "na": "not applicable",
    "unsure": "unsure",
    "no-events": "no events yet",
    "carved-out": "carved out",
    "unanswered": "not answered yet",
}
MOST_CHANGES = 3


class InputEnded(Exception):
    """The end of input, or ctrl+c at a prompt."""


@dataclass
class Desk:
    """A sitting with a way to ask and to say; ``shown`` is the question read last, ``stopped`` that the person wants to stop."""

    sitting: Sitting
    asking: Ask
    saying: Say
    shown: str = ""
    stopped: bool = False

    def ask(self, question: str) -> str:
        """What the person types, without blanks around it. Raises InputEnded."""
        reply = self.asking(plain(question))
        if reply is None:
            raise InputEnded
        return reply.strip()

    def say(self, *lines: str) -> None:
        """Says lines, without a character that a terminal could take for a command."""
        for line in lines:
            self.saying(plain(line))

    def read(self, question: Question) -> None:
        """Reads a question with its criteria, its sentences, what else it takes, and what was said to it before."""
        sitting = self.sitting
        card, answer = sitting.scorecard, sitting.assessment.answers.get(question.id)
        criteria = ", ".join(f"{criterion} ({'key' if role == 'key' else 'supporting'})" for criterion, role in question.criteria.items())
        left = f", {len(sitting.waiting())} left of what you chose" if sitting.choice.narrowed else ""
        self.say("", f"{question.home}, {card.answered_count} of {card.asked} answered{left}: {question.id}", question.text)
        self.say(f"Criteria: {criteria}.")
        self.say(*(f"{rung}: {anchor}" for rung, anchor in enumerate(question.anchors)))
        self.say(f"Or {', '.join(_others(question))}.")
        if answer is not None:
            what = "So far" if answer.level == "unanswered" else "Earlier answer"
            carried = ", carried over from an earlier round" if answer.carried else ""
            self.say(f"{what}{carried}: {level_words(answer, sitting.assessment.scope)}. {details_of(answer)}")
        self.shown = question.id

    def explain(self, question: Question) -> None:
        """Says why a question is asked, what is enough for a tiny company, and what an auditor would ask to see."""
        assessment = self.sitting.assessment
        library, facts = assessment.library, assessment.scope.facts
        variant = assessment.stored_library.question_by_id[question.id].variant_for(facts)
        if variant is not None:
            self.say(f"Worded for your facts: {variant.reason}")
        self.say(question.why, f"For a tiny company: {question.tiny}")
        self.say(*(f"{criterion}: {library.criterion_by_id[criterion].title}." for criterion in question.criteria))
        wanted = question.evidence
        for kind, entries in (("design", wanted.design), ("operation", wanted.operation), ("population", wanted.population)):
            if entries:
                self.say(f"Evidence of {kind}: {'; '.join(entries)}.")
        proposal = question.proposes_na
        if proposal is not None and proposal.when.holds(facts) is True:
            self.say(f"Perhaps not applicable: {proposal.reason} Type n and the reason to state it; your auditor has to agree.")

    def saved(self, changes: Iterable[VerdictChange]) -> None:
        """Says that an answer is kept and, if a verdict moved, which and where readiness now lies."""
        self.say("Saved.")
        listed, card = list(changes), self.sitting.scorecard
        if not listed:
            return
        named = [
            f"{one.criterion} {verdict_word(one.after, screen=card.screen)} (was {verdict_word(one.before, screen=card.screen)})"
            for one in listed[:MOST_CHANGES]
        ]
        more = f" and {len(listed) - MOST_CHANGES} more" if len(listed) > MOST_CHANGES else ""
        self.say(f"Now {', '.join(named)}{more}. Readiness between {card.readiness.low:.0f} and {card.readiness.high:.0f} %.")


def _others(question: Question) -> list[str]:
    taken = {
        "n not applicable": question.waivable,
        "e no events yet": question.no_events,
        "c run by a provider": question.inheritable,
    }
    return ["u unsure", *(words for words, fits in taken.items() if fits)]


def level_words(answer: Answer, scope: Scope) -> str:
    """An answer's level in words: ``4``, ``unsure``, ``carved out to AWS``."""
    if answer.level == "carved-out":
        vendor = scope.vendor(answer.vendor)
        return f"carved out to {vendor.name if vendor is not None else answer.vendor}"
    return LEVEL_WORDS.get(answer.level, answer.level)


def details_of(answer: Answer) -> str:
    """Everything kept beside an answer, in short sentences."""
    said = answer.basis.capitalize() + (f" by {answer.respondent}" if answer.respondent else "")
    parts = [said] if answer.level != "unanswered" else []
    if answer.flagged:
        parts.append("Flagged for follow-up")
    if answer.owner:
        parts.append(f"Owner: {owner_line(answer.owner)}")
    if answer.reason:
        parts.append(f"Reason: {answer.reason}")
    if answer.nothing_written:
        parts.append("Nothing written")
    if answer.last_done:
        parts.append(f"Last done {answer.last_done}")
    if answer.operating_since:
        parts.append(f"Operating since {answer.operating_since}")
    if answer.evidence:
        parts.append(f"Evidence: {'; '.join(one.reference for one in answer.evidence)}")
    if answer.compensating is not None:
        stated = answer.compensating
        proof = f", evidence {stated.evidence}" if stated.evidence else ""
        parts.append(f"Instead, at rung {stated.rung}, owner {owner_line(stated.owner)}{proof}: {stated.reason}")
    if answer.walkthrough:
        parts.append(f"One case: {answer.walkthrough}")
    if answer.note:
        parts.append(f"Note: {answer.note}")
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in map(plain, parts))
