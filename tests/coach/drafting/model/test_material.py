"""Token budgets of what goes into a prompt."""

import pytest

from coach.drafting.model_material import Limits, Material, cut
from knowledge_base.tokens import count_tokens
from tests.coach.drafting.model.cases import FixedEngine, make_brief


@pytest.mark.parametrize("text", ["返工率一直偏高，" * 2_000, "the rework rate is high, " * 2_000, "short", ""])
@pytest.mark.parametrize("tokens", [1, 50, 500])
def test_cutting_keeps_a_beginning_within_the_budget(text: str, tokens: int) -> None:
    kept = cut(text, tokens)
    assert text.startswith(kept)
    assert count_tokens(kept) <= tokens
    assert kept == text or count_tokens(kept) >= tokens // 2


@pytest.mark.parametrize("case", ["zh_rework", "en_delivery"])
def test_evidence_is_what_was_found_for_the_goal_within_its_budget(case: str) -> None:
    brief = make_brief(case)
    goal = FixedEngine(case).draft(brief).goals[0]
    shown = str(Material(brief, Limits(evidence_tokens=40)).evidence(goal))
    assert brief.evidence.passages[0].title in shown
    assert count_tokens(shown) < 90


def test_resources_are_shown_under_aliases() -> None:
    brief = make_brief("zh_reply")
    offered = Material(brief, Limits()).resources(FixedEngine("zh_reply").draft(brief))
    assert [o.id for o in offered] == ["r1", "r2"]
    assert not any("T-20" in str(o.about) for o in offered)


@pytest.mark.parametrize("line", ["练习自检", "3 talks a week", "2.5% is the aim", "-5% is not"])
@pytest.mark.parametrize("mark", ["", "1. ", "- ", "12) ", "3、", " * "])
def test_list_marks_are_dropped_and_nothing_else(mark: str, line: str) -> None:
    assert Material(make_brief("en_defects"), Limits()).restore(mark + line) == line
