"""Which of the two languages to draft in."""

import re

from coach.domain.base import Language

_HAN = re.compile(r"[\u3400-\u9fff]")
_OTHER_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]+")


def language_of(text: str) -> Language:
    """Chinese where there are at least as many Chinese characters as Latin words (a Chinese frame around English
    terms), English otherwise, also for languages that are neither.
    """
    han = len(_HAN.findall(text))
    if not han or len(_OTHER_EAST_ASIAN.findall(text)) * 8 > han:
        return Language.EN
    return Language.ZH if han >= len(_WORD.findall(text)) else Language.EN
