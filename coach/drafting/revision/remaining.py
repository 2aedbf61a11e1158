"""What is still to be asked after answers."""

from collections.abc import Iterator, Sequence

from coach.domain.base import Language
from coach.domain.gap import Answer, FlagKind, Gap, GapStatement, Question, QuestionAbout
from coach.drafting.intake.messages import messages, say
from coach.drafting.intake.questions import MAX_QUESTIONS

_FIGURES = (QuestionAbout.TARGET, QuestionAbout.BASELINE)
_READ = (*_FIGURES, QuestionAbout.DEADLINE)
"""Questions whose answer must hold something that can be read."""


def remaining(gap: Gap, answers: Sequence[Answer], *, dated: bool, language: Language) -> tuple[Question, ...]:
    """The questions left: those whose answer is missing or did not hold what was asked for.

    "Nobody knows" is an answer. A figure that was not among the five questions asked before moves up.
    """
    told = {(each.about, each.statement) for each in answers if each.unknown or each.about not in _READ}
    kept = [q for q in gap.questions if _open(q, gap, told, dated=dated)]
    asked = {(q.about, q.statement) for q in kept}
    kept += [q for q in _figures(gap, language) if (q.about, q.statement) not in asked | told]
    return tuple(q.model_copy(update={"id": f"q{n}"}) for n, q in enumerate(kept[:MAX_QUESTIONS], start=1))


def _open(question: Question, gap: Gap, told: set[tuple[QuestionAbout, str | None]], *, dated: bool) -> bool:
    if question.about is QuestionAbout.DEADLINE:
        return not dated and (question.about, None) not in told
    if question.about not in _FIGURES:
        return (question.about, question.statement) not in told
    statement = next((s for s in gap.statements if s.id == question.statement), None)
    return (
        statement is not None
        and _missing(statement, question.about)
        and (question.about, question.statement) not in told
    )


def _missing(statement: GapStatement, about: QuestionAbout) -> bool:
    return (statement.target if about is QuestionAbout.TARGET else statement.baseline) is None


def _figures(gap: Gap, language: Language) -> Iterator[Question]:
    """A question for each figure a statement lacks."""
    vague = any(flag.kind is FlagKind.TOO_VAGUE for flag in gap.flags)
    for statement in gap.statements:
        for about in _FIGURES:
            if _missing(statement, about) and not (vague and about is QuestionAbout.BASELINE):
                name = statement.metric or statement.text[:30]
                text = say(messages().questions[about.value], language, name=name)
                yield Question(id="", about=about, statement=statement.id, text=text)
