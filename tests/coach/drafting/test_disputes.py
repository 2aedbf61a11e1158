"""Which target may be adopted."""

from coach.domain.gap import Direction, FlagKind, Gap
from coach.drafting.disputes import Dispute, dispute_of
from tests.coach.drafting.fakes import flag, statement


def test_a_plain_target_is_not_disputed() -> None:
    one = statement("Rework is 6%, should be 2%.")
    assert dispute_of(one, Gap(statements=(one,))) is None


def test_a_flag_belongs_to_the_statement_it_touches() -> None:
    first = statement("Rework is 6%, should be 2%.")
    second = statement("Zero complaints by tomorrow.", id="s2", start=40, target=0)
    gap = Gap(statements=(first, second), flags=(flag(FlagKind.IMPOSSIBLE_TARGET, "Zero complaints", 40),))
    assert dispute_of(first, gap) is None
    assert dispute_of(second, gap) is Dispute.IMPOSSIBLE


def test_a_baseline_beyond_its_target_is_met_even_without_a_flag() -> None:
    down = statement("Rework is 1%, limit 2%.", baseline=1)
    up = statement("Score 90 of 85.", baseline=90, target=85, direction=Direction.UP)
    assert dispute_of(down, Gap(statements=(down,))) is Dispute.ALREADY_MET
    assert dispute_of(up, Gap(statements=(up,))) is Dispute.ALREADY_MET


def test_an_already_met_flag_goes_to_the_statement_the_arithmetic_points_at() -> None:
    met = statement("Score 90 of 85.", baseline=90, target=85, direction=Direction.UP)
    other = statement("Rework is 6%.", id="s2", start=18)
    gap = Gap(statements=(met, other), flags=(flag(FlagKind.ALREADY_MET, "Rework", 18),))
    assert dispute_of(other, gap) is None


def test_without_a_target_there_is_nothing_to_dispute() -> None:
    one = statement("Rework is 6%.", target=None)
    assert dispute_of(one, Gap(statements=(one,), flags=(flag(FlagKind.IMPOSSIBLE_TARGET, "Rework"),))) is None
