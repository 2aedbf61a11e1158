"""What is put back to the manager: only what the text does not say, most useful first, at most five."""

from collections.abc import Iterator, Sequence

from coach.domain.base import Language
from coach.domain.gap import GapStatement, Question, QuestionAbout
from coach.drafting.intake import lexicon
from coach.drafting.intake.flags_numbers import written
from coach.drafting.intake.measured import Measured
from coach.drafting.intake.messages import messages, say
from coach.drafting.intake.source import Source, Stretch

MAX_QUESTIONS = 5
_DOUBTS = (
    (QuestionAbout.ROOT_CAUSE, "doubt_cause"),
    (QuestionAbout.EXPECTATION_COMMUNICATED, "doubt_expectation"),
    (QuestionAbout.SUPPORT_GIVEN, "doubt_support"),
)
Asked = tuple[QuestionAbout, GapStatement | None, str]


def ask(
    source: Source,
    statements: Sequence[GapStatement],
    measured: Sequence[Measured],
    *,
    context: "Context",
) -> tuple[Question, ...]:
    """The questions (rules R1 to R5 of the domain): target and baseline where missing, deadline where a gap has none,
    evidence where nothing is observable, and expectation, support and cause only where the manager voices doubt.
    """
    asked = list(_asked(source, statements, measured, context))
    return tuple(
        Question(id=f"q{i + 1}", about=about, statement=statement.id if statement else None, text=text)
        for i, (about, statement, text) in enumerate(_fitting(asked))
    )


class Context:
    """What the questions depend on beside the statements."""

    def __init__(
        self, *, language: Language, vague: bool, dated: bool, left_out: Sequence[Stretch], unread: int = 0
    ) -> None:
        self.language = language
        self.vague = vague
        self.dated = dated
        self.left_out = left_out
        self.unread = unread


def _asked(
    source: Source, statements: Sequence[GapStatement], measured: Sequence[Measured], context: Context
) -> Iterator[Asked]:
    if context.unread:
        yield QuestionAbout.EVIDENCE, None, _text("unread", context, count=f"{context.unread:,}")
    elif context.vague:
        yield QuestionAbout.EVIDENCE, None, _text("evidence", context)
    if not statements:
        return
    for index, statement in enumerate(statements):
        gap = measured[index] if index < len(measured) else None
        if statement.target is None:
            yield QuestionAbout.TARGET, statement, _missing("target", statement, gap, context)
        if statement.baseline is None and not context.vague:
            yield QuestionAbout.BASELINE, statement, _missing("baseline", statement, gap, context)
    if not context.dated:
        yield QuestionAbout.DEADLINE, None, _text("deadline", context)
    for about, name in _DOUBTS:
        if doubts(source, name, context.left_out):
            yield about, None, _text(about.value, context)


def doubts(source: Source, name: str, left_out: Sequence[Stretch]) -> bool:
    """Whether the manager voices this doubt outside the stretches left out."""
    return any(
        not any(s.start < match.end() and match.start() < s.end for s in left_out)
        for match in lexicon.pattern("flags", name).finditer(source.plain)
    )


def _missing(slot: str, statement: GapStatement, gap: Measured | None, context: Context) -> str:
    name = statement.metric or statement.text[:30]
    if gap and gap.pair.rivals and gap.pair.rival_of == slot:
        first = gap.pair.baseline if slot == "baseline" else gap.pair.target
        assert first is not None
        one = written(first.quantity.value, gap.unit, context.language)
        two = written(gap.pair.rivals[0].quantity.value, gap.unit, context.language)
        return say(messages().questions[f"{slot}_conflict"], context.language, name=name, one=one, two=two)
    if slot == "target" and gap is None and not _is_a_name(name):
        return _text("target_unnamed", context)
    return _text(slot, context, name=name)


def _is_a_name(name: str) -> bool:
    """Whether words taken from a text without figures can be quoted as what is measured, not half a sentence."""
    words = name.lower().split()
    verbs = lexicon.words("phrases", "clause_verb") | lexicon.words("phrases", "people")
    return len(words) <= 4 and not any(word in verbs for word in words)


def _text(key: str, context: Context, **places: object) -> str:
    return say(messages().questions[key], context.language, **places)


def _fitting(asked: list[Asked]) -> list[Asked]:
    """At most five: of several about one thing the later ones go first, so that every kind is still asked."""
    while len(asked) > MAX_QUESTIONS:
        kinds = [about for about, _, _ in asked]
        repeated = [i for i, about in enumerate(kinds) if kinds.index(about) != i]
        asked.pop(repeated[-1] if repeated else -1)
    return asked
