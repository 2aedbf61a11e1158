"""What must go with a record besides its own rows: its place behind cards, and its copy in an unfinished renewal."""

from collections.abc import Sequence

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from knowledge_base.precedents.tables import CardPlanRow, CardRow
from knowledge_base.store import batches
from knowledge_base.tables import RecordRow, RenewedChunkRow, RenewedRecordRow

_MANY = 500


def forget(session: Session, record_ids: Sequence[str]) -> None:
    """Forget some records, before their own rows are deleted.

    A release of a card keeps only how many plans it lost, not which.

    Args:
        session: an open writing transaction.
        record_ids: their ids; unknown ones do not matter.
    """
    for part in batches(list(record_ids), _MANY):
        gone = CardPlanRow.record_id.in_(part)
        counts = session.execute(select(CardPlanRow.card_pk, func.count()).where(gone).group_by(CardPlanRow.card_pk))
        for card_pk, count in counts.all():
            session.execute(update(CardRow).where(CardRow.pk == card_pk).values(lost=CardRow.lost + count))
        session.execute(delete(CardPlanRow).where(gone))
        pks = select(RecordRow.pk).where(RecordRow.record_id.in_(part))
        for table in (RenewedChunkRow, RenewedRecordRow):
            session.execute(delete(table).where(table.record_pk.in_(pks)))
