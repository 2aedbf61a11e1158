"""The numbers of the ranking that depend on the embedder: each model has its own idea of "similar".

Measured ones are data (`ranking_by_embedder.json`). For a model nobody measured the common numbers hold, which are in
standard deviations, and nothing is ever refused: a threshold that was not calibrated is a guess about somebody's need.
Taking "how like are strangers" from the store instead was tried with e5 and made it worse (xquad .907 -> .80 to .86).
"""

import dataclasses
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge_base.fusion import FusionSettings

NEVER = -1e9
"""Evidence every query has: nothing is refused."""

_DATA = Path(__file__).with_name("ranking_by_embedder.json")


def ranking_for(embedder: str) -> FusionSettings:
    """Return the numbers of the ranking for a model: measured, else the common ones without refusal."""
    return dataclasses.replace(FusionSettings(), **_measured().get(embedder, {"fits": NEVER}))


def is_calibrated(embedder: str) -> bool:
    """Whether "nothing fits" was measured for this model."""
    return ranking_for(embedder).fits > NEVER


@lru_cache(maxsize=1)
def _measured() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(_DATA.read_text(encoding="utf-8"))["embedders"]
    return found
