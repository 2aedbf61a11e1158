"""Telephone numbers: by their form where the form is telling, else beside words that announce one."""

import re
from collections.abc import Iterator
from functools import lru_cache

from knowledge_base.redaction.lexicon import labels
from knowledge_base.redaction.numbers import announced_as_order
from knowledge_base.redaction.spans import Found

_FORMS = re.compile(
    r"""(?<![0-9A-Za-z_])(?<!\d[.,/-])(?:
      (?:(?:\+|00)?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}                       # mobile, mainland China
    | \(?0[1-9]\d{1,2}\)?[- ]?\d{7,8}(?:(?:-|\s?转|\s?ext\.?\s?)\d{1,6})?       # fixed line, mainland China
    | [48]00-\d{3}-?\d{4}                                                      # service line, mainland China
    | \+\d{1,6}(?:[ .()/-]{1,2}\d{1,6}){2,6}(?:\s?(?:x|ext\.?)\s?\d{1,6})?     # international, grouped
    | \+\d{8,15}                                                               # international, plain
    | (?:\+?1[-. ]?)?(?:\([2-9]\d{2}\)\s?|[2-9]\d{2}[-. ])\d{3}[-. ]\d{4}(?:\s?(?:x|ext\.?)\s?\d{1,6})?  # North America
    | 0\d{2,4}(?:[ -]\d{2,4}){2,4}                                             # national with a leading zero
    | 0\d(?:[ .]\d{2}){4}                                                      # France and its neighbours
    | 555-\d{4}                                                                # the number of films and examples
    )(?:\#\d{1,6})?(?![0-9A-Za-z_%]|[.,]\d|[-/]\d)""",
    re.VERBOSE,
)
_LOOSE = re.compile(
    r"(?<![0-9A-Za-z_])(?<!\d[.,/-])[+(]{0,2}\d{1,5}(?:[ .()/-]{1,2}\d{1,6}){0,6}(?:\s?(?:x|ext\.?)\s?\d{1,6})?"
    r"(?![0-9A-Za-z_%]|[.,]\d)"
)
_WHOLE = re.compile(r"(?<![0-9A-Za-z_.])(?<!\d,)\d{6,15}(?![0-9A-Za-z_%]|[.,]\d)")
_DAY = re.compile(r"(?:(?:19|20)\d{2}[-./ ]\d{1,2}[-./ ]\d{1,2}|\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d{2})")
_LABEL_BEHIND = re.compile(r"[ ,(-]{0,2}(?:office|fax|mobile|cell|home|desk|work|tel|phone)\b", re.IGNORECASE)
_REACH = 32


def find_phones(text: str) -> Iterator[Found]:
    """Find telephone numbers; the text is `plain`."""
    for match in _FORMS.finditer(text):
        digits = sum(c.isdigit() for c in match[0])
        if 7 <= digits <= 21 and not _is_date(match[0]) and not announced_as_order(text, match.start()):
            yield Found(*match.span(), "phone")
    for pattern in (_LOOSE, _WHOLE):
        for match in pattern.finditer(text):
            digits = sum(c.isdigit() for c in match[0])
            if 6 <= digits <= 16 and not _is_date(match[0]) and _announced(text, *match.span()):
                yield Found(*match.span(), "phone")


def _is_date(text: str) -> bool:
    return bool(_DAY.match(text))


def _announced(text: str, start: int, end: int) -> bool:
    """A label right before the number, or the number alone on a line of a signature or a form."""
    if announced_as_order(text, start):
        return False
    if _labels().search(text[max(0, start - _REACH) : start]) or _LABEL_BEHIND.match(text, end):
        return True
    line = text[text.rfind("\n", 0, start) + 1 : start] + text[end : _line_end(text, end)]
    groups = re.findall(r"\d+", text[start:end])
    return not line.strip(" \t>") and len(groups) >= 3 and len({len(g) for g in groups}) > 1


def _line_end(text: str, end: int) -> int:
    stop = text.find("\n", end, end + 200)
    return len(text) if stop < 0 else stop


@lru_cache(maxsize=1)
def _labels() -> re.Pattern[str]:
    words = labels()["phone"].labels
    chinese = "|".join(sorted((w for w in words if not w.isascii()), key=len, reverse=True))
    western = "|".join(sorted((re.escape(w) for w in words if w.isascii()), key=len, reverse=True))
    joiner = r"(?:号码|号|是|为|:|=|,|-|\s|\(|at|on|is|me|us|it's|no\.?|number)"
    return re.compile(rf"(?:(?:{chinese})|(?<![A-Za-z])(?:{western})){joiner}{{0,6}}$", re.IGNORECASE)
