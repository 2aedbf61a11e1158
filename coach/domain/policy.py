"""Who may do what with which object: the one table of permissions.

Sources: DOMAIN rules 7 (author is not approver) and 9 (a plan is someone's worst quarter). A role alone opens nothing
but what its line says; an administrator runs accounts and reads no content. Services ask `may` for the act and, where
it says no, `sees`: who cannot even see the object is told that there is none.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum

from coach.domain.base import Model
from coach.domain.people import Actor, Role


class Act(StrEnum):
    """Everything the policy decides about."""

    WRITE_DRAFT = "write_draft"
    SEE_DRAFT = "see_draft"
    SUBMIT_DRAFT = "submit_draft"
    REVISE_DRAFT = "revise_draft"
    SEE_REVIEW = "see_review"
    DECIDE_REVIEW = "decide_review"
    SEE_PLAN = "see_plan"
    CHECK_IN = "check_in"
    EVALUATE_AS_SUPERVISOR = "evaluate_as_supervisor"
    EVALUATE_AS_SELF = "evaluate_as_self"
    EVALUATE_AS_PEER = "evaluate_as_peer"
    ACKNOWLEDGE_PLAN = "acknowledge_plan"
    RECORD_DELIVERY = "record_delivery"
    CLOSE_PLAN = "close_plan"
    MANAGE_USERS = "manage_users"
    IMPORT_PEOPLE = "import_people"
    SEE_PEOPLE = "see_people"
    READ_AUDIT = "read_audit"
    RUN_EVALS = "run_evals"
    INDEX_RECORDS = "index_records"
    DECIDE_PRECEDENTS = "decide_precedents"
    FORGET_RECORDS = "forget_records"
    CURATE_CATALOGUE = "curate_catalogue"
    SEE_NEEDS = "see_needs"
    MARK_NEED = "mark_need"


class Facts(Model):
    """What the policy must know about an object; the empty one is for acts without an object."""

    author_user_id: str | None = None
    """Account that wrote the draft behind the object."""
    subject_employee_id: str | None = None
    """The person the object is about; None while nobody is named."""
    subject_manager_id: str | None = None
    """That person's line manager today."""
    submitted: bool = False
    """Whether the draft has ever been sent to review."""
    invited_peers: frozenset[str] = frozenset()
    """Accounts asked for a peer evaluation."""


Rule = Callable[[Actor, Facts], bool]
"""One way to be allowed."""


def is_subject(actor: Actor, facts: Facts) -> bool:
    """Whether the object is about the actor."""
    return actor.employee_id is not None and actor.employee_id == facts.subject_employee_id


def is_author(actor: Actor, facts: Facts) -> bool:
    """Whether the actor's account wrote the draft behind the object."""
    return actor.user_id == facts.author_user_id


def _line_manager(actor: Actor, facts: Facts) -> bool:
    leads = actor.employee_id is not None and actor.employee_id == facts.subject_manager_id
    return Role.MANAGER in actor.roles and leads and not is_subject(actor, facts)


def _author_of_unassigned(actor: Actor, facts: Facts) -> bool:
    drafts = bool(actor.roles & {Role.MANAGER, Role.HR})
    return drafts and is_author(actor, facts) and facts.subject_employee_id is None


def _hr(actor: Actor, facts: Facts) -> bool:
    return Role.HR in actor.roles and not is_subject(actor, facts)


def _hr_once_submitted(actor: Actor, facts: Facts) -> bool:
    return _hr(actor, facts) and (facts.submitted or is_author(actor, facts))


def _hr_not_author(actor: Actor, facts: Facts) -> bool:
    return _hr(actor, facts) and not is_author(actor, facts)


def _hr_author(actor: Actor, facts: Facts) -> bool:
    return _hr(actor, facts) and is_author(actor, facts)


def _manager_without_subject(actor: Actor, facts: Facts) -> bool:
    return Role.MANAGER in actor.roles and facts.subject_employee_id is None


