"""What somebody decided about an unmet need: being sourced, solved by a resource, or open again. The newest counts."""

import datetime as dt
import re
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from coach.domain.base import Model
from coach.domain.gap import GapCategory
from coach.domain.people import Actor
from coach.domain.policy import Act
from coach.drafting.templates import topics
from coach.errors import InvalidInput
from coach.storage.access import missing, require
from coach.storage.audit import record
from coach.storage.clock import now
from coach.storage.session import Database
from coach.storage.tables import NeedMarkRow
from knowledge_base.base import KnowledgeBase
from knowledge_base.records import Kind


class NeedState(StrEnum):
    """Where an unmet need stands."""

    OPEN = "open"
    SOURCING = "sourcing"
    SOLVED = "solved"


class NeedMark(Model):
    """What somebody decided, and when."""

    state: NeedState
    """Where the need stands."""
    resource_id: str | None
    """The resource that solves it."""
    by_user_id: str
    """Account that decided."""
    at: dt.datetime
    """When (UTC)."""


class NeedMarks:
    """Decisions about unmet needs.

    Args:
        database: the store.
        knowledge: the knowledge base that holds the resources.
    """

    def __init__(self, database: Database, knowledge: KnowledgeBase) -> None:
        self._database = database
        self._knowledge = knowledge

    def mark(self, need: str, state: NeedState, *, by: Actor, resource_id: str | None = None) -> NeedMark:
        """Note where an unmet need stands.

        Args:
            need: key of the need.
            state: where it stands.
            by: who decides.
            resource_id: the resource that solves it; for `solved`, and only then.

        Raises:
            NotAllowed: the actor may not decide about needs.
            NotFound: there is no such need, or no such resource on offer.
            InvalidInput: `solved` without a resource, or another state with one.
        """
        require(by, Act.MARK_NEED, what="need")
        if not is_key(need):
            raise missing("need")
        if (state is NeedState.SOLVED) is not bool(resource_id):
            raise InvalidInput("A solved need names its resource, no other does.", "Give the id of the resource.")
        if resource_id and not self._is_offered(resource_id):
            raise missing("resource")
        with self._database.transaction() as session:
            row = NeedMarkRow(need=need, state=state.value, resource_id=resource_id, by_user_id=by.user_id, at=now())
            session.add(row)
            record(session, by.user_id, "need.marked", ("need", need), state=state.value, resource=resource_id)
            return _mark(row)

    def _is_offered(self, resource_id: str) -> bool:
        found = self._knowledge.resource(resource_id)
        return found is not None and found.kind is Kind.TRAINING


def marks_of(session: Session) -> dict[str, NeedMark]:
    """The newest mark of each need."""
    rows = session.scalars(select(NeedMarkRow).order_by(NeedMarkRow.number))
    return {row.need: _mark(row) for row in rows}


def is_key(need: str) -> bool:
    """Whether a text is the key of a possible need."""
    kind, _, name = need.partition(":")
    if kind == "topic":
        return any(topic.id == name for topic in topics())
    if kind == "gap":
        return name in tuple(GapCategory)
    category, _, digest = name.partition(":")
    return kind == "metric" and category in tuple(GapCategory) and re.fullmatch("[0-9a-f]{12}", digest) is not None


def _mark(row: NeedMarkRow) -> NeedMark:
    return NeedMark(state=NeedState(row.state), resource_id=row.resource_id, by_user_id=row.by_user_id, at=row.at)
