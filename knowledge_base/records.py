"""What is remembered: records, the passages cut from them, and who may read which kind."""

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

DocumentLanguage = Literal["zh", "en", "other"]
"""The language a record is written in."""


class _Value(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Kind(StrEnum):
    """What a record is."""

    PLAN = "plan"
    TRAINING = "training"
    POLICY = "policy"


class Record(_Value):
    """One past plan, training resource or policy, as it came in (before redaction)."""

    id: str = Field(min_length=1)
    """The id of the source row; stable between imports."""
    kind: Kind
    """What it is."""
    title: str
    """Title as given; may be empty."""
    text: str
    """Body as given."""
    language: DocumentLanguage
    """Language of the body."""
    metadata: dict[str, JsonValue] = Field(default_factory=dict)
    """Everything else the row had."""
    source: str
    """The file it came from, relative to what was indexed."""


class Principal(_Value):
    """On whose behalf a search runs; an empty one gets nothing."""

    id: str
    """A stable id for the log, never a name."""
    kinds: frozenset[Kind]
    """The kinds of record this principal may read."""


class Passage(_Value):
    """A chunk that was found."""

    id: str
    """`<record id>#<chunk number>`."""
    record_id: str
    """Id of the record it was cut from."""
    kind: Kind
    """What the record is."""
    title: str
    """Title of the record."""
    text: str
    """The chunk, redacted."""
    language: DocumentLanguage
    """Language of the record."""
    source: str
    """The file the record came from."""
    score: float
    """Higher is better; comparable within one search only."""
    metadata: dict[str, JsonValue] = Field(default_factory=dict)
    """Metadata of the record, redacted."""


class Asker(_Value):
    """Whose plans must not be needed for a card: those the asking manager may know (DOMAIN rule 9)."""

    managers: frozenset[str] = frozenset()
    """Codes of the asking manager, as past plans may have them."""
    employees: frozenset[str] = frozenset()
    """Codes of the manager's team today and of the person the draft is about."""

    def knows(self, employee: str, manager: str) -> bool:
        """Say whether a plan of these codes is one of the asker's own."""
        return employee in self.employees or manager in self.managers


class PatternCard(_Value):
    """What several past plans have in common: the only form in which drafting sees a past plan.

    Approved by HR, and every figure of it rests on at least five employees of at least three managers (DOMAIN rule 9).
    """

    id: str
    """`pattern:<gap type>:<industry>`, `pattern:<gap type>:role.<family>` or `pattern:<gap type>:all`."""
    gap_type: str
    """Value of `GapCategory`."""
    industry: str
    """Industry of the plans behind it; "all" where it is of several."""
    plans: int
    """Different employees behind it, at least: 5, 10, 20, 50 ..., never the exact number."""
    title: str
    """In the language asked for."""
    text: str
    """Generalised: actions, support, outcome band; no person, no single plan."""
    steps: tuple[tuple[str, str | None, int], ...] = ()
    """Usual size of the change wanted: (up or down, unit or None for several, percent of the start)."""
    score: float
    """How near it is to what was asked: 1 the industry, less the role family, least all industries."""


class SkippedItem(_Value):
    """A file or row that was not indexed."""

    path: str
    """File, with the row number after a colon where it is one row."""
    reason: str
    """Why, in one sentence with what to do."""


KindReason = Literal["demanded", "said", "content", "name", "default"]
"""Asked for; said by the row or above the text; told by columns or content; by the name of file or folder; nothing."""


class AssumedKind(_Value):
    """What the records of a file were taken for."""

    path: str
    """The file."""
    kind: Kind
    """What they are taken for."""
    because: KindReason
    """Why."""
    records: int
    """How many."""


class IndexReport(_Value):
    """What an indexing run did; the contract of `coach index --json`."""

    indexed: int
    """Records added or changed."""
    unchanged: int
    """Records whose content hash was known already."""
    skipped: tuple[SkippedItem, ...] = ()
    """What was left out, and why."""
    assumed: tuple[AssumedKind, ...] = ()
    """What each file was taken for; `--kind` or a `kind` column or line overrides it."""
    seconds: float
    """Wall time."""
