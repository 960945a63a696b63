"""What the tests of schedules and wishes plan: questions of the small library, all answered, and the work to close one."""

from datetime import date

from small_library import answer, library, scope

from scoring.model import Answer, Capacity
from scoring.wish import Situation
from scoring.workdays import WorkCalendar

MONDAY = date(2027, 1, 4)
KEY = {"CC1.1": "key"}


def situation(*questions, rung: int | str = 0, capacity: Capacity | None = None, months: int = 6, **answers: Answer) -> Situation:
    stated = {q.id: answers.get(q.id.replace("-", "_"), answer(q.id, rung)) for q in questions}
    return Situation(library(*questions), scope(), "full", stated, capacity or Capacity(total=5), WorkCalendar(MONDAY), months)


def work(days: float) -> list[dict]:
    return [{"upto": 3, "days": [days, days], "do": "Do it."}, {"upto": 4, "days": [0, 0], "do": "Keep it."}]
