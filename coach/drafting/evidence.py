"""What retrieval hands to an engine: everything that may be cited, and nothing else."""

from dataclasses import dataclass

from coach.domain.draft import EvidenceItem
from knowledge_base.records import Passage, PatternCard
from knowledge_base.resources import Unavailable


@dataclass(frozen=True)
class Dropped:
    """A passage that was found and left out, so that nobody wonders why it is missing."""

    id: str
    """Passage or card id."""
    reason: str
    """`budget` (no tokens left), or a value of `Unavailable` (the resource may not be offered)."""


@dataclass(frozen=True)
class Evidence:
    """What was retrieved for a reading. Past plans appear as pattern cards only, never as passages."""

    passages: tuple[Passage, ...] = ()
    """Training and policy passages within the token budget, best first."""
    cards: tuple[PatternCard, ...] = ()
    """What several similar past plans have in common."""
    budget: int = 0
    """Tokens the texts of `passages` and `cards` may use together."""
    used: int = 0
    """Tokens they do use."""
    dropped: tuple[Dropped, ...] = ()
    """What was found and left out, with the reason."""
    by_statement: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Statement id -> passage ids found for it, best first."""
    unavailable: tuple[tuple[str, Passage, Unavailable], ...] = ()
    """(statement id, passage, why) of training that was found and may not be offered: never cited, never shown."""

    @property
    def ids(self) -> frozenset[str]:
        """Every id a draft may cite."""
        return frozenset([p.id for p in self.passages] + [c.id for c in self.cards])

    @property
    def resource_ids(self) -> frozenset[str]:
        """Record ids of the training resources found: the only ones a draft may recommend."""
        return frozenset(p.record_id for p in self.passages if p.kind == "training")

    def found_for(self, statement_id: str) -> tuple[Passage, ...]:
        """Return the passages found for one statement, best first."""
        wanted = dict(self.by_statement).get(statement_id, ())
        known = {p.id: p for p in self.passages}
        return tuple(known[i] for i in wanted if i in known)

    def items(self) -> tuple[EvidenceItem, ...]:
        """Return the evidence as the draft stores it: passages, then cards (kind `plan`)."""
        passages = [
            EvidenceItem(id=p.id, source=p.record_id, kind=p.kind, title=p.title, text=p.text, score=p.score)
            for p in self.passages
        ]
        cards = [
            EvidenceItem(id=c.id, source=c.id, kind="plan", title=c.title, text=c.text, score=c.score)
            for c in self.cards
        ]
        return tuple(passages + cards)
