"""A small library of our own for tests of the screens: it stays as it is when the shipped questions are reworded or grow."""

from read_once import shipped_once

from questionnaires.model import Library

ANCHORS = (
    "Nobody is responsible; accounts of people who left may still work.",
    "Whoever remembers closes the obvious accounts, usually e-mail first.",
    "A leaver checklist exists; the last leaver did not go through it, because nobody had been told that there was one.",
    "The checklist is used, yet tools outside single sign-on are missed, and who checks them at the end is left to chance.",
    "The last leaver was removed everywhere in time and you can show it today; earlier ones were removed without a record of when.",
    "Every leaver since a known date has a ticket with removal times for each tool, and the tickets match the list of leavers from HR.",
)


def question(identifier: str, text: str, criteria: dict[str, str], **changes: object) -> dict[str, object]:
    """A question with everything it needs."""
    return {
        "id": identifier,
        "text": text,
        "why": "The most common exception. The leaver list comes from payroll; one forgotten tool is enough to end in the report.",
        "criteria": criteria,
        "type": "event",
        "theme": "access",
        "anchors": ANCHORS,
        "no_events": False,
        "inheritable": False,
        "waivable": False,
        "written_expected": True,
        "evidence": {
            "design": ["offboarding procedure"],
            "operation": ["ticket of each leaver", "log of the identity provider"],
            "population": ["leaver list from HR"],
        },
        "frequency": "event",
        "owner": "it",
        "severity": "high",
        "weight": 2,
        "quick": True,
        "quick_win": False,
        "lead_days": 0,
        "cost": "none",
        "remediation": [
            {"upto": 1, "days": [0.5, 1], "do": "Write down who removes what when somebody leaves."},
            {"upto": 4, "days": [0.5, 2], "do": "Open a ticket for each leaver and note the times."},
        ],
        "tiny": "A checklist of ten lines that two founders read out to each other is enough.",
        **changes,
    }


LEAVERS = "When someone leaves, is all their access removed within the time you promise, in every tool and not in single sign-on alone?"

QUESTIONS = [
    question(
        "rules-of-conduct", "Do people know the rules of conduct, and have they said so?", {"CC1.1": "key"}, theme="people", owner="ceo"
    ),
    question("owner-named", "Is one person named as owner of security?", {"CC1.2": "key"}, theme="people", owner="ceo", quick_win=True),
    question("multi-factor", "Is multi-factor sign-in on for everyone?", {"CC6.1": "key"}, severity="critical", quick_win=True),
    question("leaver-access", LEAVERS, {"CC6.2": "key", "CC6.1": "supports"}, no_events=True, waivable=True, after=["owner-named"]),
    question("physical-places", "Are the places where servers stand guarded?", {"CC6.2": "supports"}, inheritable=True, severity="medium"),
    question(
        "access-review", "Is access looked over every quarter?", {"CC6.2": "key"}, type="periodic", frequency="quarterly", lead_days=30
    ),
    question("capacity", "Is capacity watched?", {"A1.1": "key"}, theme="people", quick=False),
]


def small_library() -> Library:
    """Security and Availability, three series, five criteria, seven questions (six in the quick set), the shipped rating."""
    criteria = [
        ("CC1.1", "CC", "CC1", "Conduct"),
        ("CC1.2", "CC", "CC1", "Oversight"),
        ("CC6.1", "CC", "CC6", "Access to systems"),
        ("CC6.2", "CC", "CC6", "Granting and removing access"),
        ("A1.1", "A", "A1", "Capacity"),
    ]
    return Library.model_validate(
        {
            "key": "small",
            "title": "Small test library",
            "version": "1.0.0",
            "version_key": "test",
            "standard": "A standard of our own",
            "categories": [{"id": "CC", "title": "Security", "common": True}, {"id": "A", "title": "Availability"}],
            "series": [
                {"id": "CC1", "category": "CC", "title": "Control environment"},
                {"id": "CC6", "category": "CC", "title": "Access"},
                {"id": "A1", "category": "A", "title": "Availability"},
            ],
            "criteria": [{"id": i, "category": c, "series": s, "title": t, "meaning": t} for i, c, s, t in criteria],
            "rating": shipped_once().rating.model_dump(),
            "roles": [{"id": "ceo", "title": "Founder"}, {"id": "it", "title": "IT or operations"}],
            "themes": [
                {"id": "access", "title": "Access of people", "summary": "Who may sign in where, and for how long."},
                {"id": "people", "title": "People and their duties", "summary": "Who is answerable for what."},
            ],
            "facts": [
                {
                    "id": "headcount",
                    "type": "number",
                    "text": "How many people?",
                    "why": "Small companies do less.",
                    "minimum": 1,
                    "maximum": 9999,
                },
                {"id": "office", "type": "yes-no", "text": "Do you have an office?", "why": "Doors need locks."},
                {"id": "cloud", "type": "text", "text": "Which cloud is the main one?", "why": "Its report is read."},
                {
                    "id": "hosting",
                    "type": "choice",
                    "text": "Where does it run?",
                    "why": "Who guards it.",
                    "choices": {"cloud": "Cloud", "own": "Own"},
                },
                {
                    "id": "kinds",
                    "type": "choices",
                    "text": "Which kinds of data?",
                    "why": "Some need more.",
                    "choices": {"business": "Business", "health": "Health"},
                },
            ],
            "questions": QUESTIONS,
        }
    )
