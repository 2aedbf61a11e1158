"""The door of this room: a gap description in, a reading out."""

from collections.abc import Sequence

from coach.domain.base import Language, Span
from coach.domain.gap import Flag, FlagKind, Gap, GapCategory, GapDescription, GapStatement
from coach.drafting.intake import moments_en, moments_zh
from coach.drafting.intake.categories import category_of
from coach.drafting.intake.deadlines import find_horizon, likely_deadlines
from coach.drafting.intake.duties import full_targets, zero_targets
from coach.drafting.intake.fiscal import clock_of
from coach.drafting.intake.flags_numbers import Numbers, number_flags
from coach.drafting.intake.flags_text import Mark, find_marks, flags_of, harsh_flags
from coach.drafting.intake.language import language_of
from coach.drafting.intake.measured import Measured, Reader, measure
from coach.drafting.intake.messages import messages, say
from coach.drafting.intake.moments import find_moments
from coach.drafting.intake.pairing import pair_parts
from coach.drafting.intake.quantities import find_quantities
from coach.drafting.intake.questions import Context, ask
from coach.drafting.intake.reading import Horizon, Reading
from coach.drafting.intake.relative import with_relative_targets
from coach.drafting.intake.roles import Part, Role, assign_roles
from coach.drafting.intake.source import Source, Stretch, is_readable, open_source
from coach.drafting.intake.vague import Topic, find_topics
from coach.drafting.intake.withheld import find_identities, safe_text, withhold
from coach.drafting.intake.workings import without_workings
from coach.errors import InvalidInput

MAX_READ = 12_000
"""Some six pages, longer than any description of a gap; what follows is not read, and the manager is told so."""
_KEPT = (FlagKind.PROTECTED_STATUS, FlagKind.CONDUCT_NOT_CAPABILITY, FlagKind.INJECTION)


def read_gap(description: GapDescription) -> Reading:
    """Read what a manager typed, in Chinese, English or both.

    At most `MAX_READ` characters are read; what follows reaches nobody, and a question says so. Never invents: a value
    the text does not state is None and is asked. Text in another language is read as English.
    Raises InvalidInput where the text has no letter and no digit.
    """
    text = description.text[:MAX_READ]
    if not is_readable(text):
        raise InvalidInput(
            "The description has no words to read.", "Say in a few words what falls short of which standard."
        )
    source = open_source(text)
    language = description.language or language_of(source.text)
    marks = find_marks(source)
    identities = find_identities(source, description.known_names)
    reader = _reader(source, description, identities.names)
    gaps = _measured(reader, marks)
    harsh = tuple(harsh_flags(source.text, language))
    insults = [Stretch(flag.start, flag.end) for flag in harsh]
    topics = () if gaps or _has_conduct(marks) else _topics(source, marks, identities.names, insults)
    horizon = _horizon(reader, gaps, wanted=bool(gaps or topics))
    numbers = number_flags(Numbers(reader, horizon, language), gaps)
    flags = [*flags_of(source, marks, language), *numbers, *identities.flags(source, language), *harsh]
    vague = not gaps and (bool(topics) or not any(f.kind in _KEPT for f in flags))
    if vague:
        flags.append(_vague_flag(source, topics, language))
    statements = _statements(source, gaps, topics)
    context = Context(
        language=language, vague=vague, dated=horizon is not None, left_out=[_told_by(source, m) for m in marks],
        unread=len(description.text) - len(text),
    )  # fmt: skip
    questions = ask(source, statements, gaps, context=context)
    flags.sort(key=lambda flag: flag.start)
    gap = Gap(statements=statements, flags=tuple(flags), questions=questions)
    withheld = withhold(source, flags)
    safe = safe_text(source, withheld, identities)
    return Reading(language, gap, horizon, identities.names, identities.identifiers, withheld, safe)


def _reader(source: Source, description: GapDescription, names: tuple[str, ...]) -> Reader:
    clock = clock_of(source.plain, description.as_of)
    moments = find_moments(source.plain, clock, (*moments_zh.RULES, *moments_en.RULES))
    limits = likely_deadlines(source, moments)
    quantities = tuple(
        q for q in find_quantities(source, moments) if not any(q.start < s.end and s.start < q.end for s in limits)
    )
    return Reader(source, moments, quantities, assign_roles(source, quantities), description.as_of, names)


def _measured(reader: Reader, marks: Sequence[Mark]) -> list[Measured]:
    """The measured gaps outside injections, conduct and demands that follow from protected facts."""
    parts = [p for p in reader.parts if p.role is not Role.CONTEXT and not _marked(reader.source, p, marks)]
    zeros = [p for p in zero_targets(reader.source, reader.quantities) if not _marked(reader.source, p, marks)]
    parts = with_relative_targets(reader.source, without_workings(reader.source, parts))
    parts += full_targets(reader.source, parts)
    pairs = pair_parts(reader.source, parts, zeros, conduct=_has_conduct(marks))
    return [measure(reader, pair, pairs) for pair in pairs]


