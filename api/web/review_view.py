"""A review as a page shows it: suggestions in groups, each with the part of the draft it stands for."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from api.web.form import Typed
from api.web.marks import marked
from api.web.page import SignedPage
from api.web.reasons import not_offered
from api.web.sources import sources_of
from api.web.terms import REASONS
from coach.domain.draft import Draft, SmartGoal
from coach.domain.people import Actor
from coach.domain.policy import Act, Facts, is_author, is_subject, may
from coach.domain.review import Review, ReviewState, Suggestion, SuggestionKind


@dataclass(frozen=True)
class Card:
    """One suggestion on the page."""

    number: int
    """1, 2, 3 ... down the page."""
    suggestion: Suggestion
    """What is to be decided."""
    part: Any
    """The part of the draft it stands for: goal, action, resource, commitment, schedule, wording."""


@dataclass(frozen=True)
class Group:
    """Suggestions that belong together."""

    goal: SmartGoal | None
    """The goal they are about; None for parts of the whole plan."""
    kind: SuggestionKind | None
    """What they are, where no goal holds them together."""
    cards: tuple[Card, ...]
    """In the order of the draft."""


def review_parts(
    page: SignedPage, review_id: str, *, failed: str = "", unsaved: Collection[str] = ()
) -> dict[str, Any]:
    """What the template of a review needs.

    Args:
        page: who looks.
        review_id: the review.
        failed: the suggestion on which a decision was refused.
        unsaved: suggestions whose typed decision has not been saved.

    Raises:
        NotFound: there is no such review, or not for these eyes.
    """
    review = page.app.queue.show(review_id, page.me)
    stored = page.app.queue.draft_of(review_id, page.me)
    why_not = why_read_only(review, page.me)
    return {
        "review": review,
        "stored": stored,
        "draft": stored.draft,
        "groups": groups_of(review, stored.draft),
        "total": len(review.suggestions),
        "decided": len(review.suggestions) - len(review.undecided),
        "sources": sources_of(stored.draft),
        "text_parts": marked(
            stored.description.text, stored.draft.wording, stored.draft.gap.flags, stored.draft.resources
        ),
        "not_offered": not_offered(page.app.knowledge.resource, stored.draft.resources),
        "why_not": why_not,
        "may_decide": why_not in ("", "escalated_by_you"),
        "may_end": why_not == "",
        "reasons": REASONS,
        "failed": failed,
        "unsaved": unsaved,
        "blank": Typed(),
    }


def why_read_only(review: Review, me: Actor) -> str:
    """Why the actor only looks, a value of `terms.WHY_NOT`; empty for who may decide. The service has the last word."""
    facts = Facts(author_user_id=review.author_user_id, subject_employee_id=review.subject_employee_id, submitted=True)
    if not review.is_open:
        return "over"
    if is_subject(me, facts):
        return "subject"
    if is_author(me, facts) or me.user_id == review.submitted_by:
        return "author"
    if not may(me, Act.DECIDE_REVIEW, facts):
        return "not_hr"
    return "escalated_by_you" if _asked_for_second(review, me) else ""


def _asked_for_second(review: Review, me: Actor) -> bool:
    return review.state is ReviewState.ESCALATED and review.escalated_by == me.user_id


def groups_of(review: Review, draft: Draft) -> tuple[Group, ...]:
    """The suggestions by goal, then by kind."""
    parts = dict(_parts(draft))
    cards = [Card(n, each, parts.get(each.id)) for n, each in enumerate(review.suggestions, 1)]
    by_goal = [Group(goal, None, tuple(c for c in cards if c.suggestion.goal == goal.id)) for goal in draft.goals]
    rest = [card for card in cards if card.suggestion.goal is None]
    kinds = dict.fromkeys(card.suggestion.kind for card in rest)
    by_kind = [Group(None, kind, tuple(c for c in rest if c.suggestion.kind is kind)) for kind in kinds]
    return tuple(group for group in (*by_goal, *by_kind) if group.cards)


def _parts(draft: Draft) -> Iterator[tuple[str, Any]]:
    """Suggestion id -> part of the draft; ids as `coach.domain.review.Suggestion` has them."""
    for goal in draft.goals:
        yield f"goal:{goal.id}", goal
        yield from ((f"action:{goal.id}:{n}", each) for n, each in enumerate(goal.actions, 1))
    yield from ((f"resource:{each.for_goal}:{each.resource_id}", each) for each in draft.resources)
    yield from ((f"commitment:{n}", each) for n, each in enumerate(draft.commitments, 1))
    yield "check_ins", draft.check_ins
    yield from ((f"wording:{n}", each) for n, each in enumerate(draft.wording, 1))
