"""The sentence that stands before every number, in words an auditor would not object to."""

from __future__ import annotations

from scoring.score import Scorecard, Verdict

_WORDS: dict[Verdict, str] = {
    "met": "met",
    "partly": "partly met",
    "not_met": "not met",
    "not_assessed": "not assessed",
    "not_applicable": "not applicable",
}
GLYPHS: dict[Verdict, str] = {"met": "●", "partly": "◐", "not_met": "○", "not_assessed": "·", "not_applicable": "–"}

_BEHIND: frozenset[Verdict] = frozenset(("partly", "not_met"))


def verdict_word(verdict: Verdict, *, screen: bool) -> str:
    """A verdict in words; a quick set is a screen and says "no gap seen" where a full set would say met."""
    return "no gap seen" if screen and verdict == "met" else _WORDS[verdict]


def verdict_counts(scorecard: Scorecard) -> dict[Verdict, int]:
    """How many criteria have each verdict, in the order met, partly, not met, not assessed, not applicable."""
    counts = dict.fromkeys(_WORDS, 0)
    for result in scorecard.criteria.values():
        counts[result.verdict] += 1
    return counts


def with_gaps(scorecard: Scorecard) -> tuple[str, ...]:
    """The criteria that cannot be met as answered, whatever the open questions bring, in the standard's order."""
    return tuple(result.id for result in scorecard.criteria.values() if result.verdict_high in _BEHIND)


def description_text(scorecard: Scorecard) -> str:
    """What the system description still lacks, in one sentence: it stands outside every figure, but no report goes without it."""
    lacking = [result.id for result in scorecard.description.values() if result.verdict_high in _BEHIND]
    return f"The system description, which no report goes without, is not finished ({_listed(lacking)})." if lacking else ""


def headline(scorecard: Scorecard) -> str:
    """Where the assessment stands, in a few sentences: verdicts first, never a percentage."""
    results = scorecard.criteria.values()
    total = len(scorecard.criteria)
    not_met = [result.id for result in results if result.verdict == "not_met"]
    known, described = with_gaps(scorecard), description_text(scorecard)
    undecided = sum(1 for result in results if result.verdict == "not_assessed" and result.verdict_high not in _BEHIND)
    of_type = "Type I" if scorecard.report_type == 1 else "Type II"
    if not scorecard.answered_count and not described:
        return f"Nothing is answered yet: none of {total} criteria is assessed for {of_type}."
    if known:
        count = len(known)
        sentence = f"Not ready for {of_type} today: {count} of {total} criteria {'has a gap' if count == 1 else 'have gaps'}"
        if not_met:
            sentence += f", {len(not_met)} for lack of a key control ({_listed(not_met)})"
        sentence += "."
    elif described:
        sentence = f"Not ready for {of_type} today."
    elif undecided:
        sentence = f"No criterion is known to be behind for {of_type} so far."
    else:
        sentence = f"No criterion is behind for {of_type} in what was said and shown."
    sentences = [sentence, described]
    if undecided:
        sentences.append(f"{undecided} of {total} criteria cannot be judged yet.")
    if scorecard.screen:
        sentences.append("The quick set is a screen; only the full set can show a criterion as met.")
    return " ".join(filter(None, sentences))


def behind(scorecard: Scorecard) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The criteria that lack a key control, each with the questions on the key controls it lacks, in the standard's order."""
    return tuple((result.id, result.decided_by) for result in scorecard.criteria.values() if result.verdict == "not_met")


def _listed(ids: list[str], most: int = 6) -> str:
    shown = ", ".join(ids[:most])
    return f"{shown} and {len(ids) - most} more" if len(ids) > most else shown
