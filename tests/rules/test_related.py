"""What controls are related to elsewhere: through their criteria, each id once, sources added up, counts that grow with the work."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st
from read_once import shipped_once
from small_library import library, question

from questionnaires.model import Framework, Library
from scoring.related import Related, RelatedId, compact_text, ids_text, level_counts_text, levels_text, related_ids, touched, touched_text

SHIPPED = shipped_once()
OTHER = Framework.model_validate(
    {
        "id": "other",
        "title": "Other",
        "version": "2",
        "sources": {"a": "A list", "b": "Another"},
        "total": {"count": 8, "of": "annex controls", "prefix": "A."},
        "levels": {
            "title": "Other baseline",
            "source": "its own list",
            "names": ["low", "high"],
            "ids": {"A.10": ["low", "high"], "A.9": ["high"], "4": [], "A.2": ["low", "high"]},
        },
        "related": {"CC1.1": {"A.10": ["b"], "4": []}, "CC1.2": {"A.10": ["a"], "A.9": []}, "A1.1": {"A.2": ["a"]}},
    }
)
PLAIN = Framework.model_validate({"id": "plain", "title": "Plain", "version": "1", "related": {"A1.1": {"1.1": []}}})


def small() -> Library:
    asked = (question("both", {"CC1.1": "key", "CC1.2": "supports"}), question("one", {"CC1.2": "key"}), question("spare", {"A1.1": "key"}))
    return library(*asked).model_copy(update={"frameworks": (OTHER, PLAIN)})


def test_a_control_is_related_through_every_criterion_it_serves() -> None:
    found = related_ids(small(), small().question_by_id["both"])
    assert [related.framework.id for related in found] == ["other"]
    assert found[0].ids == (
        RelatedId("4", (), ()),
        RelatedId("A.9", (), ("high",)),
        RelatedId("A.10", ("a", "b"), ("low", "high")),
    )
    assert [related.indicative for related in found[0].ids] == [True, True, False]


def test_counts_are_of_distinct_ids_out_of_what_is_mapped_and_of_the_whole() -> None:
    other, plain = touched(small(), small().questions[:2])
    assert (len(other.ids), other.mapped, other.published, other.counted, other.share) == (3, 4, 1, 2, 2 / 8)
    assert [(level.name, level.count, level.mapped) for level in other.levels] == [("low", 1, 2), ("high", 2, 3)]
    assert (plain.ids, plain.mapped, plain.published, plain.counted, plain.share, plain.levels) == ((), 1, 0, 0, None, ())


def test_nothing_is_touched_by_no_control() -> None:
    assert [related.ids for related in touched(small(), [])] == [(), ()]
    assert touched(small().model_copy(update={"frameworks": ()}), small().questions) == ()


def test_in_words() -> None:
    other, plain = touched(small(), small().questions)
    assert ids_text(other.ids) == "A.2, A.10; indicative: 4, A.9"
    assert ids_text(other.ids, 1) == "A.10 and 3 more (2 indicative)"
    assert ids_text(other.ids, 3) == "A.10, A.2; indicative: 4 and 1 more"
    assert ids_text(other.ids, 9) == "A.10, A.2; indicative: 4, A.9"
    assert ids_text(plain.ids) == "indicative: 1.1"
    assert ids_text(()) == ""
    assert levels_text(other.ids) == "low, high: A.2, A.10; high: A.9; none: 4"
    assert touched_text(other) == "4 of 4 ids mapped here, 2 with a published mapping; 3 of its 8 annex controls"
    assert touched_text(plain) == "1 of 1 ids mapped here, none with a published mapping"
    assert level_counts_text(other) == "low 2 of 2, high 3 of 3 ids mapped here"
    assert compact_text(other, 1) == "A.10 and 3 more (2 indicative); Other baseline: low 2, high 3"
    assert compact_text(plain, 1) == "indicative: 1.1"


QUESTIONS = st.lists(st.sampled_from(SHIPPED.questions), max_size=8, unique_by=lambda one: one.id)


def ids(related: Related) -> set[str]:
    return {one.id for one in related.ids}


@given(QUESTIONS)
def test_a_set_of_controls_touches_what_its_controls_are_related_to(questions: list) -> None:  # type: ignore[type-arg]
    alone: dict[str, set[str]] = {framework.id: set() for framework in SHIPPED.frameworks}
    for one in questions:
        for related in related_ids(SHIPPED, one):
            alone[related.framework.id] |= ids(related)
    together = touched(SHIPPED, questions)
    assert {related.framework.id: ids(related) for related in together} == alone
    for related in together:
        assert len(related.ids) == len(ids(related)) <= related.mapped
        assert related.published <= len(related.ids)
        assert related.share is None or (
            0 <= related.share <= 1 and math.isclose(related.share * related.framework.total.count, related.counted)
        )  # type: ignore[union-attr]
        assert all(level.count <= level.mapped <= related.mapped for level in related.levels)
        assert ids_text(related.ids, 3).count(",") <= 3


@given(QUESTIONS, st.sampled_from(SHIPPED.questions))
def test_more_controls_never_touch_less(questions: list, more: object) -> None:  # type: ignore[type-arg]
    before, after = touched(SHIPPED, questions), touched(SHIPPED, [*questions, more])  # type: ignore[list-item]
    assert all(ids(one) <= ids(other) and one.published <= other.published for one, other in zip(before, after, strict=True))
