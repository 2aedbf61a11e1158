"""Text as it may be stored: no lone surrogates, no control characters that break databases or terminals."""

import re
from datetime import date, datetime, time
from typing import Any

from pydantic import JsonValue

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ufeff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_MAX_DEPTH = 20


def clean_text(text: str) -> str:
    """Drop NULs, other control characters and byte-order marks; replace lone surrogates; end lines with a line feed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))


def clean_value(value: Any, depth: int = 0) -> JsonValue:
    """Make a cell or JSON value storable: dates as ISO text, NaN and infinity as null, text cleaned, depth bounded."""
    if depth > _MAX_DEPTH or value is None:
        return None
    if isinstance(value, dict):
        return {clean_text(str(k)): clean_value(v, depth + 1) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [clean_value(v, depth + 1) for v in value]
    return _clean_scalar(value)


def _clean_scalar(value: Any) -> JsonValue:
    match value:
        case bool():
            return value
        case int():
            return value if abs(value) < 2**63 else str(value)
        case float():
            return value if value - value == 0 else None
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return clean_text(str(value))
