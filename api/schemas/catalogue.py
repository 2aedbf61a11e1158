"""What requests of `/v1/catalogue` look like."""

from pydantic import BaseModel, ConfigDict, Field

from coach.training.marks import NeedState
from knowledge_base.catalogue.fields import Field as CatalogueField


class PreviewIn(BaseModel):
    """What is decided about an upload before its preview."""

    model_config = ConfigDict(extra="forbid")

    source: str = Field(min_length=1, max_length=100)
    """Name of the catalogue the file is an export of."""
    mapping: dict[str, CatalogueField | None] = Field(default_factory=dict, max_length=500)
    """Heading -> field where the guess is not right; null leaves a column out."""
    saved: str = Field(default="", max_length=100)
    """Name of a saved mapping to begin with."""
    whole: bool = False
    """Whether the file is the whole catalogue, so that what is missing in it is withdrawn."""
    sheet: str = Field(default="", max_length=200)
    """Sheet of a workbook."""


class ImportIn(BaseModel):
    """Which preview is to be carried out."""

    model_config = ConfigDict(extra="forbid")

    preview_id: str = Field(min_length=1, max_length=64)
    """Id of the preview that was looked at."""


class MappingIn(BaseModel):
    """A mapping to keep."""

    model_config = ConfigDict(extra="forbid")

    columns: dict[str, CatalogueField | None] = Field(min_length=1, max_length=500)
    """Heading -> field; null for a column that is left out."""


class MarkIn(BaseModel):
    """What is decided about an unmet need."""

    model_config = ConfigDict(extra="forbid")

    state: NeedState
    """Where it stands."""
    resource_id: str | None = Field(default=None, max_length=255)
    """The resource that solves it; for `solved` only."""
