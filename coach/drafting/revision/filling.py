"""Puts answered figures into statements, and does the arithmetic of warnings anew."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coach.domain.base import Language, Span
from coach.domain.gap import Answer, Direction, Flag, FlagKind, Gap, GapDescription, GapStatement, QuestionAbout
from coach.drafting.disputes import dispute_of
from coach.drafting.intake.direction import direction_of
from coach.drafting.intake.flags_numbers import Numbers, number_flags
from coach.drafting.intake.measured import Measured, Reader
from coach.drafting.intake.pairing import Pair
from coach.drafting.intake.quantity import Quantity, QuantityKind
from coach.drafting.intake.reading import Horizon
from coach.drafting.intake.roles import Part, Role
from coach.drafting.intake.source import Stretch, open_source
from coach.drafting.revision.figures import Figure, figure_in, unit_of, value_in

_KINDS = {
    **dict.fromkeys(("s", "min", "h", "days"), QuantityKind.TIME),
    **dict.fromkeys(("%", "‰", "per_10000"), QuantityKind.SHARE),
    **dict.fromkeys(("CNY", "USD", "GBP", "EUR"), QuantityKind.MONEY),
    "score": QuantityKind.SCORE,
    "count": QuantityKind.COUNT,
}


@dataclass(frozen=True)
class Slot:
    """A statement after its questions were answered."""

    statement: GapStatement
    """With the answered figures."""
    baseline: Part | None
    """Its baseline, answered or stated."""
    target: Part | None
    """Its target, answered or stated."""
    answered: frozenset[QuestionAbout]
    """Which of the two an answer filled."""
    certain: bool
    """Whether the words say which way is better."""


def filled(statement: GapStatement, answers: Sequence[Answer], description: GapDescription) -> Slot:
    """The statement with the figures its answers hold; what they do not hold stays as it was read."""
    found: dict[QuestionAbout, tuple[Answer, Figure]] = {}
    unit = statement.unit
    for about in (QuestionAbout.BASELINE, QuestionAbout.TARGET):
        answer = next((a for a in answers if (a.about, a.statement) == (about, statement.id) and not a.unknown), None)
        figure = figure_in(answer, unit, description.as_of) if answer else None
        if answer and figure:
            found[about] = (answer, figure)
            unit = unit_of(figure.quantity) if unit == "none" else unit
    return _slot(statement.model_copy(update={"unit": unit}), found)


def _slot(statement: GapStatement, found: dict[QuestionAbout, tuple[Answer, Figure]]) -> Slot:
    baseline = _part(statement, found.get(QuestionAbout.BASELINE), statement.baseline, Role.BASELINE)
    target = _part(statement, found.get(QuestionAbout.TARGET), statement.target, Role.STANDARD)
    if not found:
        return Slot(statement, baseline, target, frozenset(), certain=True)
    told = " ".join([statement.text, *(answer.text for answer, _ in found.values())])
    bearing = direction_of(statement.metric or statement.text, baseline, target, told)
    changes: dict[str, object] = {"direction": bearing.direction}
    if QuestionAbout.BASELINE in found and baseline:
        changes["baseline"] = value_in(baseline.quantity, statement.unit)[0]
    if QuestionAbout.TARGET in found and target:
        low, high = value_in(target.quantity, statement.unit)
        changes["target"] = low if high is None or bearing.direction is Direction.UP else high
        changes["target_range"] = None if high is None else (low, high)
    changes["evidence"] = (*statement.evidence, *(_span(answer) for answer, _ in found.values()))
    return Slot(statement.model_copy(update=changes), baseline, target, frozenset(found), bearing.certain)


def contested(flag: Flag, slots: Sequence[Slot]) -> bool:
    """Whether a flag says that two figures contradict each other, and an answer has settled it."""
    if flag.kind is not FlagKind.CONFLICTING_NUMBERS:
        return False
    settled = [slot.statement for slot in slots if slot.answered]
    spans = [(s.start, s.end) for s in settled] + [(e.start, e.end) for s in settled for e in s.evidence]
    return any(start < flag.end and flag.start < end for start, end in spans)


def number_warnings(
    slots: Sequence[Slot], gap: Gap, description: GapDescription, *, horizon: Horizon | None, language: Language
) -> Iterator[Flag]:
    """Warnings about figures that only the answers make plain: reached already, or out of reach in the time."""
    source = open_source(description.text)
    numbers = Numbers(Reader(source, (), (), (), description.as_of), horizon, language)
    for slot in slots:
        measured = _measured(slot)
        if measured is not None and dispute_of_flags(slot.statement, gap) is None:
            yield from number_flags(numbers, [measured])


def dispute_of_flags(statement: GapStatement, gap: Gap) -> object | None:
    """What already speaks against the target in a flag; arithmetic that has no flag yet does not count."""
    open_gap = gap.model_copy(update={"statements": (statement.model_copy(update={"baseline": None}),)})
    disputes = [f for f in gap.flags if f.kind in (FlagKind.ALREADY_MET, FlagKind.IMPOSSIBLE_TARGET)]
    near = [f for f in disputes if f.start < statement.end and statement.start < f.end]
    return dispute_of(open_gap.statements[0], open_gap.model_copy(update={"flags": tuple(near)}))


def _measured(slot: Slot) -> Measured | None:
    statement = slot.statement
    if slot.target is None:
        return None
    span = Stretch(statement.start, statement.end)
    name = statement.metric or statement.text[:40]
    return Measured(
        Pair(slot.baseline, slot.target), name, statement.unit, statement.direction, slot.certain, statement.baseline,
        statement.target, statement.target_range, statement.period, span, (),
    )  # fmt: skip


def _part(
    statement: GapStatement, answered: tuple[Answer, Figure] | None, stated: float | None, role: Role
) -> Part | None:
    if answered is not None:
        return Part(answered[1].quantity, role, "answer", answered[1].bound, strong=True)
    if stated is None:
        return None
    unit, _, rate = statement.unit.partition("/")
    kind = _KINDS.get(unit, QuantityKind.BARE)
    quantity = Quantity(statement.start, statement.end, stated, kind, unit, f"/{rate}" if rate else "")
    return Part(quantity, role, "statement")


def _span(answer: Answer) -> Span:
    start = answer.start or 0
    return Span(start=start, end=start + len(answer.text), text=answer.text)
