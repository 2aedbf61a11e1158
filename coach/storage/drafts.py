"""Drafts as engines wrote them: never changed, a new version is a new draft."""

import builtins
import datetime as dt
import re
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from coach.domain.base import Model
from coach.domain.draft import Draft
from coach.domain.gap import GapDescription
from coach.domain.people import Actor
from coach.domain.policy import Act, Facts, may
from coach.errors import InvalidInput
from coach.storage.access import manager_of, missing, perhaps_visible, require, storable
from coach.storage.audit import record
from coach.storage.clock import new_id, now
from coach.storage.draft_schema import VERSION, read_description, read_draft
from coach.storage.session import Database
from coach.storage.tables import DraftRow, DraftScoreRow, PersonRow, ReviewRow

_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
"""How JSON writes the character that PostgreSQL refuses."""


class StoredDraft(Model):
    """A draft with who wrote it, about whom."""

    id: str
    """Sorts by time."""
    author_user_id: str
    """Account that asked for it."""
    subject_employee_id: str | None
    """The person it is about; None while nobody is named."""
    supersedes: str | None
    """The draft it was made to replace."""
    description: GapDescription
    """What the manager handed in."""
    draft: Draft
    """What the engine wrote; its `id` is this one's."""
    created_at: dt.datetime
    """When (UTC)."""


class DraftSummary(Model):
    """One line of a list of drafts."""

    id: str
    """Sorts by time."""
    author_user_id: str
    """Account that asked for it."""
    subject_employee_id: str | None
    """The person it is about."""
    submitted: bool
    """Whether it was ever sent to review."""
    created_at: dt.datetime
    """When (UTC)."""


class Drafts:
    """Stored drafts.

    Args:
        database: the store.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(
        self,
        draft: Draft,
        description: GapDescription,
        *,
        by: Actor,
        subject_employee_id: str | None = None,
        supersedes: str | None = None,
    ) -> str:
        """Keep a draft with its scores; return its id.

        Args:
            draft: what the engine wrote.
            description: what it was written from.
            by: its author.
            subject_employee_id: the person it is about; one of the author's own reports.
            supersedes: an earlier draft of the same author that it replaces.

        Raises:
            NotFound: the person is not one of theirs, or the earlier draft is not.
            NotAllowed: the actor may not write drafts.
            Conflict: the earlier draft has a newer version already, or people are deciding on it.
            InvalidInput: the text holds characters no database keeps.
        """
        row = _row(draft, description, by)
        row.subject_employee_id, row.supersedes = subject_employee_id, supersedes
        with self._database.transaction() as session:
            _require_subject(session, by, subject_employee_id)
            if supersedes is not None:
                from coach.storage.draft_versions import require_newest

                require_newest(session, supersedes, by=by)
            session.add(row)
            session.flush()
            session.add_all(DraftScoreRow(draft_id=row.id, **score.model_dump()) for score in draft.scores)
            record(session, by.user_id, "draft.saved", ("draft", row.id), **_details(draft, row))
        return row.id

    def require_subject(self, by: Actor, employee_id: str | None) -> None:
        """Let through who may write a draft about this person: asked before long work begins.

        Raises:
            NotFound: the person is not one of theirs.
            NotAllowed: the actor may not write drafts.
        """
        with self._database.reading() as session:
            _require_subject(session, by, employee_id)

    def get(self, draft_id: str, by: Actor) -> StoredDraft:
        """The draft.

        Raises:
            NotFound: there is none, or not for these eyes.
            Corrupt: it cannot be read.
        """
        with self._database.reading() as session:
            return to_stored(find_draft(session, draft_id, by=by))

    def list(self, by: Actor, *, after: str | None = None, limit: int = 50) -> builtins.list[DraftSummary]:
        """The drafts the actor may see, newest first.

        Args:
            by: who looks.
            after: id of the last draft of the page before.
            limit: most drafts of a page.
        """
        query = select(DraftRow).where(perhaps_visible(by, DraftRow.author_user_id, DraftRow.subject_employee_id))
        if after is not None:
            query = query.where(DraftRow.id < after)
        found: list[DraftSummary] = []
        with self._database.reading() as session:
            for row in session.scalars(query.order_by(DraftRow.id.desc()).execution_options(yield_per=100)):
                facts = facts_of(session, row)
                if may(by, Act.SEE_DRAFT, facts):
                    found.append(_summary(row, submitted=facts.submitted))
                if len(found) >= limit:
                    break
        return found


def find_draft(session: Session, draft_id: str, *, by: Actor, act: Act = Act.SEE_DRAFT) -> DraftRow:
    """The draft's row, once the policy allows the act.

    Raises:
        NotFound: there is none, or not for these eyes.
        NotAllowed: visible, but not for this act.
    """
    row = session.get(DraftRow, draft_id)
    if row is None:
        raise missing("draft")
    require(by, act, facts_of(session, row), what="draft")
    return row


def facts_of(session: Session, row: DraftRow) -> Facts:
    """What the policy must know about a draft, and about the review or plan it became."""
    submitted = session.scalar(select(exists().where(ReviewRow.draft_id == row.id)))
    return Facts(
        author_user_id=row.author_user_id, subject_employee_id=row.subject_employee_id,
        subject_manager_id=manager_of(session, row.subject_employee_id), submitted=bool(submitted),
    )  # fmt: skip


def to_stored(row: DraftRow) -> StoredDraft:
    """The draft with its id set, brought up to today's form."""
    draft = read_draft(row.draft, row.schema_version).model_copy(update={"id": row.id})
    return StoredDraft(
        id=row.id, author_user_id=row.author_user_id, subject_employee_id=row.subject_employee_id,
        supersedes=row.supersedes, description=read_description(row.description), draft=draft,
        created_at=row.created_at,
    )  # fmt: skip


def _row(draft: Draft, description: GapDescription, by: Actor) -> DraftRow:
    storable(description.text, what="text")
    if _NUL.search(draft.model_dump_json()) or _NUL.search(description.model_dump_json()):
        raise InvalidInput("the text holds characters that are not text", "paste it again as plain text")
    return DraftRow(
        id=new_id(), author_user_id=by.user_id, description=description.model_dump(mode="json"),
        draft=draft.model_dump(mode="json", exclude={"id"}), schema_version=VERSION, created_at=now(),
    )  # fmt: skip


def _details(draft: Draft, row: DraftRow) -> dict[str, Any]:
    """What the audit log keeps of a draft: ids and names of parts, no words of people."""
    details: dict[str, Any] = {"subject": row.subject_employee_id, "engine": draft.engine}
    details |= {"supersedes": row.supersedes, "prompts": dict(draft.provenance.prompts)}
    if draft.revision is not None:
        details |= {"revision": draft.revision.kind.value, "parts": list(draft.revision.parts)}
    return details


def _require_subject(session: Session, by: Actor, subject: str | None) -> None:
    if subject is None:
        require(by, Act.WRITE_DRAFT, what="draft")
        return
    facts = Facts(subject_employee_id=subject, subject_manager_id=manager_of(session, subject))
    if not may(by, Act.WRITE_DRAFT, facts) or session.get(PersonRow, subject) is None:
        raise missing("person")


def _summary(row: DraftRow, *, submitted: bool) -> DraftSummary:
    return DraftSummary(
        id=row.id, author_user_id=row.author_user_id, subject_employee_id=row.subject_employee_id,
        submitted=submitted, created_at=row.created_at,
    )  # fmt: skip
