"""Editing, carrying over, shortening, regenerating, translating and comparing drafts of the grounded engine."""

import datetime as dt

import pytest

from coach.domain.base import Language
from coach.domain.draft import Draft, Owner
from coach.domain.gap import GapDescription
from coach.drafting.pipeline import Drafter
from coach.drafting.revision.answers import answers_to, key_of, with_answers
from coach.drafting.revision.compare import compare, pieces_of
from coach.drafting.revision.edit import Change, edited
from coach.drafting.revision.regenerate import with_goal_anew
from coach.drafting.revision.shorten import MOST_ACTIONS, shortened
from coach.drafting.revision.translate import translated
from coach.drafting.revision.versions import redone
from coach.errors import InvalidInput
from tests.coach.drafting.fakes import FakeKnowledge

AS_OF = dt.date(2026, 11, 2)
NOW = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)
TEXTS = {
    Language.ZH: "客服平均响应时间是9小时，客户投诉多。12月20日前改。",
    Language.EN: "Average reply time is 9 hours and customers complain. Mend it by 20 December.",
}
WORDS = {
    Language.ZH: ("客服平均响应时间由9小时缩短到4小时以内，每周看报表。", "每周五一起看3张超时的工单"),
    Language.EN: ("Reply time falls from 9 hours to 4 hours, checked weekly.", "Look at 3 late tickets every Friday"),
}


def described(language: Language, target: str = "4 h") -> GapDescription:
    description = GapDescription(text=TEXTS[language], as_of=AS_OF)
    questions = Drafter(knowledge=FakeKnowledge()).draft(description).gap.questions
    return with_answers(description, answers_to(questions, {questions[0].id: target}, by="u1", at=NOW))


def drafted(description: GapDescription) -> Draft:
    return Drafter(knowledge=FakeKnowledge()).draft(description).model_copy(update={"id": "d1"})


def with_words(language: Language) -> Draft:
    goal, action = WORDS[language]
    changes = [Change(line="goals.g1", text=goal), Change(line="actions.g1.2", text=action)]
    return edited(drafted(described(language)), described(language), changes, by="u1", at=NOW)


@pytest.mark.parametrize("language", list(Language))
def test_only_the_edited_lines_change(language: Language) -> None:
    before, after = drafted(described(language)), with_words(language)
    assert (after.goals[0].statement, after.goals[0].actions[1].text) == WORDS[language]
    assert (after.commitments, after.check_ins) == (before.commitments, before.check_ins)
    assert after.goals[0].actions[2:] == before.goals[0].actions[2:]
    assert after.revision is not None
    assert [edit.was for edit in after.revision.edits] == [before.goals[0].statement, before.goals[0].actions[1].text]


@pytest.mark.parametrize(
    ("language", "change"),
    [
        (Language.ZH, Change(line="goals.g1", text="客服平均响应时间降到3小时以内")),
        (Language.ZH, Change(line="goals.g1", text="再做不到就辞退，4小时以内")),
        (Language.ZH, Change(line="actions.g1.1", text="练习后把员工评为C级")),
        (Language.ZH, Change(line="resources.g1.1", text="tr-made-up")),
        (Language.ZH, Change(line="commitments.1", text=None)),
        (Language.ZH, Change(line="actions.g1", text="看工单", due=dt.date(2027, 3, 1))),
        (Language.EN, Change(line="goals.g1", text="Cut the reply time to 3 hours")),
        (Language.EN, Change(line="actions.g1.1", text="Otherwise she will be dismissed")),
        (Language.EN, Change(line="commitments", text="Work harder on tickets", owner=Owner.EMPLOYEE)),
        (Language.EN, Change(line="actions.g9.1", text="Nothing")),
    ],
)
def test_what_protects_people_holds_for_edits(language: Language, change: Change) -> None:
    with pytest.raises(InvalidInput):
        edited(drafted(described(language)), described(language), [change], by="u1", at=NOW)


def test_a_protected_fact_of_the_text_stays_out_of_edits() -> None:
    description = GapDescription(text="录单差错率5%，标准2%，12月20日前。她最近在休产假。", as_of=AS_OF)
    with pytest.raises(InvalidInput):
        edited(
            drafted(description), description, [Change(line="actions.g1.1", text="休产假回来后练习")], by="u", at=NOW
        )


