"""Check digits: which long numbers are real card numbers, identity numbers and codes."""

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CODE_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def is_luhn(digits: str) -> bool:
    """ISO/IEC 7812: bank cards."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_identity_number(text: str) -> bool:
    """GB 11643: the 18-character identity number of China."""
    if len(text) != 18 or not text[:17].isdigit():
        return False
    total = sum(int(d) * w for d, w in zip(text, _ID_WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == text[17].upper()


def is_credit_code(text: str) -> bool:
    """GB 32100: the 18-character unified social credit code (统一社会信用代码)."""
    if len(text) != 18 or any(c not in _CODE_LETTERS for c in text):
        return False
    total = sum(_CODE_LETTERS.index(c) * w for c, w in zip(text, _CODE_WEIGHTS, strict=False))
    return _CODE_LETTERS[(31 - total % 31) % 31] == text[17]


def is_iban(text: str) -> bool:
    """ISO 13616: international account numbers, without spaces."""
    if not 15 <= len(text) <= 34 or not text.isascii() or not text.isalnum():
        return False
    digits = "".join(str(int(c, 36)) for c in (text[4:] + text[:4]).upper())
    return int(digits) % 97 == 1
