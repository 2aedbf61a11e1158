"""Pattern cards: computed from past plans, decided by HR as named people, in use while the k rule holds."""

import builtins
import datetime as dt
from collections.abc import Callable

from sqlalchemy.orm import Session

from coach.domain.people import Actor
from coach.domain.policy import Act
from coach.domain.precedent import CardRelease, CardVerdict, RefreshReport
from coach.errors import Conflict
from coach.storage.access import missing, reason_given, require
from coach.storage.audit import SYSTEM, record
from coach.storage.clock import now
from coach.storage.session import Database
from knowledge_base.precedents import proposing, releases
from knowledge_base.precedents.card import text_of, title_of
from knowledge_base.precedents.cells import CardContent
from knowledge_base.precedents.releases import CardStatus, Verdict
from knowledge_base.precedents.tables import CardRow

_FROM = {
    CardVerdict.APPROVE: CardStatus.PROPOSED,
    CardVerdict.REJECT: CardStatus.PROPOSED,
    CardVerdict.WITHDRAW: CardStatus.APPROVED,
}
_TO = {
    CardVerdict.APPROVE: CardStatus.APPROVED,
    CardVerdict.REJECT: CardStatus.REJECTED,
    CardVerdict.WITHDRAW: CardStatus.WITHDRAWN,
}


class Precedents:
    """The pattern cards and who decided on them.

    Args:
        database: the store.
        clock: the current time in UTC; tests hand in their own.
    """

    def __init__(self, database: Database, *, clock: Callable[[], dt.datetime] = now) -> None:
        self._database = database
        self._clock = clock

    def refresh(self, by: Actor | None = None) -> RefreshReport:
        """Compute the cards anew: propose what is new, withdraw what lost its k. Safe to repeat.

        Args:
            by: who asks; None where the product does it after plans came or went.

        Raises:
            NotAllowed: `by` may not decide on cards.
        """
        if by is not None:
            require(by, Act.DECIDE_PRECEDENTS, what="pattern card")
        with self._database.transaction() as session:
            return self.refresh_in(session)

    def refresh_in(self, session: Session) -> RefreshReport:
        """Compute the cards anew in the transaction of what changed the plans."""
        done = proposing.refresh(session, self._clock().isoformat())
        for release in done.withdrawn:
            record(session, SYSTEM, "precedent.withdrawn", ("precedent", release), because="k")
        for release in done.proposed:
            record(session, SYSTEM, "precedent.proposed", ("precedent", release))
        if done.withdrawn or done.proposed:
            releases.note_change(session)
        return RefreshReport(
            proposed=tuple(done.proposed), withdrawn=tuple(done.withdrawn), waiting=tuple(done.waiting)
        )

    def list(self, by: Actor, *, status: str | None = None) -> builtins.list[CardRelease]:
        """Return every release, newest first.

        Args:
            by: somebody of HR.
            status: only of this status; None for all.

        Raises:
            NotAllowed: not HR.
        """
        require(by, Act.DECIDE_PRECEDENTS, what="pattern card")
        with self._database.reading() as session:
            rows = [row for row in releases.every(session) if status in (None, row.status)]
            alive = releases.alive(session)
            return [_as_release(row, alive) for row in rows]

    def show(self, release: str, by: Actor) -> CardRelease:
        """Return one release.

        Raises:
            NotAllowed: not HR.
            NotFound: there is none.
        """
        require(by, Act.DECIDE_PRECEDENTS, what="pattern card")
        with self._database.reading() as session:
            return _as_release(_found(session, release), releases.alive(session))

    def decide(
        self, release: str, verdict: CardVerdict, *, reason: str, by: Actor, fingerprint: str | None = None
    ) -> CardRelease:
        """Approve or reject a proposed release, or withdraw an approved one.

        Args:
            release: its id.
            verdict: what is decided.
            reason: why, in a sentence.
            by: somebody of HR.
            fingerprint: of the content the person looked at; None where they looked at this release just now.

        Raises:
            NotAllowed: not HR.
            NotFound: there is none.
            InvalidInput: no reason.
            Conflict: it was decided already, or its plans changed meanwhile.
        """
        require(by, Act.DECIDE_PRECEDENTS, what="pattern card")
        why = reason_given(reason, why="a decision on a pattern card needs a reason")
        with self._database.transaction() as session:
            self.refresh_in(session)
            row = _found(session, release)
            _refuse_changed(row, verdict, fingerprint)
            at = self._clock().isoformat()
            releases.decide(session, row, _TO[verdict], Verdict(by=by.user_id, at=at, reason=why))
            details = {"verdict": verdict.value, "fingerprint": row.fingerprint, "reason": why}
            record(session, by.user_id, "precedent.decided", ("precedent", release), **details)
            releases.note_change(session)
            return _as_release(row, releases.alive(session))


def _found(session: Session, release: str) -> CardRow:
    row = releases.find(session, release)
    if row is None:
        raise missing("pattern card")
    return row


def _refuse_changed(row: CardRow, verdict: CardVerdict, fingerprint: str | None) -> None:
    if fingerprint not in (None, row.fingerprint) or row.status == CardStatus.SUPERSEDED:
        raise Conflict("this pattern card changed meanwhile", "look at its newest release and decide on that")
    if row.status != _FROM[verdict].value:
        raise Conflict(f"this pattern card is {row.status} already", "list the cards to see what waits")


def _as_release(row: CardRow, alive: frozenset[int]) -> CardRelease:
    content = CardContent.model_validate(row.content)
    return CardRelease(
        id=releases.release_id(row), card_id=row.card_id, gap_type=row.gap_type, status=row.status,
        in_use=row.status == CardStatus.APPROVED and row.pk in alive, people=content.people,
        title_zh=title_of(content, "zh"), title_en=title_of(content, "en"),
        text_zh=text_of(content, "zh"), text_en=text_of(content, "en"), fingerprint=row.fingerprint,
        proposed_at=row.proposed_at, decided_at=row.decided_at, decided_by=row.decided_by, reason=row.reason,
    )  # fmt: skip
