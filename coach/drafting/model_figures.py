"""Which figures, dates and periods a line of a plan holds, spelled out or not: for comparing two wordings of it."""

import re

from coach.domain.base import Language
from coach.drafting.intake.numerals import CHINESE, DECIMAL, ENGLISH, number
from coach.drafting.model_rules import model_rules

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
"""Names of the months, lower case."""
_MONTH = re.compile(rf"\b({'|'.join(f'{m}|{m[:3]}' for m in MONTHS)})\b\.?", re.IGNORECASE)
_DIGITS = re.compile(rf"{DECIMAL}[十百千万亿]*")
_WORD = re.compile(rf"\b(?:{ENGLISH})\b")
_ONE_PERIOD = re.compile(r"one\s+(?:working\s+)?(?:hour|day|week|month|quarter|year)")
_ZH_PERIODS = ("个月", "天", "日", "周", "星期", "年", "小时", "季度")
_MULTIPLES = {"twice": 2.0, "double": 2.0, "triple": 3.0, "half": 0.5, "halve": 0.5, "dozen": 12.0}
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}


def figures(text: str, language: Language) -> tuple[float, ...]:
    """Return the values of all figures of a line in their order; a month's name counts as its number."""
    text = text.translate(_FULL_WIDTH)
    found = [(m.start(), number(m[0])) for m in _DIGITS.finditer(text)]
    found += _chinese(text) if language is Language.ZH else _english(text)
    return tuple(value for _, value in sorted((p, v) for p, v in found if v is not None))


def _english(text: str) -> list[tuple[int, float | None]]:
    lower = text.lower()
    found: list[tuple[int, float | None]] = [
        (m.start(), float([n[:3] for n in MONTHS].index(m[1].lower()[:3]) + 1))
        for m in _MONTH.finditer(text)
        if m[1].lower() != "may" or m[1] == "May"
    ]
    for word in _WORD.finditer(lower):
        if word[0] != "one" or _ONE_PERIOD.match(lower, word.start()):
            found.append((word.start(), number(word[0])))
    found += [(m.start(), _MULTIPLES[m[0]]) for m in re.finditer("|".join(_MULTIPLES), lower)]
    return found


def _chinese(text: str) -> list[tuple[int, float | None]]:
    measured = re.compile(rf"(百分之)?({CHINESE})({model_rules(Language.ZH).measures})?")
    found: list[tuple[int, float | None]] = []
    for match in measured.finditer(text):
        if match.start() and text[match.start() - 1].isdigit():
            continue  # 12万 is read with its digits
        lone = match[2] in ("一", "两") and not match[1] and match[3] not in _ZH_PERIODS
        if (match[1] or match[3]) and not (lone and match[2] == "一"):
            found.append((match.start(), number(match[2])))
    return found
