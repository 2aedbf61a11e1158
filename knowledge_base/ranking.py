"""The numbers of the ranking that depend on the embedder: each model has its own idea of "similar".

Measured ones are data (`ranking_by_embedder.json`); for a model nobody measured, the thresholds of the whole scale stay
and nothing is refused, until `coach index --calibrate` has measured this store (kept with the edition).
"""

import dataclasses
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge_base.editions import Edition
from knowledge_base.fusion import FusionSettings

NEVER = -1e9
"""Evidence every query has: nothing is refused."""

_DATA = Path(__file__).with_name("ranking_by_embedder.json")


def ranking_for(edition: Edition) -> FusionSettings:
    """Return the numbers of the ranking for an edition: measured on this store, else for its model, else careful."""
    known = {field.name for field in dataclasses.fields(FusionSettings)}
    measured = {**_measured().get(edition.embedder, {"fits": NEVER}), **edition.settings}
    return dataclasses.replace(FusionSettings(), **{k: v for k, v in measured.items() if k in known})


def is_calibrated(embedder: str, settings: dict[str, Any]) -> bool:
    """Whether "nothing fits" was measured for this model, or on this store."""
    return embedder in _measured() or "fits" in settings


@lru_cache(maxsize=1)
def _measured() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(_DATA.read_text(encoding="utf-8"))["embedders"]
    return found
