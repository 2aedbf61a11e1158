"""The numbers and dates a text holds."""

import datetime as dt
import re
import unicodedata

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    r"\d{4}\s*[-/年.]\s*\d{1,2}(?:\s*[-/月.]\s*\d{1,2}\s*日?)?|\d{1,2}\s*月(?:\s*\d{1,2}\s*日?)?|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?:\s+\d{{4}})?|{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?|"
    rf"{_MONTH}\s+\d{{4}}|\d{{4}}年|Q[1-4]|FY\s*\d{{2,4}}|[HP]\d\b",
    re.IGNORECASE,
)
_ZH_SHARE = re.compile(r"([百千万])分之([零一二两三四五六七八九十百\d.点]+)")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}


def numbers_in(text: str) -> frozenset[float]:
    """Return the numbers of a text, dates taken out first; 百分之五 counts as 5."""
    plain = _DATE.sub(" ", unicodedata.normalize("NFKC", text))
    found = {float(n.replace(",", "")) for n in _NUMBER.findall(plain)}
    return frozenset(found | {v for _, said in _ZH_SHARE.findall(plain) if (v := _zh_value(said)) is not None})


def _zh_value(said: str) -> float | None:
    if re.fullmatch(r"\d+(?:\.\d+)?", said):
        return float(said)
    whole, _, part = said.partition("点")
    tens, has_ten, ones = whole.partition("十")
    if any(c not in _DIGITS for c in tens + ones + part):
        return None
    value = float(_DIGITS[tens[-1]] * 10 if tens and has_ten else 10 if has_ten else 0)
    rest = ones if has_ten else tens
    value += _DIGITS[rest[-1]] if rest else 0
    return value + (float("0." + "".join(str(_DIGITS[c]) for c in part)) if part else 0)


def dates_in(text: str) -> tuple[dt.date, ...]:
    """Return the full calendar dates of a text (2026-12-31, 2026年12月31日); impossible ones are left out."""
    found = []
    for year, month, day in re.findall(r"(\d{4})\s*[-/年]\s*(\d{1,2})\s*[-/月]\s*(\d{1,2})", text):
        try:
            found.append(dt.date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return tuple(found)
