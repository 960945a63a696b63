"""The use case behind naming evidence: one more reference beside an answer, or more said of one that is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from questionnaires.wording import shortened
from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.exchange.answers import similar_questions
from readiness.exchange.evidence_files import known_fields, read_files
from readiness.stating import objected
from scoring.model import Answer, EvidenceReference
from scoring.restating import unanswered

# What is known already: none of these lies ahead.
_PAST = ("collected_on", "extracted_on")


def name_evidence(assessment: Assessment, control: str, reference: str, details: Mapping[str, Any]) -> tuple[EvidenceReference, list[str]]:
    """Keeps ``reference`` beside the answer of ``control``, with the fields of ``details``; and why its file could not be read.

    A local file is read anew each time. Where nothing is answered yet, the question stays unanswered. Raises ReadinessError.
    """
    control, reference = control.strip(), reference.strip()
    if control not in assessment.library.question_by_id:
        hint = similar_questions(assessment.library, control[:100]) or "; `readiness questions` lists them."
        raise ReadinessError(f"{shortened(control, 64)}: no such control{hint}")
    for key in _PAST:
        if key in details and details[key] > assessment.today:
            raise ReadinessError(f"{control}: {key.replace('_', ' ')} {details[key]} is still to come; give a day up to today.")
    answer = assessment.answers.get(control) or unanswered(control)
    before = next((one for one in answer.evidence if one.reference == reference), None)
    prints, problems = read_files([reference], assessment.path.absolute().parent)
    read = known_fields(prints[reference], assessment.today) if reference in prints else {}
    if before is not None and before.collected_on is not None and before.sha256 in ("", read.get("sha256", "")):
        read.pop("collected_on", None)
    fields = {**(before.model_dump() if before is not None else {"reference": reference}), **read, **details}
    try:
        named = EvidenceReference.model_validate(fields)
        kept = [named if one is before else one for one in answer.evidence] + ([named] if before is None else [])
        stated = Answer.model_validate({**dict(answer), "evidence": kept})
    except ValidationError as error:
        raise objected(control, error) from None
    assessment.answer(stated)
    return named, problems
