"""Which kind a record is taken to be, and why: said in the report, so that a wrong guess is seen and overridden."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

from knowledge_base.loaders.columns import columns
from knowledge_base.records import AssumedKind, Kind, KindReason

_SEEN = 20_000
"""Characters of a document that are looked through."""
_ENOUGH = 2
"""Different marks of a kind that tell it."""


@dataclass
class KindChooser:
    """Chooses the kind of every record of one file and remembers what was chosen, and why."""

    source: str
    """The file."""
    demanded: Kind | None
    """What the caller asked for."""
    by_name: Kind | None
    """What the name of file or folder tells."""
    _chosen: dict[tuple[Kind, KindReason], int] = field(default_factory=dict)

    def of_row(self, row: Mapping[str, JsonValue]) -> Kind:
        """The kind of a row of a table; a row that says nothing is training."""
        if self.demanded:
            return self._note(self.demanded, "demanded")
        if named := columns().kind_of_value(row.get("kind")):
            return self._note(named, "said")
        if told := columns().kind_of_row(row):
            return self._note(told, "content")
        return self._note(self.by_name, "name") if self.by_name else self._note(Kind.TRAINING, "default")

    def of_document(self, said: str | None, title: str, text: str) -> Kind:
        """The kind of a document: what stands above its text, else its name and content; otherwise it is a policy.

        A name is believed unless the content is clearly a policy and not a filled-in form: a past plan taken for a
        policy would be shown to everybody, a policy taken for a plan would only be hidden.
        """
        if self.demanded:
            return self._note(self.demanded, "demanded")
        if named := columns().kind_of_value(said):
            return self._note(named, "said")
        content = _kind_of_text(f"{title}\n{text}")
        if self.by_name is None:
            return self._note(content, "content") if content else self._note(Kind.POLICY, "default")
        if content is Kind.POLICY:
            return self._note(Kind.POLICY, "content")
        return self._note(self.by_name, "name")

    def assumed(self) -> tuple[AssumedKind, ...]:
        """What was chosen, by kind and reason."""
        return tuple(
            AssumedKind(path=self.source, kind=kind, because=because, records=count)
            for (kind, because), count in self._chosen.items()
        )

    def _note(self, kind: Kind, because: KindReason) -> Kind:
        self._chosen[kind, because] = self._chosen.get((kind, because), 0) + 1
        return kind


def _kind_of_text(text: str) -> Kind | None:
    """A plan where enough marks of plans are there; else a policy where enough marks of policies are."""
    seen = text[:_SEEN]
    marks = {
        kind: sum(1 for cue in cues if re.search(cue, seen, re.IGNORECASE | re.MULTILINE))
        for kind, cues in columns().document_cues.items()
    }
    if marks[Kind.PLAN] >= _ENOUGH:
        return Kind.PLAN
    return Kind.POLICY if marks[Kind.POLICY] >= _ENOUGH > marks[Kind.PLAN] else None
