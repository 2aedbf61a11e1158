"""Which column is what, under which names: the data file `columns.json` and its lookups."""

import json
import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path, PurePath

from pydantic import BaseModel, ConfigDict, JsonValue

from knowledge_base.records import DocumentLanguage, Kind


class Columns(BaseModel):
    """What `columns.json` holds; people extend it for the headings of their own catalogues."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    columns: dict[str, tuple[str, ...]]
    """Our name of a column -> the headings it may have, as `normal` writes them."""
    text_order: tuple[str, ...]
    """Columns joined into the text, in this order, where a row has no text column."""
    kinds: dict[Kind, tuple[str, ...]]
    """Values of the kind column."""
    languages: dict[DocumentLanguage, tuple[str, ...]]
    """Values of the language column."""
    plan_columns: tuple[str, ...]
    """A row that fills one of these is a past plan."""
    document_cues: dict[Kind, tuple[str, ...]]
    """Regular expressions of what stands in documents of a kind; several different ones must be there."""
    names: dict[Kind, tuple[str, ...]]
    """Words in a file or folder name that tell what is inside."""

    @cached_property
    def _by_heading(self) -> dict[str, str]:
        return {heading: ours for ours, headings in self.columns.items() for heading in headings}

    def name(self, heading: str) -> str:
        """Our name of a heading, or the heading as it is where we have none."""
        return self._by_heading.get(normal(heading), heading.strip())

    def kind_of_value(self, value: JsonValue) -> Kind | None:
        """The kind a row names, if it is one of ours."""
        return next((k for k, words in self.kinds.items() if normal(str(value)) in words), None)

    def language_of_value(self, value: JsonValue) -> DocumentLanguage | None:
        """The language a row names, if it is known."""
        return next((k for k, words in self.languages.items() if normal(str(value)) in words), None)

    def kind_of_row(self, row: Mapping[str, JsonValue]) -> Kind | None:
        """The kind that the columns of a row betray."""
        return Kind.PLAN if any(row.get(c) not in (None, "") for c in self.plan_columns) else None

    def kind_of_path(self, relative: PurePath) -> Kind | None:
        """The kind that the file name, else the nearest folder name, betrays."""
        for part in reversed((*relative.parts[:-1], relative.stem)):
            words = set(re.findall(r"[a-z]+", part.lower()))
            for kind, cues in self.names.items():
                if any(c in words if c.isascii() else c in part for c in cues):
                    return kind
        return None


def normal(heading: str) -> str:
    """Lower case, one underscore for spaces and hyphens, no byte-order mark."""
    return re.sub(r"[\s\-]+", "_", heading.strip().strip("\ufeff").strip().lower())


@lru_cache(maxsize=1)
def columns() -> Columns:
    """The columns as shipped."""
    return Columns.model_validate(json.loads(Path(__file__).with_name("columns.json").read_text("utf-8")))
