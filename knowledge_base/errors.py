"""The error tree of the knowledge base; same two attributes as the application's own.

KnowledgeBaseError
├── BadRecord        one record or file cannot be indexed (skipped with this reason, the rest goes on)
├── BadQuery         the query or its principal is not usable
├── StoreUnavailable the store is missing, locked, full or cannot be opened
│   └── EditionChanged   the index was renewed in the middle of this; begin again with the new one
└── StoreCorrupt     the store contradicts itself and must be rebuilt
"""


class KnowledgeBaseError(Exception):
    """Base of the tree.

    Args:
        what: what happened, one sentence, no personal data.
        hint: what to do about it, one sentence.
    """

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


class BadRecord(KnowledgeBaseError):
    """One record or file cannot be indexed."""


class BadQuery(KnowledgeBaseError):
    """The query or its principal is not usable."""


class StoreUnavailable(KnowledgeBaseError):
    """The store is missing, locked, full or cannot be opened."""


class EditionChanged(StoreUnavailable):
    """The index was renewed in the middle of this; begin again with the new one."""

    def __init__(self) -> None:
        super().__init__("the index was renewed meanwhile", "ask again")


class StoreCorrupt(KnowledgeBaseError):
    """The store contradicts itself and must be rebuilt."""
