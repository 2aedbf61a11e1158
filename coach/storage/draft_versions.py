"""The chain of versions of a draft: who may make the next one, and from which."""

import builtins
import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from coach.domain.base import Model
from coach.domain.people import Actor
from coach.domain.policy import Act
from coach.domain.review import OPEN_STATES, ReviewState
from coach.domain.revision import RevisionKind
from coach.errors import Conflict
from coach.storage.drafts import StoredDraft, find_draft, to_stored
from coach.storage.session import Database
from coach.storage.tables import DraftRow, ReviewRow


class DraftVersion(Model):
    """One version of a draft."""

    id: str
    """The draft's id."""
    number: int
    """1 for the first."""
    kind: RevisionKind | None
    """How it was made; None for the first."""
    by: str
    """Account that made it."""
    at: dt.datetime
    """When (UTC)."""


class DraftVersions:
    """The versions of drafts.

    Args:
        database: the store.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, draft_id: str, by: Actor) -> StoredDraft:
        """The draft, where this actor may make a new version of it.

        Raises:
            NotFound: there is none, or not for these eyes.
            NotAllowed: visible, but not theirs to change.
            Conflict: there is a newer version, or people are deciding on this one.
        """
        with self._database.reading() as session:
            return to_stored(require_newest(session, draft_id, by=by))

    def newest(self, draft_id: str, by: Actor) -> str:
        """Id of the last version made from this one, directly or not; the draft's own id where there is none.

        Raises:
            NotFound: there is no such draft, or not for these eyes.
        """
        with self._database.reading() as session:
            find_draft(session, draft_id, by=by)
            return newest_id(session, draft_id)

    def list(self, draft_id: str, by: Actor) -> builtins.list[DraftVersion]:
        """Every version from the first to the newest, oldest first.

        Raises:
            NotFound: there is no such draft, or not for these eyes.
        """
        with self._database.reading() as session:
            find_draft(session, draft_id, by=by)
            chain = [session.get_one(DraftRow, newest_id(session, draft_id))]
            while chain[-1].supersedes is not None:
                chain.append(session.get_one(DraftRow, chain[-1].supersedes))
            return [_version(row, number) for number, row in enumerate(reversed(chain), start=1)]


def require_newest(session: Session, draft_id: str, *, by: Actor) -> DraftRow:
    """The draft's row, locked against a second new version where the database can, once a new version may be made.

    Raises:
        NotFound: there is none, or not for these eyes.
        NotAllowed: visible, but not theirs to change.
        Conflict: there is a newer version, or people are deciding on this one.
    """
    row = find_draft(session, draft_id, by=by, act=Act.REVISE_DRAFT)
    session.refresh(row, with_for_update=True)
    newer = newest_id(session, draft_id)
    if newer != draft_id:
        kind = to_stored(session.get_one(DraftRow, newer)).draft.revision
        how = kind.kind.value if kind else "answers"
        raise Conflict(f"there is a newer version of this draft ({how})", f"go on from version {newer}")
    states = set(session.scalars(select(ReviewRow.state).where(ReviewRow.draft_id == draft_id)))
    if states & {state.value for state in OPEN_STATES}:
        raise Conflict("this draft is in review already", "wait for the reviewer's answer")
    if ReviewState.APPROVED.value in states:
        raise Conflict("this draft has become a plan", "write a new draft for what comes next")
    return row


def newest_id(session: Session, draft_id: str) -> str:
    """Id of the last version made from a draft; its own where there is none."""
    current = draft_id
    while True:
        newer = select(DraftRow.id).where(DraftRow.supersedes == current).order_by(DraftRow.id.desc()).limit(1)
        found = session.scalar(newer)
        if found is None:
            return current
        current = found


def _version(row: DraftRow, number: int) -> DraftVersion:
    made = row.draft.get("revision")
    return DraftVersion(
        id=row.id, number=number, kind=RevisionKind(made["kind"]) if made else None,
        by=made["by"] if made else row.author_user_id, at=row.created_at,
    )  # fmt: skip
