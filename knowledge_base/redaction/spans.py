"""What redaction finds and gives back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

IdentifierType = Literal[
    "name",
    "phone",
    "id_number",
    "email",
    "employee_id",
    "bank_card",
    "address",
    "account",
    "passport",
    "plate",
    "org_code",
]
"""What a masked span is."""


@dataclass(frozen=True)
class Found:
    """A stretch of the text that identifies somebody."""

    start: int
    """Offset of its first code point."""
    end: int
    """Offset behind its last code point."""
    type: IdentifierType
    """What it is."""


@dataclass(frozen=True)
class RedactedSpan:
    """A stretch of the input that was masked."""

    start: int
    """Offset of its first code point in the input."""
    end: int
    """Offset behind its last code point in the input."""
    type: IdentifierType
    """What it is."""
    placeholder: str
    """What stands in its place, e.g. `[姓名1]` or `[PHONE2]`; the same value has the same one in a document."""


@dataclass(frozen=True)
class Redacted:
    """A text without the identities in it."""

    text: str
    """The input with every span replaced by its placeholder."""
    spans: tuple[RedactedSpan, ...]
    """What was masked, in order, without overlaps; offsets into the input."""


def merge(found: Iterable[Found]) -> list[Found]:
    """Sort, and join what overlaps; the longer span gives the type."""
    merged: list[Found] = []
    for span in sorted(found, key=lambda f: (f.start, -f.end)):
        if merged and span.start < merged[-1].end:
            last = merged[-1]
            longer = max(last, span, key=lambda f: f.end - f.start)
            merged[-1] = Found(last.start, max(last.end, span.end), longer.type)
        elif span.end > span.start:
            merged.append(span)
    return merged
