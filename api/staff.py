"""The staff list as a gazetteer: its names are masked wherever they stand, from the moment they are imported."""

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.storage.people import People
    from knowledge_base.redaction import Redacted

FRESH_SECONDS = 5.0
"""How long names are kept before the list is read again; a query for each record would be too dear."""


class StaffRedactor:
    """A redactor that knows everybody in the staff list.

    Args:
        people: the staff list.
    """

    def __init__(self, people: "People") -> None:
        from knowledge_base.redaction import Redactor

        self._people = people
        self._names: tuple[str, ...] = ()
        self._redactor = Redactor()
        self._read_at = float("-inf")

    def redact(self, text: str, *, guess_names: bool = True) -> "Redacted":
        """Mask names and identifiers, consistently within the text."""
        if time.monotonic() - self._read_at > FRESH_SECONDS:
            self._refresh()
        return self._redactor.redact(text, guess_names=guess_names)

    def _refresh(self) -> None:
        from knowledge_base.redaction import Redactor

        self._read_at = time.monotonic()
        names = self._people.names()
        if names != self._names:
            self._names, self._redactor = names, Redactor(names=names)
