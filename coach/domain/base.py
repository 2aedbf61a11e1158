"""What every stored or public type shares."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Language(StrEnum):
    """The two languages of the product; every user-visible text exists in both."""

    ZH = "zh"
    EN = "en"


class Span(Model):
    """A stretch of the text as given: offsets in Unicode code points, end exclusive."""

    start: int
    """Offset of the first code point."""
    end: int
    """Offset after the last code point."""
    text: str
    """The exact substring, `source[start:end]`."""
