"""What is hidden before a prompt leaves, and put back after."""

import pytest

from coach.domain.base import Language
from coach.drafting.masking import Mask


def make_mask(language: Language = Language.EN) -> Mask:
    return Mask(
        ["Ana Ruiz", "Ana", "林小满"], ["AR-100", "ana@example.com"], ["on sick leave", "她在休产假"], language=language
    )


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Ask Ana Ruiz or Ana.", "Ask [NAME1] or [NAME2]."),
        ("ANA  RUIZ and ana", "[NAME1] and [NAME2]"),
        ("Banana and Anabel", "Banana and Anabel"),
        ("mail ana@example.com, no. AR-100", "mail [ID5], no. [ID4]"),
        ("no. ＡＲ-１００", "no. [ID4]"),
        ("林小满返工较多，她在休产假，周一回来", "[NAME3]返工较多， ，周一回来"),
        ("She is On Sick  Leave now", "She is   now"),
        ("全角，标点。不变！", "全角，标点。不变！"),
    ],
)
def test_hiding(text: str, hidden: str) -> None:
    assert make_mask().hide(text) == hidden


def test_restoring_gives_the_text_back() -> None:
    text = "Ana Ruiz (AR-100) works with 林小满."
    mask = make_mask()
    assert mask.restore(mask.hide(text)) == text


def test_placeholders_are_in_the_language_of_the_draft() -> None:
    assert make_mask(Language.ZH).hide("林小满 AR-100") == "[姓名3] [编号4]"


@pytest.mark.parametrize("values", [[], [""], ["  "]])
def test_nothing_to_hide_changes_nothing(values: list[str]) -> None:
    assert Mask(values, values, values, language=Language.EN).hide("a  b") == "a  b"
