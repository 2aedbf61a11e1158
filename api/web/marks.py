"""The manager's own text cut into stretches, so that a page can mark some of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from coach.domain.draft import ResourceRecommendation
from coach.domain.gap import Flag
from coach.domain.wording import WordingSuggestion


@dataclass(frozen=True)
class Stretch:
    """A part of a text."""

    text: str
    """What it says."""
    kind: str = ""
    """`wording`, `flag`, `match`, or empty where nothing is marked."""
    number: int = 0
    """Which suggestion or flag it belongs to, from 1; 0 where nothing is marked."""
    why: str = ""
    """The reason, for a title."""


def marked(
    text: str,
    wording: Sequence[WordingSuggestion],
    flags: Sequence[Flag] = (),
    resources: Sequence[ResourceRecommendation] = (),
) -> list[Stretch]:
    """The whole text in stretches; of two marks that overlap the earlier counts: wording, flags, resources.

    Args:
        text: the text that offsets count in, in code points.
        wording: suggestions with their spans.
        flags: warnings with their spans.
        resources: recommendations with the words they answer.
    """
    marks = [(each.start, each.end, "wording", number, each.reason) for number, each in enumerate(wording, 1)]
    marks += [(each.start, each.end, "flag", number, each.reason) for number, each in enumerate(flags, 1)]
    marks += [
        (span.start, span.end, "match", number, each.title)
        for number, each in enumerate(resources, 1)
        for span in (each.match.gap if each.match else ())
    ]
    chosen: list[tuple[int, int, str, int, str]] = []
    for mark in marks:
        if 0 <= mark[0] < mark[1] <= len(text) and all(mark[1] <= c[0] or c[1] <= mark[0] for c in chosen):
            chosen.append(mark)
    stretches, place = [], 0
    for start, end, kind, number, why in sorted(chosen):
        stretches += [Stretch(text[place:start]), Stretch(text[start:end], kind, number, why)]
        place = end
    return [each for each in (*stretches, Stretch(text[place:])) if each.text]
