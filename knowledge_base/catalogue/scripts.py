"""Traditional Chinese to Simplified, for headings and titles that are compared."""

from functools import lru_cache
from typing import Protocol


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


def simplified(text: str) -> str:
    """Return the text with Traditional characters folded; text without Han is returned as it is."""
    return text if text.isascii() else _converter().convert(text)


@lru_cache(maxsize=1)
def _converter() -> _Converter:
    from opencc import OpenCC

    made: _Converter = OpenCC("t2s")
    return made
