"""The only form of the text that engines and retrieval see."""

from collections.abc import Sequence

from coach.domain.gap import Flag, FlagKind
from coach.drafting.intake.reading import Withheld
from coach.drafting.intake.source import Source

KINDS = (FlagKind.INJECTION, FlagKind.CONDUCT_NOT_CAPABILITY, FlagKind.PROTECTED_STATUS, FlagKind.HARSH_TONE)
"""Flags whose words never reach plan, prompt or retrieval; the first wins where two overlap."""


def withhold(source: Source, flags: Sequence[Flag]) -> tuple[Withheld, ...]:
    """The stretches to withhold, merged where they overlap, in order."""
    kept: list[Withheld] = []
    for flag in sorted((f for f in flags if f.kind in KINDS), key=lambda f: (f.start, -f.end)):
        if kept and flag.start < kept[-1].end:
            last = kept[-1]
            end = max(last.end, flag.end)
            kind = min(last.kind, flag.kind, key=KINDS.index)
            kept[-1] = Withheld(last.start, end, source.text[last.start : end], kind)
        else:
            kept.append(Withheld(flag.start, flag.end, flag.text, flag.kind))
    return tuple(kept)


def safe_text(source: Source, withheld: Sequence[Withheld], names: Sequence[str]) -> str:
    """The text without the withheld stretches, names and identifiers replaced by placeholders.

    Redaction runs on the whole text, so that a person keeps one placeholder, and the cuts are made around it. `names` are
    all that are known, those of the staff list and those found in the text.
    """
    from knowledge_base.redaction import Redactor

    spans = Redactor(names=names).redact(source.text).spans
    parts: list[str] = []
    at = 0
    cuts = [(w.start, w.end, " ") for w in withheld]
    cuts += [
        (s.start, s.end, s.placeholder) for s in spans if not any(w.start < s.end and s.start < w.end for w in withheld)
    ]
    for start, end, instead in sorted(cuts):
        parts += (source.text[at:start], instead)
        at = end
    return "".join((*parts, source.text[at:])).strip()
