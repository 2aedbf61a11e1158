"""How the offered words sound (书面, 面谈), and the balance of a text; both from `lexicons/*/register.json`."""

import re
from functools import lru_cache

from pydantic import Field

from coach.domain.base import Language, Model
from coach.domain.wording import Register, TextBalance, WordingSuggestion
from coach.tone.clauses import Stretch
from coach.tone.lexicon import FOLDER, compiled, lexicon
from coach.tone.pattern import Pattern
from coach.tone.reading import Reading

_ASKS = re.compile(r"\s*[\"')”’）]*[?？]")


class RegisterWords(Model):
    """One data file. Lists of patterns are written in the language of `coach.tone.pattern`."""

    formal_signs: tuple[str, ...]
    """What shows that a text is written for the file."""
    spoken_signs: tuple[str, ...]
    """What shows that a text is spoken."""
    formal: tuple[tuple[str, str], ...]
    """Offered words and what they become in writing; the text of the manager is never touched."""
    spoken: tuple[tuple[str, str], ...]
    """Offered words and what they become in a talk."""
    support: tuple[str, ...]
    """What shows that a sentence helps, thanks or praises."""
    you: tuple[str, ...]
    """How a clause that addresses the person begins."""
    explanation: str = Field(min_length=1)
    """The counts in a sentence, with `{sentences}`, `{problems}`, `{supports}`, `{ratio}`, `{you}`, `{questions}`."""


@lru_cache(maxsize=2)
def register_words(language: Language) -> RegisterWords:
    """The data file of a language, read once."""
    return RegisterWords.model_validate_json((FOLDER / language / "register.json").read_text(encoding="utf-8"))


def register_of(reading: Reading, language: Language) -> Register:
    """How a text sounds: spoken only where it shows more signs of speech than of writing."""
    words, whole = register_words(language), Stretch(0, len(reading.folded))
    spoken = sum(1 for p in _patterns(words.spoken_signs, language) for _ in reading.inside(p, whole))
    formal = sum(1 for p in _patterns(words.formal_signs, language) for _ in reading.inside(p, whole))
    return Register.SPOKEN if spoken > formal else Register.FORMAL if formal else Register.AUTO


def said_as(words: str, register: Register, language: Language) -> str:
    """Offered words in a register; unchanged where it is `auto`."""
    if register is Register.AUTO:
        return words
    data = register_words(language)
    for old, new in data.formal if register is Register.FORMAL else data.spoken:
        words = words.replace(old, new)
    return words


def balance_of(reading: Reading, language: Language, suggestions: tuple[WordingSuggestion, ...]) -> TextBalance:
    """Count sentences that hurt, help and ask, and clauses that begin with the person."""
    words, layout = register_words(language), reading.layout
    held = [s for s in layout.sentences if re.search(r"\w", reading.folded[s.start : s.end])]
    hurt = {layout.sentence_index(each.start) for each in suggestions}
    support, you = _patterns(words.support, language), _patterns(words.you, language)
    supports = sum(reading.any_match(support, s) for s in held if layout.sentence_index(s.start) not in hurt)
    addressed = sum(reading.any_match(you, clause) for clause in layout.clauses)
    questions = sum(bool(_ASKS.match(reading.folded, s.end)) for s in held)
    counts = {"sentences": len(held), "problems": len(hurt), "supports": supports, "questions": questions}
    told = words.explanation.format(**counts, you=addressed, ratio=f"{len(hurt)}:{supports}")
    return TextBalance(**counts, you_statements=addressed, explanation=told)


@lru_cache(maxsize=32)
def _patterns(sources: tuple[str, ...], language: Language) -> tuple[Pattern, ...]:
    return compiled(sources, language=language, vocabulary=lexicon(language).vocabulary)