def _invited(actor: Actor, facts: Facts) -> bool:
    return actor.user_id in facts.invited_peers and not is_subject(actor, facts)


def _with(*roles: Role) -> Rule:
    return lambda actor, _facts: bool(actor.roles.intersection(roles))


RULES: Mapping[Act, tuple[Rule, ...]] = {
    Act.WRITE_DRAFT: (_line_manager, _manager_without_subject, _hr),
    Act.SEE_DRAFT: (_line_manager, _author_of_unassigned, _hr_once_submitted),
    Act.SUBMIT_DRAFT: (_line_manager, _author_of_unassigned, _hr_author),
    Act.REVISE_DRAFT: (_line_manager, _author_of_unassigned, _hr_author),
    Act.SEE_REVIEW: (_line_manager, _author_of_unassigned, _hr),
    Act.DECIDE_REVIEW: (_hr_not_author,),
    Act.SEE_PLAN: (_line_manager, _author_of_unassigned, _hr, is_subject),
    Act.CHECK_IN: (_line_manager, _author_of_unassigned, _hr),
    Act.EVALUATE_AS_SUPERVISOR: (_line_manager, _author_of_unassigned),
    Act.EVALUATE_AS_SELF: (is_subject,),
    Act.EVALUATE_AS_PEER: (_invited,),
    Act.ACKNOWLEDGE_PLAN: (is_subject,),
    Act.RECORD_DELIVERY: (_line_manager, _author_of_unassigned, _hr),
    Act.CLOSE_PLAN: (_line_manager, _author_of_unassigned, _hr),
    Act.MANAGE_USERS: (_with(Role.ADMIN),),
    Act.IMPORT_PEOPLE: (_with(Role.ADMIN, Role.HR),),
    Act.SEE_PEOPLE: (_line_manager, is_subject, _hr),
    Act.READ_AUDIT: (_with(Role.ADMIN, Role.HR),),
    Act.RUN_EVALS: (_with(Role.ADMIN, Role.LND),),
    Act.INDEX_RECORDS: (_with(Role.ADMIN, Role.LND, Role.HR),),
    Act.DECIDE_PRECEDENTS: (_with(Role.HR),),
    Act.FORGET_RECORDS: (_with(Role.LND, Role.HR),),
    Act.CURATE_CATALOGUE: (_with(Role.LND, Role.HR),),
    Act.SEE_NEEDS: (_with(Role.LND, Role.HR),),
    Act.MARK_NEED: (_with(Role.LND, Role.HR),),
}
"""Act -> the ways to be allowed; one is enough."""

SEEN_THROUGH: Mapping[Act, Act] = {
    Act.SUBMIT_DRAFT: Act.SEE_DRAFT,
    Act.REVISE_DRAFT: Act.SEE_DRAFT,
    Act.DECIDE_REVIEW: Act.SEE_REVIEW,
    Act.CHECK_IN: Act.SEE_PLAN,
    Act.EVALUATE_AS_SUPERVISOR: Act.SEE_PLAN,
    Act.EVALUATE_AS_SELF: Act.SEE_PLAN,
    Act.EVALUATE_AS_PEER: Act.SEE_PLAN,
    Act.ACKNOWLEDGE_PLAN: Act.SEE_PLAN,
    Act.RECORD_DELIVERY: Act.SEE_PLAN,
    Act.CLOSE_PLAN: Act.SEE_PLAN,
}
"""Act -> the act whose permission makes the object visible at all."""


def may(actor: Actor, act: Act, facts: Facts | None = None) -> bool:
    """Whether `actor` may do `act` with an object of these facts."""
    known = facts or Facts()
    return any(rule(actor, known) for rule in RULES[act])


def sees(actor: Actor, act: Act, facts: Facts | None = None) -> bool:
    """Whether `actor` may know that the object of `act` exists; acts without an object are always known."""
    return may(actor, SEEN_THROUGH.get(act, act), facts)
