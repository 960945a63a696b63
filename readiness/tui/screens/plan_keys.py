"""The commands of the plan screen: one list for its bindings, its key line and its help."""

from __future__ import annotations

from readiness.tui.commands import BACK, HELP, QUIT, WHAT_IF, Command, rooms_besides

COMMANDS = (
    Command("plan.open", "enter", "Enter", "enter", "question", "Opens the question behind an item, or behind a package's first one.", 1),
    Command("plan.timeline", "t", "t", "timeline", "timeline", "Draws the dates as a timeline of weeks, or shows the list again.", 2),
    Command("plan.status", "S", "S", "status", "status", "Open, in progress, done, or its risk accepted. No verdict changes with it.", 3),
    Command("plan.owner", "o", "o", "owner", "owner", "Gives the item to a role or to somebody of the scope.", 3),
    Command("plan.due", "b", "b", "due", "due by", "The day by which it should be done.", 3),
    Command("plan.management", "a", "a", "management", "response", "Management's response: whether it agrees, and what it will do.", 4),
    Command("plan.note", "m", "m", "note", "note", "A note beside the item.", 6),
    Command("plan.first_day", "f", "f", "first_day", "first day", "Pins the first day of work; the dates keep to it.", 6),
    Command("plan.capacity", "c", "c", "capacity", "capacity", "Goes to the person-days a week, which give the plan its dates.", 6),
    Command("plan.earlier_place", "plus", "+", "move(-1)", "up", "Up among the items placed by hand, which come before all others.", 7),
    Command("plan.later_place", "minus", "-", "move(1)", "down", "Down among them; below the last it stands where the plan puts it.", 7),
    Command("plan.merge", "M", "M", "merge", "merge", "Makes one item of this one and another.", 8),
    Command("plan.own", "n", "n", "own", "own item", "Adds an item of your own: title, effort, severity, owner.", 5),
    Command("plan.edit", "e", "e", "edit", "edit", "Changes an item of your own, or the title of a merged one.", 9),
    Command(
        "plan.take_back",
        "delete,Y",
        "Del",
        "take_back",
        "take back",
        "Takes a decision back, or all of them, whenever it was made; the history keeps them.",
        7,
    ),
    Command("plan.next", "right_square_bracket", "]", "package(1)", "next package", "To the next work package.", 9),
    Command("plan.previous", "left_square_bracket", "[", "package(-1)", "previous", "To the previous work package.", 9),
    Command("plan.right", "right,l", "→", "sideways(1)", "later", "A week later in the timeline; in the list to the next package."),
    Command("plan.left", "left,h", "←", "sideways(-1)", "earlier", "A week earlier in the timeline; in the list a package back."),
    Command("plan.far_right", "greater_than_sign", ">", "weeks(4)", "later", "Four weeks later in the timeline."),
    Command("plan.far_left", "less_than_sign", "<", "weeks(-4)", "earlier", "Four weeks earlier in the timeline."),
    Command("plan.down", "J,shift+down,d", "d", "scroll(6)", "details ↓", "Scrolls the details down.", 8),
    Command("plan.up", "K,shift+up,u", "u", "scroll(-6)", "details ↑", "Scrolls the details up.", 9),
    WHAT_IF,
    *rooms_besides("plan"),
    HELP,
    BACK,
    QUIT,
)
