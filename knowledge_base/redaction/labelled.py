"""Identifiers that only their label tells: employee numbers, accounts, passports, licences."""

import re
from collections.abc import Iterator
from functools import lru_cache

from knowledge_base.redaction.lexicon import Label, labels
from knowledge_base.redaction.spans import Found, IdentifierType

_JOINER = (
    r"\s{0,3}(?:号码|编号|号|numbers?|no\.?|code|id|\#)?\s{0,3}(?:\((?:must|required|必填)\))?"
    r"(?P<sign>[:=#]|是|为|叫|\bis\b|\bwas\b|ending(?: in)?|,)?\s{0,3}[\"'“「(\[]?"
)
_VALUES = {
    "code": r"[A-Za-z]{0,8}[-_/#]?\d(?:[-_/]?[A-Za-z0-9]){0,24}|[A-Za-z0-9](?:[-_/]?[A-Za-z0-9]){2,24}",
    "digits": r"[A-Z]{0,2}\d(?:[ -]?[A-Z0-9]){3,33}",
    "handle": r"@?[A-Za-z0-9](?:[\w.+-]{0,38}[A-Za-z0-9_])",
}
_NEVER = re.compile(r"\[[^\]]*\]|(?:19|20)\d{2}(?:[-/.]\d{1,2}){1,2}")


def find_labelled(text: str) -> Iterator[Found]:
    """Find labelled identifiers; only the value is masked, not its label. The text is `plain`."""
    for kind, label in labels().items():
        if label.value == "phone":
            continue
        for match in _pattern(kind).finditer(text):
            if _fits(match["value"], label, signed=bool(match["sign"])):
                yield Found(*match.span("value"), kind)


def _fits(value: str, label: Label, *, signed: bool) -> bool:
    digits = sum(c.isdigit() for c in value)
    length = len(re.sub(r"[\s_/-]", "", value))
    if length < label.at_least or digits < label.digits or _NEVER.fullmatch(value):
        return False
    if value.isdigit() and length < 4 and not signed:
        return False
    if label.value == "handle":
        return value.isdigit() or (digits > 0 or "_" in value or "." in value) or signed
    return True


@lru_cache(maxsize=16)
def _pattern(kind: IdentifierType) -> re.Pattern[str]:
    label = labels()[kind]
    words = "|".join(
        (rf"(?<![A-Za-z]){re.escape(w)}" if w.isascii() else w) for w in sorted(label.labels, key=len, reverse=True)
    )
    joiner = _JOINER if label.value != "handle" else _JOINER.replace(r"|,)?", r")?")
    ends = r"(?![A-Za-z0-9])"
    return re.compile(rf"(?i:(?:{words}){joiner})(?P<value>{_VALUES[label.value]}){ends}")
