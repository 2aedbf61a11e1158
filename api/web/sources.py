"""The sources of a draft, numbered: what is cited comes first."""

from dataclasses import dataclass

from coach.domain.draft import Draft, EvidenceItem

Numbered = tuple[int, EvidenceItem]
"""A source and its number on the page."""


@dataclass(frozen=True)
class Sources:
    """What was found for a draft."""

    cited: tuple[Numbered, ...]
    """What goals, targets and resources rest on."""
    others: tuple[Numbered, ...]
    """What was found besides."""

    @property
    def known(self) -> dict[str, Numbered]:
        """Passage id -> its number and text."""
        return {item.id: (number, item) for number, item in (*self.cited, *self.others)}


def sources_of(draft: Draft) -> Sources:
    """The evidence of a draft in the order in which a page numbers it."""
    ids = {each for goal in draft.goals for each in goal.citations}
    ids |= {
        each for goal in draft.goals for target in goal.metric.target_suggestions for each in target.citations
    }  # fmt: skip
    ids |= {each for resource in draft.resources for each in resource.citations}
    cited = [item for item in draft.evidence if item.id in ids]
    others = [item for item in draft.evidence if item.id not in ids]
    start = len(cited) + 1
    return Sources(tuple(enumerate(cited, 1)), tuple(enumerate(others, start)))
