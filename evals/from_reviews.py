"""The second loop: what people decided becomes proposed samples. A person reads each before it joins a dataset."""

from collections.abc import Iterator
from typing import Any, Protocol

from coach.domain.draft import SmartGoal
from coach.domain.people import Actor
from coach.domain.review import Decision, Review, ReviewState, ReviewSummary, Verdict
from coach.storage.drafts import StoredDraft
from evals.samples import Sample
from knowledge_base.redaction import Redactor

PAGE = 200


class Reviews(Protocol):
    """What is asked of the review queue."""

    def list(
        self, by: Actor, *, state: ReviewState | None = None, after: str | None = None, limit: int = 50
    ) -> list[ReviewSummary]:
        """Reviews the actor may see."""
        ...

    def show(self, review_id: str, by: Actor) -> Review:
        """One review with its decisions."""
        ...

    def draft_of(self, review_id: str, by: Actor) -> StoredDraft:
        """The draft under review."""
        ...


def propose_samples(reviews: Reviews, *, by: Actor, names: tuple[str, ...]) -> Iterator[Sample]:
    """A redacted sample for each approved review the actor may see, newest first.

    Args:
        reviews: the queue.
        by: a person who may see the reviews.
        names: the staff list; its names are masked whatever their context.
    """
    redactor = Redactor(names=names)
    after: str | None = None
    while page := reviews.list(by, state=ReviewState.APPROVED, after=after, limit=PAGE):
        for summary in page:
            yield _sample(reviews.show(summary.id, by), reviews.draft_of(summary.id, by), redactor)
        after = page[-1].id


def _sample(review: Review, stored: StoredDraft, redactor: Redactor) -> Sample:
    decided = {each.id: each.decision for each in review.suggestions}
    description, draft = stored.description, stored.draft
    kept = [goal for goal in draft.goals if _kept(decided.get(f"goal:{goal.id}"))]
    return Sample(
        id=f"review-{review.id}",
        language=draft.language.value,
        input={
            "text": redactor.redact(description.text).text,
            "role": description.role,
            "industry": description.industry,
            "as_of": description.as_of.isoformat(),
        },
        target={
            "gaps": [_gap(goal, decided.get(f"goal:{goal.id}"), redactor) for goal in kept],
            "flags": sorted({flag.kind.value for flag in draft.gap.flags}),
            "route": draft.route.to.value,
        },
        source=f"review {review.id}",
        reason="proposed from a decided review: check the text and the expectation before using it",
    )


def _kept(decision: Decision | None) -> bool:
    return decision is not None and decision.verdict is not Verdict.REJECT


def _gap(goal: SmartGoal, decision: Decision | None, redactor: Redactor) -> dict[str, Any]:
    changes = decision.changes if decision is not None else None
    changed = changes.model_dump(include={"baseline", "target"}, exclude_none=True) if changes is not None else {}
    figures = {"baseline": goal.metric.baseline, "target": goal.metric.target} | changed
    return {"metric": [redactor.redact(goal.metric.name).text], **figures}
