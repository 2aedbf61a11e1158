"""A text too long for a query, cut down to its most telling sentences: its end is read as well as its start."""

import re

from knowledge_base.segmentation import segment

LONGEST = 2_000
"""Characters a search compares: more says nothing more about what is looked for."""
MOST = 200_000
"""Characters of a text that are read at all."""
_PIECE = re.compile(r"(?:(?!\.\s)[^。！？!?；;\n]){1,300}(?:[。！？!?；;\n]|\.(?=\s|$))?\s*")


def condensed(text: str, *, limit: int = LONGEST) -> str:
    """Return the text, or where it is longer than `limit` its most telling sentences in their order.

    The sentence that brings most new words for its length is taken first, until the limit is reached; repetitions bring
    none.
    """
    if len(text) <= limit:
        return text
    pieces = [(match.start(), match[0]) for match in _PIECE.finditer(text[:MOST]) if match[0].strip()]
    words = {start: frozenset(segment(piece)) for start, piece in pieces}
    chosen: dict[int, str] = {}
    seen: set[str] = set()
    room = limit
    for start, piece in sorted(pieces, key=lambda pair: -len(words[pair[0]]) / (20 + len(pair[1]))):
        if words[start] - seen and len(piece) <= room:
            chosen[start] = piece
            seen |= words[start]
            room -= len(piece)
    return "".join(chosen[start] for start in sorted(chosen)) or text[:limit]