def _told_by(source: Source, mark: Mark) -> Stretch:
    """The words a mark speaks for: of conduct the sentence ("HR is looking into it" is no doubt about a cause)."""
    conduct = mark.kind is FlagKind.CONDUCT_NOT_CAPABILITY
    return source.sentence(mark.span.start) if conduct else mark.span


def _has_conduct(marks: Sequence[Mark]) -> bool:
    return any(mark.kind is FlagKind.CONDUCT_NOT_CAPABILITY for mark in marks)


def _marked(source: Source, part: Part, marks: Sequence[Mark]) -> bool:
    """Whether a figure stands inside a marked stretch, or in the clause of conduct or of a protected demand."""
    start, end = part.quantity.start, part.quantity.end
    clause = source.clause(start)
    sentence = source.sentence(start)
    for mark in marks:
        if mark.span.start < end and start < mark.span.end:
            return True
        if mark.kind is FlagKind.CONDUCT_NOT_CAPABILITY and sentence.holds(mark.span.start):
            return _counts_conduct(source, part, mark)
        if mark.kind is FlagKind.PROTECTED_STATUS and clause.holds(mark.span.start) and part.role is Role.BASELINE:
            return part.quantity.kind.value in ("count", "time", "bare")
    return False


def _counts_conduct(source: Source, part: Part, mark: Mark) -> bool:
    """Whether a figure in a sentence on conduct counts the conduct: in its clause, or a plain count."""
    first, last = source.clause(mark.span.start), source.clause(mark.span.end - 1)
    if first.start <= part.quantity.start < last.end:
        return True
    return part.role is Role.BASELINE and part.quantity.kind.value in ("count", "bare") and not part.quantity.rate


def _horizon(reader: Reader, gaps: Sequence[Measured], *, wanted: bool) -> Horizon | None:
    """The deadline; pure conduct items have none (no plan is drafted)."""
    if not wanted:
        return None
    parts = [p for gap in gaps for p in (gap.pair.baseline, gap.pair.target, *gap.pair.rivals) if p is not None]
    return find_horizon(
        reader.source, reader.moments, reader.as_of, [Stretch(p.quantity.start, p.quantity.end) for p in parts]
    )


def _topics(source: Source, marks: Sequence[Mark], names: Sequence[str], harsh: list[Stretch]) -> tuple[Topic, ...]:
    """Capabilities named without a figure, in sentences that are not about conduct or an injection."""
    taken = [m.span if m.kind is FlagKind.PROTECTED_STATUS else source.sentence(m.span.start) for m in marks]
    taken += [m.span for m in marks]
    for name in names:
        at = source.text.find(name)
        while at >= 0:
            taken.append(Stretch(at, at + len(name)))
            at = source.text.find(name, at + len(name))
    return find_topics(source, taken, harsh)


def _vague_flag(source: Source, topics: Sequence[Topic], language: Language) -> Flag:
    span = topics[0].span if topics else source.trimmed(0, min(len(source.text), 200))
    reason = say(messages().reasons["too_vague"], language)
    text = source.text[span.start : span.end]
    return Flag(kind=FlagKind.TOO_VAGUE, text=text, start=span.start, end=span.end, reason=reason)


def _statements(source: Source, gaps: Sequence[Measured], topics: Sequence[Topic]) -> tuple[GapStatement, ...]:
    if topics:
        return tuple(_named_only(source, topic, number + 1) for number, topic in enumerate(topics))
    return tuple(_statement(source, gap, number + 1) for number, gap in enumerate(gaps))


def _statement(source: Source, gap: Measured, number: int) -> GapStatement:
    return GapStatement(
        id=f"s{number}",
        text=source.text[gap.span.start : gap.span.end],
        start=gap.span.start,
        end=gap.span.end,
        category=category_of(gap.name, gap.unit),
        metric=gap.name,
        unit=gap.unit,
        direction=gap.direction,
        baseline=gap.baseline,
        target=gap.target,
        target_range=gap.target_range,
        period=gap.period,
        evidence=tuple(Span(start=s.start, end=s.end, text=source.text[s.start : s.end]) for s in gap.evidence),
    )


def _named_only(source: Source, topic: Topic, number: int) -> GapStatement:
    name = source.text[topic.name.start : topic.name.end]
    text = source.text[topic.span.start : topic.span.end]
    category = category_of(name, "none")
    return GapStatement(
        id=f"s{number}",
        text=text,
        start=topic.span.start,
        end=topic.span.end,
        category=category if category is not GapCategory.OTHER else category_of(text, "none"),
        metric=name,
        unit="none",
        direction=topic.direction,
        baseline=None,
        target=None,
        evidence=(Span(start=topic.span.start, end=topic.span.end, text=text),),
    )
