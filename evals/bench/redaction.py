"""Redaction: what is found of each type in each source, and how much is masked that should not be.

A labelled stretch counts as found when all its characters are masked. Personal names in the sense of this product are
those of natural persons: `PERSON` of the English source, `name` of the Chinese one (which also labels characters of
games and films: they are counted, as no rule can tell). Organisations, places, ages, titles and works are no names;
how many of them are masked is shown without a target. Wrong are masked characters outside every label of a person,
an identifier or a place (a place masked costs nothing worth keeping).
"""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from evals.bench.measure import Line, at_least, below
from evals.bench.redaction_sets import (
    LabelledText,
    made_identifiers,
    own_names,
    real_texts,
    staff_mentions,
    templates,
)
from knowledge_base.redaction import Redactor

NAMES = frozenset({"PERSON", "name"})
"""Personal names in the sense of this product."""
IDENTIFIERS = frozenset(
    {"CREDIT_CARD", "EMAIL_ADDRESS", "IBAN_CODE", "PHONE_NUMBER", "US_SSN", "US_DRIVER_LICENSE", "IP_ADDRESS"}
)
"""Types of the real texts that are structured identifiers."""
PLACES = frozenset({"STREET_ADDRESS", "address", "GPE", "ZIP_CODE", "scene", "TITLE"})
"""Types whose masking is not counted as wrong."""
REAL = frozenset({"pii_presidio_research", "pii_cluener"})
"""Sources that label much that is no person; in our own sets every label is one to mask."""
_EACH = 120


@dataclass
class Tally:
    """Counts of one source."""

    asked: Counter[str] = field(default_factory=Counter)
    """Labels of each type."""
    found: Counter[str] = field(default_factory=Counter)
    """Those of them masked whole."""
    marked: Counter[str] = field(default_factory=Counter)
    """Spans that redaction masked, by its own type."""
    right: Counter[str] = field(default_factory=Counter)
    """Those of them that touch a label of a person, an identifier or a place."""
    wrong: int = 0
    """Characters masked wrongly."""
    length: int = 0
    """Characters read."""
    seconds: float = 0.0
    """Wall time of redaction."""

    def recall(self, kinds: Iterable[str]) -> float:
        """Share of the labels of these types that are masked whole."""
        listed = list(kinds)
        return sum(self.found[k] for k in listed) / max(1, sum(self.asked[k] for k in listed))

    @property
    def wrong_share(self) -> float:
        """Share of all characters that are masked wrongly."""
        return self.wrong / max(1, self.length)


def count(texts: Iterable[LabelledText], redactor: Redactor) -> Tally:
    """Redact every text and count what was found and what was masked wrongly."""
    tally = Tally()
    for row in texts:
        started = time.perf_counter()
        spans = redactor.redact(row.text).spans
        tally.seconds += time.perf_counter() - started
        masked = {i for span in spans for i in range(span.start, span.end)}
        right: set[int] = set()
        for label in row.spans:
            stretch = set(range(label.start, label.end))
            kind = "word" if label.word else label.type
            tally.asked[kind] += 1
            tally.found[kind] += stretch <= masked
            if row.source not in REAL or label.type in NAMES | IDENTIFIERS | PLACES:
                right |= stretch
        tally.marked.update(s.type for s in spans)
        tally.right.update(s.type for s in spans if not right.isdisjoint(range(s.start, s.end)))
        tally.wrong += len(masked - right)
        tally.length += len(row.text)
    return tally


def redaction() -> list[Line]:
    """Recall by source and type, wrong masking by source, and speed."""
    return [*_made(), *_own(), *_real(), *_speed()]


def _made() -> Iterator[Line]:
    tally = count(made_identifiers(_EACH), Redactor())
    for kind in tally.asked:
        yield at_least(f"redaction, made {kind}: found", tally.recall([kind]), "", 0.995)
    yield at_least("redaction, made identifiers: found", tally.recall(tally.asked), "", 0.995)
    staff = count(staff_mentions(), Redactor(names=templates().staff.names))
    yield at_least("redaction, names of the staff list: found", staff.recall(["staff"]), "", 0.995)


def _own() -> Iterator[Line]:
    rows = own_names()
    for language in ("zh", "en", "mixed"):
        for part in ("dev", "test"):
            tally = count([r for r in rows if r.language == language and r.part == part], Redactor())
            yield at_least(f"redaction, own {language} {part}: names found", tally.recall(["name"]), "", 0.95)
            if tally.asked["word"]:
                yield Line(f"redaction, own {language} {part}: names that are words", tally.recall(["word"]), "")
            yield below(f"redaction, own {language} {part}: wrong", tally.wrong_share * 100, "%", 2)


def _real() -> Iterator[Line]:
    rows = real_texts()
    for source in sorted({row.source for row in rows}):
        tally = count([r for r in rows if r.source == source], Redactor())
        for kind in sorted(tally.asked):
            yield _line(source, kind, tally)
        for kind in sorted(tally.marked):
            share = tally.right[kind] / tally.marked[kind]
            yield Line(f"redaction, {source}: {kind} masked rightly ({tally.marked[kind]})", share, "")
        yield below(f"redaction, {source}: wrong", tally.wrong_share * 100, "%", 2)


def _line(source: str, kind: str, tally: Tally) -> Line:
    name, share = f"redaction, {source} {kind}: found", tally.recall([kind])
    limit = 0.95 if kind in NAMES else 0.995 if kind in IDENTIFIERS else None
    return Line(name, share, "") if limit is None else at_least(name, share, "", limit)


def _speed() -> Sequence[Line]:
    texts = [row.text for row in own_names() if row.language == "zh"]
    document = ("".join(texts) * 5)[:10_000]
    redactor = Redactor()
    redactor.redact(texts[0])
    started = time.perf_counter()
    redactor.redact(document)
    whole = time.perf_counter() - started
    started = time.perf_counter()
    redactor.redact(document, guess_names=False)
    return [
        below("redaction, 10,000 characters of Chinese", whole, "s", 2),
        below("redaction, the same, known names only", (time.perf_counter() - started) * 1000, "ms", 200),
    ]
