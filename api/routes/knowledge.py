"""`/v1/search`, `/v1/resources`: what the organisation remembers, for those who may read it."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from api.dependencies import App, Me
from coach.domain.people import Actor, Role
from coach.errors import NotFound
from knowledge_base.records import Kind, Passage, Principal, Record

router = APIRouter(prefix="/v1", tags=["knowledge"])

READS: dict[Role, frozenset[Kind]] = {
    Role.HR: frozenset(Kind),
    Role.MANAGER: frozenset({Kind.TRAINING, Kind.POLICY}),
    Role.LND: frozenset({Kind.TRAINING, Kind.POLICY}),
    Role.EMPLOYEE: frozenset({Kind.TRAINING, Kind.POLICY}),
    Role.ADMIN: frozenset(),
}
"""Role -> kinds of record it may read; past plans are somebody's worst quarter, so HR alone (DOMAIN rule 9)."""


def principal_of(actor: Actor) -> Principal:
    """On whose behalf a search runs."""
    return Principal(id=actor.user_id, kinds=frozenset(kind for role in actor.roles for kind in READS[role]))


@router.get("/search")
def search(  # noqa: PLR0913 - one parameter a filter of the query string
    q: Annotated[str, Query(max_length=10_000, description="What is looked for.")],
    me: Me,
    app: App,
    kind: Kind | None = None,
    lang: Literal["zh", "en", "any"] = "any",
    k: Annotated[int, Query(ge=1, le=100)] = 10,
) -> list[Passage]:
    """Search training and policies, and past plans for HR, in both languages."""
    kinds = frozenset({kind}) if kind else None
    return app.knowledge.search(principal_of(me), q, kinds=kinds, language=lang, k=k)


@router.get("/resources/{record_id:path}")
def resource(record_id: str, me: Me, app: App) -> Record:
    """One record of the catalogue."""
    found = app.knowledge.resource(record_id)
    if found is None or found.kind not in principal_of(me).kinds:
        raise NotFound("There is no such resource.", "Search the catalogue for it.")
    return found
