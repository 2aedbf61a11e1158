"""Who may search what: the one table between roles and kinds of record (DOMAIN rule 9)."""

from coach.domain.people import Actor, Role
from knowledge_base.records import Kind, Principal, Record
from knowledge_base.search import HIDDEN

CATALOGUE = frozenset({Kind.TRAINING, Kind.POLICY})
"""What is published inside the organisation."""

READS: dict[Role, frozenset[Kind]] = {
    Role.HR: frozenset(Kind),
    Role.MANAGER: CATALOGUE,
    Role.LND: CATALOGUE,
    Role.EMPLOYEE: CATALOGUE,
    Role.ADMIN: frozenset(),
}
"""Role -> kinds of record it may read; past plans are somebody's worst quarter, so HR alone."""


def principal_of(actor: Actor) -> Principal:
    """On whose behalf a search runs; a role that is not in the table reads nothing."""
    kinds = frozenset(kind for role in actor.roles for kind in READS.get(role, frozenset()))
    return Principal(id=actor.user_id, kinds=kinds)


def shown_to(actor: Actor, record: Record | None) -> Record | None:
    """Return the record as the actor may see it, or None: what may not be read is not there.

    Whose plan it was is needed for the k rule only and shown to nobody.
    """
    if record is None or record.kind not in principal_of(actor).kinds:
        return None
    if record.kind is not Kind.PLAN:
        return record
    open_ = {key: value for key, value in record.metadata.items() if key not in HIDDEN}
    return record.model_copy(update={"metadata": open_})
