"""Numbers that order or date instead of measuring: list markers ("1)", "(2)", "3、") and months told together."""

import re

_LINE_START = re.compile(r"(?m)^[\s*•·>-]{0,6}\(?\d{1,2}\s?[).、](?!\d)")
_BRACKETED = re.compile(r"\(\d{1,2}\)")
_RUN_ON = re.compile(r"(?<=[。；;，\n])\s{0,3}\d{1,2}[)、](?!\d)|(?<=[.;:,!?]\s)\d{1,2}\)(?=\s?\D)")
_SPELLED_BEFORE = re.compile(
    r"(?:[a-z]{3,}teen|[a-z]{3,}ty|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s?$"
)
_MONTH = r"(?:1[0-2]|[1-9])"
_MONTHS = re.compile(rf"(?<![\d.]){_MONTH}(?:\s?[、,，和与及]\s?{_MONTH}){{1,5}}\s?(?:这)?(?:[两二三四五六]个月|月)")


def find_markers(plain: str) -> list[tuple[int, int]]:
    """The stretches (start, end) of a folded text whose digits are no figures; may overlap."""
    found = [m.span() for rule in (_LINE_START, _RUN_ON, _MONTHS) for m in rule.finditer(plain)]
    for match in _BRACKETED.finditer(plain):
        if not _SPELLED_BEFORE.search(plain, max(0, match.start() - 12), match.start()):
            found.append(match.span())  # "three (3) days" restates its number
    return found
