"""Every closed set whose values pages show; `tests/api/web` holds that both catalogues have a word for each."""

from collections.abc import Iterable, Mapping

from api.finding import Notice
from api.web.problem import STATUSES
from coach.domain.checkin import AcknowledgementKind, Attainment, EvaluationSource
from coach.domain.draft import Owner, RouteTo, TargetStatus
from coach.domain.gap import Direction, FlagKind, GapCategory, QuestionAbout
from coach.domain.guide import MeetingKind
from coach.domain.job import JobStatus
from coach.domain.people import Role
from coach.domain.plan import Outcome, PlanStatus
from coach.domain.precedent import CardVerdict
from coach.domain.recommendation import AlternativeKind
from coach.domain.review import ReviewOutcome, ReviewState, SuggestionKind, Verdict
from coach.domain.revision import RevisionKind
from coach.domain.smart import SmartMarks
from coach.domain.wording import Register, Severity, ToneCategory
from coach.training.marks import NeedState
from knowledge_base.catalogue.changes import ChangeKind
from knowledge_base.catalogue.fields import Field as CatalogueField
from knowledge_base.catalogue.quality import Flaw
from knowledge_base.catalogue.twins import TwinKind
from knowledge_base.precedents.releases import CardStatus
from knowledge_base.records import Kind
from knowledge_base.resources import Unavailable

INDUSTRIES = ("manufacturing", "internet", "finance", "services")
"""Offered in the form (DOMAIN: templates differ by industry)."""
STATIONS = ("intake", "retrieval", "draft", "gates", "tone", "scores")
"""Stations of a draft on its way, as the drafter names them."""
RESOURCE_KINDS = ("course", "mentor", "drill", "reading", "rotation", "counselling")
ENGINES = ("auto", "grounded", "model")
SCORES = (
    "citations_valid", "closed_catalogue", "goal_resourced", "language_kept", "no_invented_number",
    "nothing_withheld_shown", "open_is_asked", "smart", "support_promised",
)  # fmt: skip
"""Names of the scores every draft is stored with."""
REASONS = {
    Verdict.ACCEPT: ("fair", "facts_checked", "fits_role"),
    Verdict.EDIT: ("clearer", "figure_corrected", "kinder", "feasible"),
    Verdict.REJECT: ("not_relevant", "not_feasible", "not_supported", "already_done", "sensitive"),
}
"""Verdict -> reasons to pick from; a text may be added or stand alone."""
NOTICES = (
    "signed_out", "password_set", "submitted", "decided", "returned", "escalated", "approved", "checked_in",
    "evaluated", "answered", "commitment_noted", "closed", "card_decided", "user_changed", "nothing_chosen",
    "plan_gone_on", "need_marked",
    "version_made", "renewal_begun", "renewal_cancelled",
)  # fmt: skip
"""What a page may say after a form was sent."""
WHY_NOT = ("author", "subject", "not_hr", "over", "escalated_by_you")
"""Why somebody looks at a review without deciding."""

DRAFT_PARTS = (
    "route", "flags", "questions", "goals", "metrics", "milestones", "actions", "resources", "no_resource",
    "commitments", "check_ins",
)  # fmt: skip
"""Parts of a draft that versions are compared by."""
CATALOGUE_FIELDS = (*CatalogueField, "source", "withdrawn")
"""Fields of a training resource, and what an import may change besides."""

TERMS: Mapping[str, Iterable[str]] = {
    "role": tuple(Role),
    "route": tuple(RouteTo),
    "flag": tuple(FlagKind),
    "question": tuple(QuestionAbout),
    "category": tuple(GapCategory),
    "direction": tuple(Direction),
    "owner": tuple(Owner),
    "target_status": tuple(TargetStatus),
    "verdict": tuple(Verdict),
    "review_state": tuple(ReviewState),
    "review_outcome": tuple(ReviewOutcome),
    "suggestion_kind": tuple(SuggestionKind),
    "plan_status": tuple(PlanStatus),
    "outcome": tuple(Outcome),
    "answer": tuple(AcknowledgementKind),
    "meeting": tuple(MeetingKind),
    "evaluation_source": tuple(EvaluationSource),
    "attainment": tuple(Attainment),
    "tone": tuple(ToneCategory),
    "register": tuple(Register),
    "severity": tuple(Severity),
    "job_status": tuple(JobStatus),
    "smart": tuple(SmartMarks.model_fields),
    "kind": tuple(Kind),
    "evidence": tuple(Kind),
    "industry": INDUSTRIES,
    "station": STATIONS,
    "resource_kind": RESOURCE_KINDS,
    "unavailable": tuple(Unavailable),
    "alternative": tuple(AlternativeKind),
    "level": ("basic", "intermediate", "advanced"),
    "search_notice": tuple(Notice),
    "engine": ENGINES,
    "score": SCORES,
    "card_verdict": tuple(CardVerdict),
    "card_status": tuple(CardStatus),
    "reason": tuple(reason for reasons in REASONS.values() for reason in reasons),
    "revision": ("first", *RevisionKind),
    "draft_part": DRAFT_PARTS,
    "notice": NOTICES,
    "why_not": WHY_NOT,
    "unit": ("per_10000", "score"),
    "per": ("day", "week", "month", "quarter", "year", "shift", "hour"),
    "language": ("zh", "en", "other", "any", "auto"),
    "catalogue_field": CATALOGUE_FIELDS,
    "change": tuple(ChangeKind),
    "flaw": tuple(Flaw),
    "twin": tuple(TwinKind),
    "need_state": tuple(NeedState),
    "status": STATUSES,
    "status_hint": STATUSES,
}
"""Context of the catalogue -> every value it must have a word for."""
