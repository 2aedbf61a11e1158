"""What the index is built with and whether that is what the settings ask for."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from knowledge_base.preparation import PREPARATION
from knowledge_base.ranking import is_calibrated
from knowledge_base.renewal import RenewalStatus, status
from knowledge_base.serving import Serving
from knowledge_base.vectors import Transaction


class IndexState(BaseModel):
    """The state of the index; the contract of `coach index --state --json` and part of `/v1/health`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    embedder: str | None
    """What its vectors are made with; None before the first record."""
    dimension: int | None
    """Length of a vector."""
    asked_for: str
    """Embedder of the settings."""
    outdated: bool
    """Another embedder, or another way to prepare texts, is asked for: renew it. Searches use what there is."""
    reason: Literal["embedder", "preparation"] | None
    """What differs."""
    search: Literal["full", "words"]
    """"words" while the embedder of the index cannot be opened or does not answer."""
    calibrated: bool
    """Whether "nothing fits" is known for this embedder; else a search never abstains."""
    renewal: RenewalStatus | None
    """A renewal under way, or left half-way."""


def index_state(reading: Transaction, serving: Serving, asked_for: str) -> IndexState:
    """Compare what serves with what is asked for."""
    edition = serving.edition
    exists = edition.number > 0
    reason: Literal["embedder", "preparation"] | None = None
    if exists and edition.embedder != asked_for:
        reason = "embedder"
    elif exists and edition.chunking != PREPARATION:
        reason = "preparation"
    return IndexState(
        embedder=edition.embedder if exists else None,
        dimension=edition.dimension if exists else None,
        asked_for=asked_for,
        outdated=reason is not None,
        reason=reason,
        search="full" if serving.embedder.answers else "words",
        calibrated=is_calibrated(edition.embedder),
        renewal=status(reading),
    )
