"""What the employer owes, and when people meet."""

import datetime as dt
import itertools

from coach.domain.base import Language
from coach.domain.draft import Owner
from coach.domain.gap import QuestionAbout
from coach.drafting.grounded import GroundedEngine
from tests.coach.drafting.fakes import brief, question, span, statement, until

TEXT = "Rework is 6%, the standard is 2%. The ovens are old machines and nobody was ever trained: no training at all."


def test_obstacles_the_text_names_become_commitments() -> None:
    texts = [c.text for c in GroundedEngine().draft(brief(TEXT, statement(TEXT))).commitments]
    assert any("“old machines”" in t for t in texts)
    assert any("practice in the session" in t for t in texts)


def test_withheld_obstacles_are_not_quoted() -> None:
    made = brief(TEXT, statement("Rework is 6%"), withheld=(span(TEXT, "old machines"),))
    assert not any("old machine" in c.text for c in GroundedEngine().draft(made).commitments)


def test_the_employee_owes_none_of_it() -> None:
    owners = {c.owner for c in GroundedEngine().draft(brief(TEXT, statement(TEXT))).commitments}
    assert Owner.EMPLOYEE not in owners
    assert {Owner.MANAGER, Owner.HR, Owner.LND} <= owners


def test_a_doubt_about_the_expectation_is_cleared_first() -> None:
    made = brief(TEXT, statement(TEXT), questions=[question(QuestionAbout.EXPECTATION_COMMUNICATED)])
    texts = [c.text for c in GroundedEngine().draft(made).commitments]
    assert any(t.startswith("Explain in person what is expected") for t in texts)


def test_check_ins_are_weekly_with_formal_reviews_and_do_not_repeat_soon() -> None:
    text = "返工率6%，标准2%。"
    made = brief(text, statement(text, metric="返工率"), language=Language.ZH, horizon=until(90))
    check_ins = GroundedEngine().draft(made).check_ins
    focuses = [c.focus for c in check_ins]
    assert "目的" in focuses[0]
    assert [f[:3] for f in focuses if f[:2] in ("30", "60", "90")] == ["30天", "60天", "90天"]
    assert all(a != b for a, b in itertools.pairwise(focuses))
    assert check_ins[-1].on == made.deadline - dt.timedelta(days=2), "the deadline is a Sunday"
    assert 12 <= len(check_ins) <= 16
