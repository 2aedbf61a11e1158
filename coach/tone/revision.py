"""The whole text with every change offered: a person accepts or rejects each, and nothing else is applied."""

from collections.abc import Collection

from coach.domain.base import Language
from coach.domain.wording import Register, Revision, TextEdit
from coach.tone.check import check_tone, edits_of, language_of, read, suggestion_of
from coach.tone.lexicon import lexicon
from coach.tone.register import balance_of, register_of, said_as
from coach.tone.rewrite import Edit, rewrite
from coach.tone.tracked import tracked


def revise(
    text: str,
    *,
    language: Language | None = None,
    register: Register = Register.AUTO,
    accepted: Collection[int] | None = None,
) -> Revision:
    """Return the findings of a text with its changes tracked; never raises on any string.

    Args:
        text: any length, any characters.
        language: which lexicon to read it with; None: the one most of its letters belong to.
        register: how the offered words should sound; `auto`: as the text does.
        accepted: ids of the edits that `rewrite` is to hold, counted from 1; None: all (to be shown).
    """
    chosen = language or language_of(text)
    words, reading = lexicon(chosen), read(text, chosen)
    speech = register_of(reading, chosen) if register is Register.AUTO else register
    edits = [Edit(e.finding, said_as(e.replacement, speech, chosen)) for e in edits_of(reading, words)]
    taken = [each for number, each in enumerate(edits, 1) if accepted is None or number in accepted]
    made = rewrite(taken, reading, words, voice=lambda said: said_as(said, speech, chosen))
    suggestions = tuple(suggestion_of(each, text) for each in edits)
    after = read(made, chosen)
    left = check_tone(made, language=chosen).suggestions
    return Revision(
        language=chosen,
        problem=bool(edits),
        suggestions=suggestions,
        rewrite=made,
        speech=speech,
        edits=tuple(_edit(number, each, text, each in taken) for number, each in enumerate(edits, 1)),
        changes=tracked(text, made),
        balance=balance_of(reading, chosen, suggestions),
        balance_after=balance_of(after, chosen, left),
    )


def _edit(number: int, edit: Edit, text: str, accepted: bool) -> TextEdit:
    finding = edit.finding
    return TextEdit(
        id=number,
        start=finding.start,
        end=finding.end,
        before=text[finding.start : finding.end],
        after=edit.replacement,
        category=finding.category,
        accepted=accepted,
    )