def test_undoing_an_edit_leaves_none() -> None:
    language = Language.EN
    before, after = drafted(described(language)), with_words(language).model_copy(update={"id": "d2"})
    back = [Change(line="goals.g1", text=before.goals[0].statement)]
    undone = edited(after, described(language), back, by="u1", at=NOW)
    assert undone.revision is not None
    assert [edit.section for edit in undone.revision.edits] == ["actions"]
    assert undone.revision.number == 3


def again(before: Draft, language: Language, target: str) -> Draft:
    old = described(language)
    answers = answers_to((), {"target:s1": target}, by="u1", at=NOW, before=old.answers)
    description = with_answers(old, answers)
    parts = [key_of(each) for each in answers]
    return redone(drafted(description), before, description, parts=parts, by="u1", at=NOW)


@pytest.mark.parametrize("language", list(Language))
def test_edits_that_fit_survive_a_redo(language: Language) -> None:
    made = again(with_words(language), language, "4 h")
    assert (made.goals[0].statement, made.goals[0].actions[1].text) == WORDS[language]
    assert made.revision is not None
    assert {edit.state for edit in made.revision.edits} == {"kept"}


@pytest.mark.parametrize("language", list(Language))
def test_an_edit_that_contradicts_the_answers_waits_for_a_person(language: Language) -> None:
    made = again(with_words(language), language, "5 h")
    goal, action = WORDS[language]
    assert made.goals[0].statement != goal
    assert made.goals[0].actions[1].text == action
    assert made.revision is not None
    states = {edit.now: (edit.state, bool(edit.reason)) for edit in made.revision.edits}
    assert states == {goal: ("conflict", True), action: ("kept", False)}


@pytest.mark.parametrize("language", list(Language))
def test_a_short_plan_keeps_what_people_wrote_and_what_is_owed(language: Language) -> None:
    before = with_words(language)
    short = shortened(before, by="u1", at=NOW)
    assert len(short.goals[0].actions) == MOST_ACTIONS < len(before.goals[0].actions)
    assert WORDS[language][1] in {action.text for action in short.goals[0].actions}
    assert (short.commitments, short.check_ins, short.gap) == (before.commitments, before.check_ins, before.gap)
    assert short.revision is not None
    assert len(short.revision.left_out) == len(before.goals[0].actions) - MOST_ACTIONS
    with pytest.raises(InvalidInput):
        shortened(short, by="u1", at=NOW)


def test_a_goal_written_anew_gives_up_its_edits_only() -> None:
    before, fresh = with_words(Language.ZH), drafted(described(Language.ZH))
    anew = with_goal_anew(before, fresh, "g1", by="u1", at=NOW)
    assert anew.goals == fresh.goals
    assert anew.revision is not None
    assert anew.revision.edits == ()
    with pytest.raises(InvalidInput):
        with_goal_anew(fresh, fresh, "g1", by="u1", at=NOW)


@pytest.mark.parametrize("language", list(Language))
def test_a_plan_goes_to_the_other_language_and_back(language: Language) -> None:
    drafter, description = Drafter(knowledge=FakeKnowledge()), described(language)
    draft = drafted(description)
    here, there = drafter.in_both_languages(description, here=language)
    over = translated(draft, here, there, as_of=AS_OF, by="u1", at=NOW)
    assert over.language is there.language
    assert over.goals[0].statement == there.goals[0].statement
    assert [a.due for a in over.goals[0].actions] == [a.due for a in draft.goals[0].actions]
    assert over.revision is not None
    assert {mark.section for mark in over.revision.marks} == {"metrics"}
    back = translated(over, there, here, as_of=AS_OF, by="u1", at=NOW)
    assert (back.goals, back.commitments, back.check_ins) == (draft.goals, draft.commitments, draft.check_ins)


@pytest.mark.parametrize("language", list(Language))
def test_a_comparison_shows_what_changed_and_who_wrote_it(language: Language) -> None:
    before = drafted(described(language))
    found = compare(before, with_words(language))
    assert [(each.section, each.kind, each.author) for each in found.changed] == [
        ("goals", "changed", "person:u1"),
        *[(s, k, a) for s, k, a in ((c.section, c.kind, c.author) for c in found.changed) if s == "actions"],
    ]
    assert compare(before, before).changed == ()


def test_pieces_put_together_are_both_lines() -> None:
    one, two = "Cut the rate from 5% to 2% by May", "将差错率从5%降到2%"
    for before, after in ((one, one.replace("2%", "3%")), (two, two.replace("差错率", "返工率"))):
        pieces = pieces_of(before, after)
        assert "".join(p.text for p in pieces if p.kind != "added") == before
        assert "".join(p.text for p in pieces if p.kind != "removed") == after
