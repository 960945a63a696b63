"""The commands of the interview: its keys, its key line and its help."""

from __future__ import annotations

from readiness.tui.commands import HELP, QUIT, Command, rooms_besides

COMMANDS = (
    Command(
        "answer", "0,1,2,3,4,5", "0–5", "answer('{key}')", "answer", "States the rung, saves it and goes to the next open question.", 1
    ),
    Command(
        "answer.na", "n", "n", "not_applicable", "n/a", "Not applicable, with a written reason; only where a question can be waived.", 9
    ),
    Command("answer.unsure", "u", "u", "answer('unsure')", "unsure", "Unsure: stays open, for somebody else to answer.", 9),
    Command(
        "answer.events",
        "e",
        "e",
        "no_events",
        "no events",
        "Ready, with somebody named, but nothing has happened yet that would test it.",
        9,
    ),
    Command(
        "answer.carved",
        "c",
        "c",
        "carved_out",
        "carved out",
        "The control is a subservice organisation's; one can be added to the scope.",
        9,
    ),
    Command("basis", "b", "b", "basis", "basis", "How you know: said, shown, tested, and round again.", 4),
    Command("note", "m", "m", "note", "note", "A note beside the answer on the screen.", 4),
    Command("note.last", "M", "M", "note_last", "note on the last", "A note beside the answer given last, from wherever you are.", 9),
    Command("flag", "f", "f", "flag", "flag", "Marks the question for follow-up, or takes the mark away.", 6),
    Command("evidence", "v", "v", "evidence", "evidence", "Adds a path, link or ticket; of a local file SHA-256 and date are kept.", 6),
    Command("details", "d", "d", "details", "details", "Respondent, owner, dates, evidence and whether it is written down.", 6),
    Command("walkthrough", "W", "W", "walkthrough", "one case", "One real case told from its start to its end.", 9),
    Command(
        "alternative", "a", "a", "alternative", "alternative", "A compensating control: what you do instead, for your auditor to agree.", 9
    ),
    Command("unwritten", "w", "w", "nothing_written", "nothing written", "Works, but no written rule behind it (rungs 3 to 5).", 9),
    Command(
        "undo",
        "z",
        "z",
        "undo",
        "undo",
        "Takes this session's last change back; else, after a question, what was said here before. The history keeps both.",
        3,
    ),
    Command("previous", "left_square_bracket,left,h", "[", "step(-1)", "previous", "To the previous question.", 8),
    Command("next", "right_square_bracket,right,l", "]", "step(1)", "next", "To the next question.", 8),
    Command("open", "o", "o", "next_open", "open", "To the next question without an answer.", 6),
    Command("advance", "A", "A", "advance", "go on", "Whether an answer goes on to the next open question.", 0),
    Command("find", "slash", "/", "find", "find", "Finds a question by id, criterion or any words in it or beside its answer.", 3),
    Command(
        "sift", "F", "F", "sift", "filter", "Walks only some: open, flagged, unsure, gaps, key, not shown, changed; by role or person.", 6
    ),
    Command("sort", "S", "S", "sort", "sort", "Walks by who can answer, or as auditors go through the criteria.", 0),
    Command("all", "asterisk", "*", "all", "all", "Walks every question again.", 0),
    Command("people", "H", "H", "people", "who sits here", "Picks who answers; later reads back what they said and hands over.", 7),
    Command("readback", "R", "R", "read_back", "read back", "Reads back what was said by whoever sits here, to confirm.", 0),
    Command("asklist", "L", "L", "ask_list", "ask list", "What was left unsure, by whom to ask.", 8),
    Command("tree", "t", "t", "tree", "tree", "The tree of categories, series and criteria.", 6),
    Command("why", "y", "y", "why", "why", "Why auditors ask, the evidence they want, tiny companies, the note and the history.", 3),
    Command("scroll.down", "down,j,pagedown", "↓", "scroll(1)", "scroll", "Scrolls a long question."),
    Command("scroll.up", "up,k,pageup", "↑", "scroll(-1)", "scroll", "Scrolls back."),
    *rooms_besides("interview"),
    HELP,
    Command(
        "back",
        "q",
        "q",
        "back",
        "back",
        "Back to the results or the plan a question was opened from, else to the list of files; all is kept.",
        2,
    ),
    Command("card", "escape", "Esc", "card", "card", "From the tree back to the question, and from there to where it was opened from."),
    QUIT,
)
