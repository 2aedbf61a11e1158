"""What drafting gets: approved cards for a kind of gap, chosen by closed values alone.

No raw plan is searched for a draft, not even to rank cards: a score that moved with the words of a plan would tell
whether some plan has them.
"""

from knowledge_base import repository
from knowledge_base.precedents.card import NEARNESS, card_of
from knowledge_base.precedents.cells import CardContent
from knowledge_base.precedents.releases import Stored, in_use, stored_of
from knowledge_base.precedents.words import CardLanguage, industry_of, role_family_of
from knowledge_base.records import Asker, PatternCard
from knowledge_base.vectors import Transaction

_ELSEWHERE = 0.4


class Cards:
    """The approved cards of one store; what stands behind them is read once for every change of the store."""

    def __init__(self, reading: Transaction) -> None:
        """Nothing is read before the first question."""
        self._reading = reading
        self._known: tuple[int, dict[str, list[Stored]]] = (-1, {})

    def near(  # noqa: PLR0913 - what may be asked, each by its name
        self,
        gap_type: str,
        *,
        language: CardLanguage,
        industry: str | None = None,
        role: str | None = None,
        asker: Asker | None = None,
        k: int = 3,
    ) -> list[PatternCard]:
        """Return approved cards of a kind of gap, nearest first: its industry, its role family, all, any other.

        Args:
            gap_type: value of `GapCategory`.
            language: language of the cards.
            industry: in any words; None where unknown.
            role: in any words; None where unknown.
            asker: whose plans must not be needed.
            k: most cards returned.
        """
        shown = in_use(self._stored(gap_type), asker)
        wanted = {"industry": industry_of(industry), "role_family": role_family_of(role), "all": None}
        near = [(_nearness(content, wanted), card_of(content, language)) for content in shown]
        fitting = [(score, card) for score, card in near if score > _ELSEWHERE] or near
        best = sorted(fitting, key=lambda pair: (-pair[0], pair[1].id))[:k]
        return [card.model_copy(update={"score": score}) for score, card in best]

    def _stored(self, gap_type: str) -> list[Stored]:
        with self._reading() as session:
            seq = repository.totals(session).seq
            if self._known[0] != seq:
                self._known = (seq, {})
            known = self._known[1]
            if gap_type not in known:
                known[gap_type] = stored_of(session, gap_type)
            return known[gap_type]


def _nearness(content: CardContent, wanted: dict[str, str | None]) -> float:
    return NEARNESS[content.scope] if content.value == wanted[content.scope] else _ELSEWHERE
