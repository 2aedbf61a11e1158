"""The table of permissions, cell by cell."""

from itertools import product

import pytest

from coach.domain.people import Actor, Role
from coach.domain.policy import RULES, Act, Facts, may, sees

SUBJECT, MANAGER = "E10", "E2"
OBJECT = Facts(author_user_id="author", subject_employee_id=SUBJECT, subject_manager_id=MANAGER, submitted=True)
CONTENT = [act for act in Act if act.value.endswith(("draft", "review", "plan", "check_in", "delivery"))] + [
    Act.EVALUATE_AS_SUPERVISOR, Act.EVALUATE_AS_SELF, Act.EVALUATE_AS_PEER,
]  # fmt: skip


def _actor(*roles: Role, user_id: str = "somebody", employee_id: str | None = "E77") -> Actor:
    return Actor(user_id=user_id, roles=frozenset(roles), employee_id=employee_id)


def test_every_act_has_its_rules() -> None:
    assert set(RULES) == set(Act)
    assert all(RULES.values())


@pytest.mark.parametrize("act", CONTENT)
def test_no_role_alone_opens_content_but_hr(act: Act) -> None:
    for role in set(Role) - {Role.HR}:
        assert not may(_actor(role), act, OBJECT)
        assert not sees(_actor(role), act, OBJECT)


@pytest.mark.parametrize("act", CONTENT)
def test_the_subject_sees_their_plan_and_nothing_before_it(act: Act) -> None:
    mine = {Act.SEE_PLAN, Act.EVALUATE_AS_SELF, Act.ACKNOWLEDGE_PLAN}
    assert may(_actor(*Role, employee_id=SUBJECT), act, OBJECT) == (act in mine)


@pytest.mark.parametrize("act", CONTENT)
def test_an_author_never_decides_and_keeps_no_people_that_moved_on(act: Act) -> None:
    author = _actor(Role.MANAGER, user_id="author", employee_id="E3")
    assert not may(author, act, OBJECT)
    assert not may(_actor(Role.HR, user_id="author"), Act.DECIDE_REVIEW, OBJECT)


def test_the_line_manager_runs_the_plan_and_decides_nothing() -> None:
    manager = _actor(Role.MANAGER, employee_id=MANAGER)
    allowed = {act for act in CONTENT if may(manager, act, OBJECT)}
    assert allowed == set(CONTENT) - {
        Act.DECIDE_REVIEW, Act.EVALUATE_AS_SELF, Act.EVALUATE_AS_PEER, Act.ACKNOWLEDGE_PLAN,
    }  # fmt: skip
    assert not may(_actor(Role.EMPLOYEE, employee_id=MANAGER), Act.SEE_PLAN, OBJECT)


def test_hr_sees_a_draft_once_it_was_sent() -> None:
    waiting = OBJECT.model_copy(update={"submitted": False})
    assert not may(_actor(Role.HR), Act.SEE_DRAFT, waiting)
    assert may(_actor(Role.HR), Act.SEE_DRAFT, OBJECT)
    assert not may(_actor(Role.HR), Act.SUBMIT_DRAFT, OBJECT)


def test_an_invited_peer_answers_without_seeing_the_plan() -> None:
    asked = OBJECT.model_copy(update={"invited_peers": frozenset({"somebody"})})
    peer = _actor(Role.EMPLOYEE)
    assert {act for act in CONTENT if may(peer, act, asked)} == {Act.EVALUATE_AS_PEER}


def test_nobody_without_an_employee_number_is_a_manager_of_people_without_one() -> None:
    for act, roles in product(CONTENT, [(Role.MANAGER,), (Role.ADMIN, Role.MANAGER)]):
        nobody = _actor(*roles, employee_id=None)
        assert not may(nobody, act, Facts(author_user_id="author", submitted=True)) or act is Act.WRITE_DRAFT
