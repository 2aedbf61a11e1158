"""Cut a text into chunks of bounded size on paragraph and sentence borders, zh and en.

Every chunk is a slice of the text with the white space at its ends taken off; together the chunks hold every
character of the text that is not white space, in order.
"""

import re
from dataclasses import dataclass

from knowledge_base.tokens import count_tokens

_SENTENCE_END = re.compile(
    r"""
    [。！？；…]+["'”’」』）)\]】]*\s*   # Chinese: the mark itself ends the sentence
    | [.!?;]+["'”’)\]]*\s+              # Western: the mark and white space
    | \s*\n\s*                          # a line of its own: headings, list items, table rows
    """,
    re.VERBOSE,
)
_CLAUSE_END = re.compile(r"[，、：,:;|]\s*|\s+")
_CHARS_PER_TOKEN = 8
"""Longest stretch looked at for one chunk; ordinary text has 1.5 (zh) to 4.5 (en) characters a token."""


@dataclass(frozen=True)
class _Piece:
    """A stretch of the text that is not cut further."""

    start: int
    end: int
    tokens: int


def chunk(text: str, *, max_tokens: int = 160, overlap: int = 20) -> list[str]:
    """Cut a text into chunks of at most `max_tokens` tokens each; the slices of `chunk_spans`."""
    return [text[start:end] for start, end in chunk_spans(text, max_tokens=max_tokens, overlap=overlap)]


def chunk_spans(text: str, *, max_tokens: int = 160, overlap: int = 20) -> list[tuple[int, int]]:
    """Say where to cut a text: (start, end) of every chunk, in code points, in order.

    Args:
        text: any text; white space only gives no chunk.
        max_tokens: upper bound of `count_tokens` of every chunk, at least 8.
        overlap: a chunk begins with the last whole sentences of the one before, as many as fit into this many tokens.

    Raises:
        ValueError: `max_tokens` is under 8, or `overlap` is negative or over half of it.
    """
    if max_tokens < 8 or not 0 <= overlap <= max_tokens // 2:
        raise ValueError("max_tokens must be at least 8, overlap between 0 and half of it")
    packed = _pack(_pieces(text, max_tokens), max_tokens=max_tokens, overlap=overlap)
    fitting = (span for start, end in packed for span in _fitting(text, *_stripped(text, start, end), max_tokens))
    return [span for span in fitting if span[0] < span[1]]


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    inside = text[start:end]
    left = start + len(inside) - len(inside.lstrip())
    return left, max(left, start + len(inside.rstrip()))


def _fitting(text: str, start: int, end: int, max_tokens: int) -> list[tuple[int, int]]:
    """The span itself, or its parts in the rare case that joined pieces have more tokens than their sum."""
    if count_tokens(text[start:end]) <= max_tokens:
        return [(start, end)]
    return [_stripped(text, p.start, p.end) for p in _split_long(text, start, end, max_tokens)]


def _pack(pieces: list[_Piece], *, max_tokens: int, overlap: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    held: list[_Piece] = []
    size = 0
    for piece in pieces:
        if held and size + piece.tokens > max_tokens:
            spans.append((held[0].start, held[-1].end))
            held = _tail(held, min(overlap, max_tokens - piece.tokens))
            size = sum(p.tokens for p in held)
        held.append(piece)
        size += piece.tokens
    if held:
        spans.append((held[0].start, held[-1].end))
    return spans


def _tail(pieces: list[_Piece], budget: int) -> list[_Piece]:
    """The last pieces that fit into the budget together."""
    kept: list[_Piece] = []
    for piece in reversed(pieces):
        budget -= piece.tokens
        if budget < 0:
            break
        kept.insert(0, piece)
    return kept


def _pieces(text: str, max_tokens: int) -> list[_Piece]:
    pieces: list[_Piece] = []
    start = 0
    for end in [*(m.end() for m in _SENTENCE_END.finditer(text)), len(text)]:
        if end > start:
            pieces.extend(_split_long(text, start, end, max_tokens))
        start = end
    return pieces


def _split_long(text: str, start: int, end: int, max_tokens: int) -> list[_Piece]:
    pieces: list[_Piece] = []
    while start < end:
        stop = min(end, start + max_tokens * _CHARS_PER_TOKEN)
        tokens = count_tokens(text[start:stop])
        if tokens > max_tokens or stop < end:
            stop = _cut(text, start, stop, max_tokens)
            tokens = count_tokens(text[start:stop])
        pieces.append(_Piece(start, stop, tokens))
        start = stop
    return pieces


def _cut(text: str, start: int, stop: int, max_tokens: int) -> int:
    """Where to end a piece that begins at `start`: the last clause border in reach, else as far as it fits."""
    low, high = start + 1, stop
    while low < high:
        middle = (low + high + 1) // 2
        if count_tokens(text[start:middle]) <= max_tokens:
            low = middle
        else:
            high = middle - 1
    borders = [m.end() for m in _CLAUSE_END.finditer(text, start, low) if m.end() > start + (low - start) // 2]
    return borders[-1] if borders else low
