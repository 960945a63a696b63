"""The screens: start, portfolio, and those of one file. Each has its styles beside it and loads when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from readiness.tui.screens.base import Room
    from readiness.tui.session import Session


def make_room(name: str, session: Session) -> Room:
    """The screen of that name for an open assessment, its module imported only now."""
    match name:
        case "scope":
            from readiness.tui.screens.scope import ScopeScreen

            return ScopeScreen(session)
        case "results":
            from readiness.tui.screens.results import ResultsScreen

            return ResultsScreen(session)
        case "plan":
            from readiness.tui.screens.plan import PlanScreen

            return PlanScreen(session)
        case "round":
            from readiness.tui.screens.round import RoundScreen

            return RoundScreen(session)
        case "progress":
            from readiness.tui.screens.progress import ProgressScreen

            return ProgressScreen(session)
        case "export":
            from readiness.tui.screens.export import ExportScreen

            return ExportScreen(session)
        case "importing":
            from readiness.tui.screens.importing import ImportingScreen

            return ImportingScreen(session)
        case _:
            from readiness.tui.screens.interview import InterviewScreen

            return InterviewScreen(session)
