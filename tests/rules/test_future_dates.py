"""An answer cannot speak of days that are still to come, whichever front end states it."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from scoring.model import Answer


@pytest.mark.parametrize("key", ["operating_since", "last_done"])
def test_a_day_still_to_come_is_refused_and_nothing_is_written(tmp_path: Path, key: str) -> None:
    with Assessment.create(tmp_path / "a.readiness", "Acme", recorder="Ada") as assessment:
        with pytest.raises(ReadinessError, match="still to come"):
            assessment.answer(Answer.model_validate({"question": "mfa-enforced", "level": 5, key: date.today() + timedelta(days=2)}))
        assert assessment.answers == {}
        assessment.answer(Answer.model_validate({"question": "mfa-enforced", "level": 5, key: date.today()}))
        assert assessment.answers["mfa-enforced"].level == "5"
