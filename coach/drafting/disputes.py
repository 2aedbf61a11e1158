"""Whether a stated target may be adopted: which flag, or which arithmetic, speaks against it."""

from enum import StrEnum

from coach.domain.gap import Direction, Flag, FlagKind, Gap, GapStatement


class Dispute(StrEnum):
    """Why a stated target is not adopted as a plain goal."""

    IMPOSSIBLE = "impossible_target"
    ALREADY_MET = "already_met"


def dispute_of(statement: GapStatement, gap: Gap) -> Dispute | None:
    """Return what speaks against the statement's target, None where nothing does or no target is stated.

    A flag carries a place in the text, not a statement id: it belongs to the statement it overlaps, else to the
    nearest one that states a target.
    """
    if statement.target is None:
        return None
    for kind, dispute in (
        (FlagKind.ALREADY_MET, Dispute.ALREADY_MET),
        (FlagKind.IMPOSSIBLE_TARGET, Dispute.IMPOSSIBLE),
    ):
        if any(_owner(flag, gap) == statement.id for flag in gap.flags if flag.kind is kind):
            return dispute
    return Dispute.ALREADY_MET if _reached(statement) else None


def _reached(statement: GapStatement) -> bool:
    if statement.baseline is None or statement.target is None:
        return False
    if statement.direction is Direction.UP:
        return statement.baseline >= statement.target
    return statement.baseline <= statement.target


def _owner(flag: Flag, gap: Gap) -> str | None:
    candidates = [s for s in gap.statements if s.target is not None]
    if flag.kind is FlagKind.ALREADY_MET:
        candidates = [s for s in candidates if _reached(s)] or candidates
    return min(candidates, key=lambda s: _distance(flag, s)).id if candidates else None


def _distance(flag: Flag, statement: GapStatement) -> tuple[int, int]:
    """Return (characters apart, minus characters shared): overlapping evidence wins over a mere neighbour."""
    spans = [(statement.start, statement.end), *((e.start, e.end) for e in statement.evidence)]
    apart = min(max(start - flag.end, flag.start - end, 0) for start, end in spans)
    shared = max(min(end, flag.end) - max(start, flag.start) for start, end in spans)
    return apart, -shared
