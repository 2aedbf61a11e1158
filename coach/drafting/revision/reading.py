"""The reading of a description with answers: the text as always, then each answer in the light of its question."""

import dataclasses
from collections.abc import Iterator

from coach.domain.gap import Answer, Flag, FlagKind, Gap, GapDescription, QuestionAbout
from coach.drafting.intake.read import read_gap
from coach.drafting.intake.reading import Reading, Withheld
from coach.drafting.intake.source import is_readable
from coach.drafting.revision.answers import slot_answers, told_text
from coach.drafting.revision.figures import horizon_in
from coach.drafting.revision.filling import contested, filled, number_warnings
from coach.drafting.revision.lexicon import is_doubtful
from coach.drafting.revision.remaining import remaining

_CARRIED = (
    FlagKind.PROTECTED_STATUS,
    FlagKind.CONDUCT_NOT_CAPABILITY,
    FlagKind.INJECTION,
    FlagKind.PII,
    FlagKind.HARSH_TONE,
)
"""Flags an answer can raise by itself."""
_DOUBTS = (QuestionAbout.EXPECTATION_COMMUNICATED, QuestionAbout.SUPPORT_GIVEN, QuestionAbout.ROOT_CAUSE)


def read_description(description: GapDescription) -> Reading:
    """Read a description as `read_gap` does, and fill in what its answers say.

    An answer that does not hold what was asked for fills nothing, and the question stays. Protected facts, conduct,
    names and injected instructions in an answer are flagged and withheld like those of the text.

    Raises InvalidInput where the text has no letter and no digit.
    """
    if not description.answers:
        return read_gap(description)
    reading = read_gap(description.model_copy(update={"text": told_text(description), "answers": ()}))
    for _, answer in slot_answers(description):
        reading = _with_words(reading, answer, description)
    return _with_slots(reading, description)


def _with_words(reading: Reading, answer: Answer, description: GapDescription) -> Reading:
    """What an answer's words add: flags, names, and its safe form."""
    if not is_readable(answer.text) or answer.start is None:
        return reading
    known = (*description.known_names, *reading.names)
    alone = description.model_copy(
        update={"text": answer.text, "answers": (), "language": reading.language, "known_names": known}
    )
    side = read_gap(alone)
    by = answer.start
    flags = [_flag_at(flag, by) for flag in side.gap.flags if flag.kind in _CARRIED]
    withheld = [Withheld(w.start + by, w.end + by, w.text, w.kind) for w in side.withheld]
    return dataclasses.replace(
        reading,
        gap=reading.gap.model_copy(update={"flags": (*reading.gap.flags, *flags)}),
        names=_longest_first((*reading.names, *side.names)),
        identifiers=_longest_first((*reading.identifiers, *side.identifiers)),
        withheld=(*reading.withheld, *withheld),
        safe_text=f"{reading.safe_text}\n{side.safe_text}",
    )


def _with_slots(reading: Reading, description: GapDescription) -> Reading:
    """The reading with figures, date and doubts answered, its arithmetic done anew, and what is left to ask."""
    usable = [each for each in description.answers if not _is_injected(each, reading)]
    dates = [horizon_in(each, description.as_of) for each in usable if each.about is QuestionAbout.DEADLINE]
    horizon = next((each for each in dates if each is not None), reading.horizon)
    slots = [filled(statement, usable, description) for statement in reading.gap.statements]
    statements = tuple(slot.statement for slot in slots)
    flags = [flag for flag in reading.gap.flags if not contested(flag, slots)]
    gap = Gap(statements=statements, flags=tuple(flags), questions=reading.gap.questions)
    warnings = number_warnings(slots, gap, description, horizon=horizon, language=reading.language)
    ordered = tuple(sorted((*flags, *warnings), key=lambda flag: flag.start))
    gap = gap.model_copy(update={"flags": ordered})
    questions = remaining(gap, usable, dated=horizon is not None, language=reading.language)
    return dataclasses.replace(
        reading,
        gap=gap.model_copy(update={"questions": questions}),
        horizon=horizon,
        doubted=frozenset(_left_open(usable)),
    )


def _left_open(answers: list[Answer]) -> Iterator[QuestionAbout]:
    for each in answers:
        if each.about in _DOUBTS and is_doubtful(each.text):
            yield each.about


def _is_injected(answer: Answer, reading: Reading) -> bool:
    if answer.start is None or answer.end is None:
        return False
    start, end = answer.start, answer.end
    return any(w.kind is FlagKind.INJECTION and start < w.end and w.start < end for w in reading.withheld)


def _flag_at(flag: Flag, by: int) -> Flag:
    return flag.model_copy(update={"start": flag.start + by, "end": flag.end + by})


def _longest_first(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(texts), key=lambda text: (-len(text), text)))
