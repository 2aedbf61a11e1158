"""What must not travel: identities, withheld stretches; and the safe form that engines and retrieval see."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coach.domain.base import Language
from coach.domain.gap import Flag, FlagKind
from coach.drafting.intake.messages import messages, say
from coach.drafting.intake.reading import Withheld
from coach.drafting.intake.source import Source

KINDS = (FlagKind.INJECTION, FlagKind.CONDUCT_NOT_CAPABILITY, FlagKind.PROTECTED_STATUS, FlagKind.HARSH_TONE)
"""Flags whose words never reach plan, prompt or retrieval; the first wins where two overlap."""


@dataclass(frozen=True)
class Masked:
    """A stretch to replace by a placeholder."""

    start: int
    """Offset of the first code point."""
    end: int
    """Offset after the last."""
    placeholder: str
    """What stands in its place."""
    is_name: bool
    """A name of a person; else an identifier."""


@dataclass(frozen=True)
class Identities:
    """Everything in a text that says who is meant."""

    spans: tuple[Masked, ...]
    """In order, not overlapping."""
    names: tuple[str, ...]
    """Names as written, longest first."""
    identifiers: tuple[str, ...]
    """Identifiers as written, longest first."""

    def flags(self, source: Source, language: Language) -> Iterator[Flag]:
        """A flag for every identifier; a name alone is none."""
        reason = say(messages().reasons["pii"], language)
        for span in self.spans:
            if not span.is_name:
                text = source.text[span.start : span.end]
                yield Flag(kind=FlagKind.PII, text=text, start=span.start, end=span.end, reason=reason)


def find_identities(source: Source, known_names: Sequence[str]) -> Identities:
    """Names and identifiers by the redaction of the knowledge base, every further mention of a found name included."""
    from knowledge_base.redaction import Redactor

    found = Redactor(names=known_names).redact(source.text).spans
    spans = [Masked(s.start, s.end, s.placeholder, s.type == "name") for s in found]
    spans += list(_other_mentions(source.text, spans))
    names = {source.text[s.start : s.end] for s in spans if s.is_name}
    others = {source.text[s.start : s.end] for s in spans if not s.is_name}
    return Identities(tuple(sorted(spans, key=lambda s: s.start)), _longest_first(names), _longest_first(others))


def _other_mentions(text: str, spans: Sequence[Masked]) -> Iterator[Masked]:
    """A name that was found once is masked wherever it stands, also where redaction was not sure."""
    placeholders = {text[s.start : s.end]: s.placeholder for s in spans if s.is_name}
    if not placeholders:
        return
    longest_first = sorted(placeholders, key=len, reverse=True)
    pattern = re.compile("|".join(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])" for name in longest_first))
    taken = bytearray(len(text))
    for span in spans:
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
    for match in pattern.finditer(text):
        if not any(taken[match.start() : match.end()]):
            yield Masked(match.start(), match.end(), placeholders[match[0]], True)


def _longest_first(texts: set[str]) -> tuple[str, ...]:
    return tuple(sorted(texts, key=lambda text: (-len(text), text)))


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


def safe_text(source: Source, withheld: Sequence[Withheld], identities: Identities) -> str:
    """The text without the withheld stretches, names and identifiers replaced by placeholders."""
    cuts = [(w.start, w.end, " ") for w in withheld]
    cuts += [
        (s.start, s.end, s.placeholder)
        for s in identities.spans
        if not any(w.start < s.end and s.start < w.end for w in withheld)
    ]
    parts: list[str] = []
    at = 0
    for start, end, instead in sorted(cuts):
        parts += (source.text[at:start], instead)
        at = end
    return "".join((*parts, source.text[at:])).strip()
