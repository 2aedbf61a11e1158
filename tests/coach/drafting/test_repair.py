"""What a gate refused is replaced or thinned out; something always remains."""

from coach.domain.draft import Action, Commitment, Owner, SectionSource
from coach.drafting.gates import check_body
from coach.drafting.grounded import GroundedEngine
from coach.drafting.repair import mended, with_fallback
from tests.coach.drafting.fakes import brief, span, statement

TEXT = "Rework is 6%, the standard is 2%."
BRIEF = brief(TEXT, statement(TEXT))
GROUNDED = GroundedEngine().draft(BRIEF)
FAKE = "Sit 400 exams"


def test_only_the_refused_section_is_replaced() -> None:
    goal = GROUNDED.goals[0]
    wrong = goal.model_copy(update={"actions": (Action(text=FAKE, owner=Owner.EMPLOYEE, due=BRIEF.deadline),)})
    mine = (Commitment(text="Sit down together on Mondays", owner=Owner.MANAGER, due=BRIEF.deadline),)
    names = ("goals.g1", "actions.g1", "commitments")
    body = GROUNDED.model_copy(
        update={
            "goals": (wrong,),
            "commitments": mine,
            "sections": tuple(SectionSource(section=s, engine="model:x") for s in names),
        }
    )
    mixed = with_fallback(body, GROUNDED, check_body(body, BRIEF))
    assert mixed.goals[0].actions == goal.actions
    assert mixed.commitments == mine
    assert [s.engine for s in mixed.sections] == ["model:x", "grounded", "model:x"]
    assert mixed.sections[1].reason


def test_other_goals_than_the_grounded_ones_are_not_kept() -> None:
    body = GROUNDED.model_copy(update={"goals": ()})
    assert with_fallback(body, GROUNDED, []).goals == GROUNDED.goals


def test_a_clean_body_is_left_alone() -> None:
    assert mended(GROUNDED, BRIEF, GroundedEngine()) is GROUNDED


def test_bad_items_are_dropped_and_the_rest_stays() -> None:
    extra = Commitment(text=FAKE, owner=Owner.HR, due=BRIEF.deadline)
    body = GROUNDED.model_copy(update={"commitments": (*GROUNDED.commitments, extra)})
    fixed = mended(body, BRIEF, GroundedEngine())
    assert fixed.commitments == GROUNDED.commitments
    assert check_body(fixed, BRIEF) == []


def test_a_template_that_collides_with_a_withheld_word_costs_its_item_not_the_draft() -> None:
    text = f"{TEXT} employee"
    made = brief(text, statement(TEXT), withheld=(span(text, "employee"),))
    fixed = mended(GroundedEngine().draft(made), made, GroundedEngine())
    assert check_body(fixed, made) == []
