"""Answers become part of the gap description: the manager's own words, with who gave them, when, to which question."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from coach.domain.gap import Answer, GapDescription, Question, QuestionAbout
from coach.drafting.revision.lexicon import is_unknown
from coach.errors import InvalidInput

MAX_ANSWER = 1_000
"""Characters of one answer: a line, not an essay."""


def key_of(answer: Answer) -> str:
    """The name by which an earlier answer is answered again: "deadline", "target:s1"."""
    return f"{answer.about}:{answer.statement}" if answer.statement else str(answer.about)


def answers_to(
    questions: Sequence[Question],
    given: Mapping[str, str],
    *,
    by: str,
    at: dt.datetime,
    before: Sequence[Answer] = (),
) -> tuple[Answer, ...]:
    """What was typed, as answers to the questions it was typed to; blank ones are no answers.

    Args:
        questions: the questions of the version that is answered.
        given: question id, or `key_of` an earlier answer that is to be replaced -> words.
        before: the answers of earlier versions.
        by: account that answers.
        at: when (UTC).

    Raises:
        InvalidInput: an id is none of the questions', an answer is too long, or nothing is answered.
    """
    asked = {question.id: question for question in questions}
    asked |= {
        key_of(each): Question(id="", about=each.about, statement=each.statement, text=each.question) for each in before
    }
    if strange := sorted(set(given) - set(asked)):
        raise InvalidInput(
            f"There is no question {strange[0][:20]!r}.", "Answer the questions of this version: its ids are q1, q2 …"
        )
    made = tuple(_answer(asked[name], text, by, at) for name, text in given.items() if text.strip())
    if not made:
        raise InvalidInput("Nothing was answered.", "Answer at least one question, or say that nobody knows.")
    return made


def with_answers(description: GapDescription, new: Sequence[Answer]) -> GapDescription:
    """The description with answers added, one a line; a later answer to the same question takes the earlier's place.

    Answers that tell what happened come first, so that they are read like the text itself.
    """
    latest = {(each.about, each.statement): each for each in (*description.answers, *new)}
    ordered = sorted(latest.values(), key=lambda each: each.about is not QuestionAbout.EVIDENCE)
    text = original_text(description)
    placed: list[Answer] = []
    for each in ordered:
        if each.unknown:
            placed.append(each.model_copy(update={"start": None, "end": None}))
            continue
        start = len(text) + 1
        text = f"{text}\n{each.text}"
        placed.append(each.model_copy(update={"start": start, "end": len(text)}))
    return description.model_copy(update={"text": text, "answers": tuple(placed)})


def original_text(description: GapDescription) -> str:
    """What was typed before any question was put."""
    starts = [each.start for each in description.answers if each.start is not None]
    return description.text[: min(starts) - 1] if starts else description.text


def told_text(description: GapDescription) -> str:
    """The text up to the first answer that fills a slot: what is read as a description of the gap."""
    starts = [start for start, _ in slot_answers(description)]
    return description.text[: min(starts) - 1] if starts else description.text


def slot_answers(description: GapDescription) -> Iterator[tuple[int, Answer]]:
    """The answers in the text that fill a slot, with where they start."""
    for each in description.answers:
        if each.start is not None and each.about is not QuestionAbout.EVIDENCE:
            yield each.start, each


def _answer(question: Question, text: str, by: str, at: dt.datetime) -> Answer:
    said = " ".join(text.split())
    if len(said) > MAX_ANSWER:
        raise InvalidInput(f"The answer has {len(said)} characters; {MAX_ANSWER} are the most.", "Answer in a line.")
    return Answer(
        about=question.about, statement=question.statement, question=question.text, text=said, by=by, at=at,
        unknown=is_unknown(said),
    )  # fmt: skip
