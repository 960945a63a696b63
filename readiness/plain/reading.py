"""Reads back what was said, what is left, and whom to ask about the rest; says how to go on."""

from __future__ import annotations

from collections.abc import Sequence

from questionnaires.model import Question
from readiness.asking import said_unsure
from readiness.errors import ReadinessError
from readiness.exchange.answers import similar_questions
from readiness.plain.desk import Desk, details_of, level_words
from scoring.finding import found
from scoring.headline import headline
from scoring.model import Answer
from scoring.owners import owner_line
from scoring.parked import ask_lists

_YES = ("", "y", "yes")
_LEAVE = ("q", "quit", "stop")
MINUTE = 60


def read_back(desk: Desk, answers: Sequence[Answer]) -> str | None:
    """Reads these answers back and asks for a word on them: the id of the one to correct, None when all is right."""
    if not answers:
        desk.say("Nothing was said so far.")
        return None
    people = {answer.respondent for answer in answers}
    who = next(iter(people)) if len(people) == 1 else ""
    desk.say("", f"What {who or 'you'} said, read back:")
    desk.say(*(f"{number}. {_said(desk, answer)}" for number, answer in enumerate(answers, 1)))
    return to_correct(desk, answers)


def to_correct(desk: Desk, answers: Sequence[Answer]) -> str | None:
    """Asks whether what was read is right: the id of the answer to correct, None when all is.

    A yes confirms the answers carried over from an earlier round.
    """
    ids = [answer.question for answer in answers]
    while (word := desk.ask("Is this right? Enter for yes, or the number of one to correct:").lower()) not in _LEAVE:
        if word in _YES:
            try:
                confirmed = desk.sitting.confirm_carried(ids)
            except ReadinessError as error:
                desk.say(f"Not confirmed: {error}")
            else:
                desk.say(*([f"Confirmed: {', '.join(confirmed)}."] if confirmed else []))
            return None
        if word.isdecimal() and 0 < int(word[:6]) <= len(ids):
            return ids[int(word[:6]) - 1]
        if word in ids:
            return word
        desk.say(f"Type a number from 1 to {len(ids)}, or just Enter when all of it is right.")
    return None


def _said(desk: Desk, answer: Answer) -> str:
    """``mfa-enforced, 3: its sentence. Said by Ada.``"""
    assessment = desk.sitting.assessment
    question = assessment.library.question_by_id.get(answer.question)
    sentence = f": {question.anchors[answer.rung]}" if question is not None and answer.rung is not None else "."
    carried = ", carried over from an earlier round" if answer.carried else ""
    return f"{answer.question}, {level_words(answer, assessment.scope)}{carried}{sentence} {details_of(answer)}"


def whom_to_ask(desk: Desk) -> None:
    """Lists the unsure questions for each role that can settle them, with the people who have it."""
    assessment = desk.sitting.assessment
    taken = [question for question in assessment.questions if desk.sitting.choice.takes(question)]
    for asked in ask_lists(assessment.library, assessment.scope, taken, assessment.answers, said_unsure(assessment)):
        who = f"{' or '.join(asked.people)} ({asked.title})" if asked.people else asked.title
        desk.say("", f"{asked.nobody_left[:1].upper()}{asked.nobody_left[1:]}:" if asked.nobody_left else f"To ask {who}:")
        for question in asked.questions:
            answer = assessment.answers[question.id]
            owner, note = f" Owner: {owner_line(answer.owner)}." if answer.owner else "", f" Note: {answer.note}" if answer.note else ""
            desk.say(f"{question.id}: {question.text}{owner}{note}")


def what_is_left(desk: Desk, words: str) -> None:
    """Says how much is left by series, with the pace of this sitting; with words, the questions left that hold them."""
    sitting = desk.sitting
    left = sitting.waiting()
    if words:
        named = found(left, words)
        desk.say(*(f"{question.id}: {question.text}" for question in named))
        desk.say(f"{len(named)} left on that.")
        return
    library = sitting.assessment.library
    by_series: dict[str, int] = {}
    for question in left:
        series = library.criterion_by_id[question.home].series
        by_series[series] = by_series.get(series, 0) + 1
    titles = {series.id: series.title for series in library.series}
    desk.say(*(f"{series} {titles.get(series, '')}: {count} left." for series, count in by_series.items()))
    put_off = sitting.put_off()
    desk.say(f"{len(left)} left to ask" + (f", and {len(put_off)} put off: {', '.join(put_off)}." if put_off else "."))
    pace = sitting.seconds_an_answer()
    if pace is not None and left:
        desk.say(f"About {_seconds(pace)} an answer so far; at that pace, about {_duration(pace * len(left))} more.")


def _seconds(pace: float) -> str:
    return f"{pace:.0f} seconds" if round(pace) != 1 else "1 second"


def _duration(seconds: float) -> str:
    """Hours and minutes, a minute at least."""
    minutes = max(1, round(seconds / MINUTE))
    hours, rest = divmod(minutes, 60)
    parts = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in ((hours, "hour"), (rest, "minute")) if count]
    return " and ".join(parts)


def choose(desk: Desk, words: str, most: int = 12) -> Question | None:
    """The question that the words find; of several, the one the person chooses, None for none of them."""
    assessment = desk.sitting.assessment
    hits = found(assessment.questions, words)
    exact = [question for question in hits if question.id == words.casefold()]
    if len(exact) == 1 or len(hits) == 1:
        return (exact or hits)[0]
    if not hits:
        desk.say(f"No question asked here holds that{similar_questions(assessment.library, words[:100]) or '.'}")
        return None
    desk.say(*(f"{number}. {question.id}: {question.text}" for number, question in enumerate(hits[:most], 1)))
    if len(hits) > most:
        desk.say(f"{len(hits) - most} more hold that; another word finds fewer.")
    word = desk.ask("Which number? Enter to stay:")
    if word.isdecimal() and 0 < int(word[:6]) <= min(most, len(hits)):
        return hits[int(word[:6]) - 1]
    if word:
        desk.say("That is none of the numbers; you stay where you are.")
    return None


def take_leave(desk: Desk, go_on: str, plan: str) -> None:
    """Says where everything is, where the assessment stands and how to go on; ``go_on`` and ``plan`` are commands."""
    assessment, card = desk.sitting.assessment, desk.sitting.scorecard
    desk.say("")
    if put_off := desk.sitting.put_off():
        desk.say(f"{len(put_off)} put off in this sitting.")
    desk.say(f"{card.answered_count} of {card.asked} questions answered; everything is saved in {assessment.path}.")
    if card.open_count:
        desk.say(f"Go on whenever you like with: {go_on}")
    desk.say(headline(card), f"What to do next: {plan}")
