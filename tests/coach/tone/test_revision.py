"""A whole text revised change by change."""

import pytest

from coach.domain.base import Language
from coach.domain.wording import Register
from coach.tone.check import check_tone
from coach.tone.revision import revise

TEXTS = {
    Language.ZH: "你总是迟交周报，11月3日晚了一天。你太懒了。需要我帮你做什么？",
    Language.EN: "You always hand it in late, on 3 May by a day. You are lazy. What do you need from me?",
}


@pytest.mark.parametrize("text", TEXTS.values())
def test_nothing_accepted_is_the_text_itself(text: str) -> None:
    made = revise(text, accepted=())
    assert made.rewrite == text
    assert len(made.edits) == 2
    assert not any(edit.accepted for edit in made.edits)


@pytest.mark.parametrize("text", TEXTS.values())
def test_one_accepted_leaves_the_other(text: str) -> None:
    made = revise(text, accepted=[2])
    assert made.edits[0].before in made.rewrite
    assert made.edits[1].before not in made.rewrite
    assert [edit.accepted for edit in made.edits] == [False, True]


@pytest.mark.parametrize("text", TEXTS.values())
def test_changes_hold_both_texts(text: str) -> None:
    made = revise(text)
    assert "".join(c.text for c in made.changes if c.kind != "new") == text
    assert "".join(c.text for c in made.changes if c.kind != "gone") == made.rewrite


@pytest.mark.parametrize("text", TEXTS.values())
def test_all_accepted_is_what_the_check_rewrites(text: str) -> None:
    made = revise(text)
    if made.speech is Register.AUTO:
        assert made.rewrite == check_tone(text).rewrite
    assert not check_tone(made.rewrite).problem


@pytest.mark.parametrize("text", TEXTS.values())
def test_the_balance_counts(text: str) -> None:
    balance = revise(text, accepted=()).balance
    assert balance is not None
    assert (balance.sentences, balance.problems, balance.questions) == (3, 2, 1)
    assert balance.supports == 1
    assert balance.you_statements >= 2
    assert "2:1" in balance.explanation


def test_the_register_follows_the_text_and_leaves_its_words() -> None:
    spoken = revise("你太懒了吧，11月3日又晚了一天啊。")
    formal = revise("该员工懒惰，11月3日周报晚交一天，特此说明。")
    assert (spoken.speech, formal.speech) == (Register.SPOKEN, Register.FORMAL)
    assert "11月3日周报晚交一天" in formal.rewrite
