"""Put clauses together again after some were left out or shortened, so that the text can be read aloud."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from coach.domain.base import Language
from coach.tone.clauses import Stretch
from coach.tone.folding import fold
from coach.tone.lexicon import Lexicon
from coach.tone.reading import Reading

_LEVELS = ((".。!！?？\n…", 4), (";；", 3), (":：—", 2), (",，", 1))
APART = {Language.EN: "; ", Language.ZH: "，"}
"""Sets a clause apart that was tied on by a conjunction."""
_FULL = {Language.EN: ". ", Language.ZH: "。"}


@dataclass(frozen=True)
class Clause:
    """A clause as it is to be written."""

    text: str
    """Its words."""
    mark: str
    """The punctuation and white space after it."""
    touched: bool
    """Whether an edit was made in it."""
    headless: bool = False
    """Whether its beginning was left out."""


def assemble(clauses: Sequence[Clause], text: str, lexicon: Lexicon) -> str:
    """Join what is worth keeping; of the marks around what is left out the strongest stays."""
    kept: list[tuple[str, str]] = []
    anything_left_out = False
    for index, clause in enumerate(clauses):
        words = _tidy(_without(clause.text, "tails", lexicon)) if clause.touched else clause.text
        leads_on = any(neighbour.touched for neighbour in clauses[index : index + 2])
        if leads_on and _is_empty(words, lexicon):
            anything_left_out = True
            if kept:
                kept[-1] = (kept[-1][0], _stronger(kept[-1][1], clause.mark, lexicon.language))
        else:
            if kept and clause.touched and not kept[-1][1].strip():
                kept[-1] = (kept[-1][0], APART[lexicon.language])
            kept.append((_headed(words, lexicon) if clause.headless else words, clause.mark))
    if anything_left_out:
        kept = [(_without_verdict(words, lexicon), mark) for words, mark in kept]
    return "".join(_opened(kept, lexicon)).strip()


def polish(text: str, lexicon: Lexicon) -> str:
    """Last repairs of spaces, doubled marks and sentence starts."""
    for pattern, instead in lexicon.wording.polish:
        text = re.sub(pattern, instead, text)
    if lexicon.language is Language.EN:
        text = re.sub(r"(^\W*|[.!?]\s+)([a-z])(?![\w.]*[@/])", lambda m: m.group(1) + m.group(2).upper(), text)
    return text.strip()


def _opened(kept: Sequence[tuple[str, str]], lexicon: Lexicon) -> list[str]:
    """No sentence begins with the conjunction that tied it to what is gone."""
    pieces: list[str] = []
    for words, mark in kept:
        begins = not pieces or _level(pieces[-1]) >= 2
        clean = _without(words, "openers", lexicon) if begins else words
        if clean.strip():
            pieces += [clean, mark]
    if pieces and _level(pieces[-1]) in (1, 2, 3):
        pieces[-1] = _FULL[lexicon.language]
    return pieces


def _headed(words: str, lexicon: Lexicon) -> str:
    """A clause that lost its beginning gets a slot there, unless what is left can stand alone."""
    reading = _reading(words)
    if reading.any_match(lexicon.guard("subjects"), Stretch(0, len(words))):
        return words
    return f"{lexicon.wording.subject_slot} {words}"


def _without_verdict(words: str, lexicon: Lexicon) -> str:
    """A clause that commented on what is gone speaks for itself."""
    plain = _without(words, "verdicts", lexicon)
    instead = lexicon.wording.verdict_instead if plain != words else ""
    return _without(plain, "dangling", lexicon) + instead


@lru_cache(maxsize=32)
def _reading(words: str) -> Reading:
    """One clause is looked at for several kinds of leftovers in a row."""
    return Reading(words, fold(words))


def _without(words: str, name: str, lexicon: Lexicon) -> str:
    reading = _reading(words)
    for pattern in lexicon.guard(name):
        for match in reading.inside(pattern, Stretch(0, len(words))):
            if match.end() > match.start():
                return (words[: match.start()] + words[match.end() :]).strip()
    return words


def _is_empty(words: str, lexicon: Lexicon) -> bool:
    if not re.search(r"\w", words):
        return True
    folded = fold(words).strip()
    reading = Reading(folded, folded)
    return any(
        match.end() - match.start() >= len(folded) - 1
        for pattern in lexicon.guard("empty_clauses")
        for match in reading.inside(pattern, Stretch(0, len(folded)))
    )


def _tidy(words: str) -> str:
    return re.sub(r"\s{2,}", " ", words).strip(" ,;，；、")


def _stronger(first: str, second: str, language: Language) -> str:
    if _level(second) <= _level(first):
        return first
    return _FULL[language] if _level(second) == 4 and re.search(r"[?？!！]", second) else second


def _level(mark: str) -> int:
    return max((level for signs, level in _LEVELS if any(sign in mark for sign in signs)), default=0)
