"""How much of a title a query holds: pieces of words, so that "analysing" meets "analysis" and 营销代表 meets 营销员.

Dense vectors blur short texts and whole words miss their inflections; a title found in the query piece by piece is the
best sign there is for job titles, tasks and skills. Rare pieces count more. Everything is arrays of small numbers, so
that a few hundred candidates cost well under a millisecond.
"""

import re
import zlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from knowledge_base.segmentation import fold

Floats = NDArray[np.float64]
Grams = NDArray[np.uint16]
"""Numbers of the pieces of a title, each once."""

LONGEST = 150
"""Characters of a passage without a title that is read like one; a longer one is no title."""

_BUCKETS = 1 << 16
_PIECE = 4
_SHARPNESS = 1.5
"""Power of the inverse document frequency: common pieces (-ment, -tion) say next to nothing."""
_QUERY_SHARE = 0.2
"""Power of the query's weight in the quotient, the title has the rest: a short title inside a long query is whole."""

_WHOLENESS = 2.0
"""Power of the quotient: half a title is often another topic."""

_RUN = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]+")


@lru_cache(maxsize=65_536)
def grams(title: str) -> Grams:
    """Return the pieces of a text: four letters of each Latin word, one and two characters of each Chinese run."""
    pieces: set[str] = set()
    for run in _RUN.findall(fold(title[: 4 * LONGEST])):
        if run[0].isascii():
            padded = f" {run} "
            pieces.update(padded[i : i + _PIECE] for i in range(max(1, len(padded) - _PIECE + 1)))
        else:
            pieces.update(run)
            pieces.update(run[i : i + 2] for i in range(len(run) - 1))
    return np.array(sorted({zlib.crc32(piece.encode()) % _BUCKETS for piece in pieces}), dtype=np.uint16)


def weights(sample: Sequence[str]) -> Floats:
    """Return how much each piece tells, estimated from some titles of the store; shape (65536,).

    Args:
        sample: titles; empty ones do not count.
    """
    found = [grams(title) for title in sample if title]
    counted = np.bincount(np.concatenate([*found, np.zeros(0, dtype=np.uint16)]), minlength=_BUCKETS)
    rarity: Floats = np.log1p((len(found) - counted + 0.5) / (counted + 0.5)) ** _SHARPNESS
    return rarity


def overlap(query: str, titles: Sequence[str], weight: Floats) -> Floats:
    """Return for each title how much of it the query holds: 0 nothing, 0.25 half of it, about 1 all of it.

    Args:
        query: as typed.
        titles: of the candidates; an empty one gets 0.
        weight: of `weights`.
    """
    asked = grams(query)
    total = float(weight[asked].sum())
    if not len(asked) or not titles:
        return np.zeros(len(titles))
    held = np.zeros(_BUCKETS)
    held[asked] = weight[asked]
    each = [grams(title) for title in titles]
    owner = np.repeat(np.arange(len(each)), [len(one) for one in each])
    pieces = np.concatenate(each)
    met = np.bincount(owner, held[pieces], minlength=len(each))
    whole = np.bincount(owner, weight[pieces], minlength=len(each))
    share: Floats = met / np.maximum(total**_QUERY_SHARE * whole ** (1 - _QUERY_SHARE), 1e-9)
    return share**_WHOLENESS
