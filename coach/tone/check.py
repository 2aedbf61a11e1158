"""The door of the room: text in, what may hurt and what to say instead out."""

from coach.domain.base import Language
from coach.domain.wording import ToneReport, WordingSuggestion
from coach.tone.folding import fold
from coach.tone.lexicon import Lexicon, lexicon
from coach.tone.matching import Finding, find
from coach.tone.names import mask_names
from coach.tone.reading import Reading
from coach.tone.rewrite import Edit, replacement_of, rewrite
from coach.tone.spans import settle


def check_tone(text: str, *, language: Language | None = None) -> ToneReport:
    """Return what a reviewer should ask to change in `text`, with a rewrite; never raises on any string.

    Args:
        text: any length, any characters; offsets in the report are code points of it.
        language: which lexicon to read it with; None: the one most of its letters belong to.
    """
    chosen = language or language_of(text)
    words = lexicon(chosen)
    reading = read(text, chosen)
    edits = edits_of(reading, words)
    return ToneReport(
        language=chosen,
        problem=bool(edits),
        suggestions=tuple(suggestion_of(edit, text) for edit in edits),
        rewrite=rewrite(edits, reading, words),
    )


def edits_of(reading: Reading, words: Lexicon) -> list[Edit]:
    """Every finding of a text with what to say instead, in order of the text."""
    findings = settle(find(reading, words), reading)
    return [Edit(finding, replacement_of(finding, reading, words)) for finding in findings]


def warm_up() -> None:
    """Load both lexicons and the character table now (under a second), so that the first answer is quick too."""
    for language, text in ((Language.EN, "You are always late."), (Language.ZH, "你总是迟到。")):
        check_tone(text, language=language)


def read(text: str, language: Language) -> Reading:
    """Make a text ready for the rules of a language; offsets stay those of `text`."""
    folded = fold(text)
    return Reading(text, mask_names(text, folded) if language is Language.EN else folded)


def language_of(text: str) -> Language:
    """The language most of a text is in: a Chinese character weighs as much as a short English word."""
    sample = text[:20_000]
    chinese = sum("\u3400" <= character <= "\u9fff" for character in sample)
    latin = sum(character.isascii() and character.isalpha() for character in sample)
    return Language.ZH if chinese and chinese * 4 >= latin else Language.EN


def suggestion_of(edit: Edit, text: str) -> WordingSuggestion:
    """An edit as it is shown, in offsets of the text."""
    finding: Finding = edit.finding
    rule = finding.rule
    return WordingSuggestion(
        start=finding.start,
        end=finding.end,
        text=text[finding.start : finding.end],
        category=finding.category,
        severity=rule.rule.severity,
        reason=rule.rule.reason or rule.file.reason,
        replacement=edit.replacement,
    )
