"""Numerals as people write them, Chinese and English, into numbers.

`cn2an` was tried: it costs 0.24 s of import and refuses 半, 两个半 and fractions, which are the forms that matter here.
"""

import re

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2, "仨": 3}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_WORDS: dict[str, float] = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
}
_WORDS |= {
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
}
_WORDS |= {"seventeen": 17, "eighteen": 18, "nineteen": 19, "a": 1, "an": 1, "half": 0.5, "dozen": 12, "couple": 2}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}

_ANY = "零〇一二两俩三四五六七八九十百千万亿"
CHINESE = rf"(?<![{_ANY}])[{_ANY}]{{1,12}}(?:点[零〇一二三四五六七八九]{{1,6}})?"
"""Source of a pattern for a Chinese numeral."""
_UNIT_WORDS = "|".join(
    sorted((w for w in _WORDS if len(w) > 2 and w not in ("half", "couple", "dozen")), key=len, reverse=True)
)
ENGLISH = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{_UNIT_WORDS}))?|{_UNIT_WORDS})(?:[\s-]hundred)?(?:[\s-]and[\s-]a[\s-]half)?"
)
"""Source of a pattern for an English number word, lower case."""
DECIMAL = r"(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,12})(?!\d)(?:\.\d{1,6})?"
"""Source of a pattern for digits, with or without thousands commas."""


def number(text: str) -> float | None:
    """The value of a numeral in digits, Chinese or English words, lower case; None where it is none."""
    text = text.strip()
    if re.fullmatch(DECIMAL, text):
        return float(text.replace(",", ""))
    mixed = re.fullmatch(rf"({DECIMAL})([十百千万亿]+)", text)
    if mixed:
        return float(mixed[1].replace(",", "")) * _product(mixed[2])
    if re.fullmatch(CHINESE, text):
        return _chinese(text)
    return _english(text)


def _product(places: str) -> float:
    value = 1.0
    for place in places:
        value *= _PLACES.get(place) or _MYRIADS[place]
    return value


def _chinese(text: str) -> float:
    whole, _, decimals = text.partition("点")
    fraction = float("0." + "".join(str(_DIGITS[c]) for c in decimals)) if decimals else 0.0
    if all(c in _DIGITS for c in whole):
        return float("".join(str(_DIGITS[c]) for c in whole) or "0") + fraction
    return _chinese_places(whole) + fraction


def _chinese_places(text: str) -> float:
    total, section, digit, last = 0.0, 0.0, 0.0, 1
    seen = False
    for char in text:
        if char in _DIGITS:
            digit, seen = _DIGITS[char], True
        elif char in _PLACES:
            section += (digit if seen else 1) * _PLACES[char]
            digit, seen, last = 0, False, _PLACES[char]
        else:
            total = (total + section + digit or 1) * _MYRIADS[char]
            section, digit, seen, last = 0, 0, False, _MYRIADS[char]
    # 三万二 means 32,000: a bare digit after a place counts in tenths of that place, unless 零 stands before it.
    if seen and last > 10 and len(text) > 1 and text[-2] not in "零〇":
        digit *= last / 10
    return total + section + digit


def _english(text: str) -> float | None:
    words = re.split(r"[\s-]+", text)
    half = words[-3:] == ["and", "a", "half"]
    words = words[:-3] if half else words
    total = 0.0
    for word in words:
        if word == "hundred":
            total = max(total, 1) * 100
        elif word in _WORDS or word in _TENS:
            total += _WORDS.get(word, _TENS.get(word, 0))
        else:
            return None
    return total + (0.5 if half else 0) if words else None
