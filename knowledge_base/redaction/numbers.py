"""Identifiers that show by their own form: cards, identity numbers, codes, plates, mail, telephone.

Every pattern starts at a border and is bounded, so a text of a million equal characters costs what its length says.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from knowledge_base.redaction.checksums import is_credit_code, is_iban, is_identity_number, is_luhn
from knowledge_base.redaction.lexicon import order_labels
from knowledge_base.redaction.spans import Found, IdentifierType

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_DATE = r"(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?"
    r"(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}(?![A-Za-z0-9-])",
    re.IGNORECASE,
)
_IDENTITY = re.compile(rf"(?<![0-9A-Za-z])\d{{6}}[ -]?{_DATE}[ -]?\d{{3}}[0-9Xx](?![0-9A-Za-z])")
_OTHER_IDENTITY = re.compile(
    r"(?<![\w-])(?:(?!000|666)\d{3}-\d{2}-\d{4}"  # social security number, US
    r"|[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]"  # national insurance number, UK
    r"|[A-Z]{1,2}\d{6}\([0-9A]\)"  # identity card, Hong Kong
    r"|[A-Z][12]\d{8})(?![\w-])"  # identity card, Taiwan
)
_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Za-z])")
_CARD = re.compile(
    r"(?<![0-9A-Za-z.,_-])(?:\d{13,19}|\d{4}(?:[ -]\d{4}){2,3}(?:[ -]\d{1,4})?|\d{4}[ -]\d{6}[ -]\d{4,5})"
    r"(?![0-9A-Za-z_]|[.,]\d)"
)
_IBAN = re.compile(
    r"(?<![0-9A-Za-z])(?:[A-Z]{2}|[a-z]{2})\d{2}"
    r"(?:[A-Z0-9]{11,30}|[a-z0-9]{11,30}|(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,3})?)(?![0-9A-Za-z])"
)
_PLATE = re.compile(rf"[{_PROVINCES}][A-HJ-Z][·•\- ]?(?=[A-HJ-NP-Z0-9]{{0,4}}\d)[A-HJ-NP-Z0-9]{{5,6}}(?![0-9A-Za-z])")
_EMPLOYEE = re.compile(r"(?<![0-9A-Za-z])EMP[-_#]?\d{3,10}(?![0-9A-Za-z])", re.IGNORECASE)
_ADDRESS_V4 = re.compile(r"(?<![\d.vV])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])")
_ADDRESS_V6 = re.compile(r"(?<![\w:])(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}(?![\w:])")
_CERTAIN: tuple[tuple[re.Pattern[str], IdentifierType], ...] = (
    (_EMAIL, "email"),
    (_PLATE, "plate"),
    (_EMPLOYEE, "employee_id"),
    (_ADDRESS_V6, "account"),
)
_ORDER_REACH = 28


def find_numbers(text: str) -> Iterator[Found]:
    """Find what needs no label. The text has ASCII digits and punctuation (`plain`), so offsets are the input's."""
    for pattern, kind in _CERTAIN:
        for match in pattern.finditer(text):
            yield Found(*match.span(), kind)
    for match in _IDENTITY.finditer(text):
        if is_identity_number(re.sub("[ -]", "", match[0])) or not announced_as_order(text, match.start()):
            yield Found(*match.span(), "id_number")
    for match in _CODE.finditer(text):
        if is_credit_code(match[0]):
            yield Found(*match.span(), "org_code")
    yield from _unless_orders(text)
    yield from _cards(text)


def _unless_orders(text: str) -> Iterator[Found]:
    for match in _OTHER_IDENTITY.finditer(text):
        if not announced_as_order(text, match.start()):
            yield Found(*match.span(), "id_number")
    for match in _ADDRESS_V4.finditer(text):
        if _is_public(match[0]) and not announced_as_order(text, match.start()):
            yield Found(*match.span(), "account")


def _cards(text: str) -> Iterator[Found]:
    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        grouped = re.fullmatch(r"\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?", match[0])
        likely = (is_luhn(digits) and digits[0] in "23456") or digits.startswith("62") or grouped
        if 13 <= len(digits) <= 19 and likely and not announced_as_order(text, match.start()):
            yield Found(*match.span(), "bank_card")
    for match in _IBAN.finditer(text):
        if is_iban(match[0].replace(" ", "")):
            yield Found(*match.span(), "bank_card")


def _is_public(address: str) -> bool:
    """Whether an address can lead to a person: not a private, loopback or documentation-like low one."""
    first, second = (int(part) for part in address.split(".")[:2])
    private = first in (0, 10, 127) or (first == 192 and second == 168) or (first == 172 and 16 <= second < 32)
    return not private and 11 <= first <= 223


def announced_as_order(text: str, start: int) -> bool:
    """Whether the words right before `start` say that the number belongs to a thing: an order, a batch, an invoice."""
    return bool(_orders().search(text[max(0, start - _ORDER_REACH) : start]))


@lru_cache(maxsize=1)
def _orders() -> re.Pattern[str]:
    chinese = "|".join(sorted((w for w in order_labels() if not w.isascii()), key=len, reverse=True))
    western = "|".join(sorted((re.escape(w) for w in order_labels() if w.isascii()), key=len, reverse=True))
    joiner = r"(?:号码|编号|号|为|是|no\.?|number|id|is|[\s:#=.()\[\]])"
    return re.compile(rf"(?:(?:{chinese})|\b(?:{western})){joiner}{{0,6}}[A-Za-z]{{0,4}}[-_]?$", re.IGNORECASE)
