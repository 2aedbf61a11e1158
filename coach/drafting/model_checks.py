"""Whether wording by a chat model may replace the grounded wording of the same lines.

The gates judge a whole body, whichever engine wrote it. These rules compare two wordings of the same lines, which only
makes sense here: a rewording adds no figure, no name and no offer, loses no figure, and stays on the subject.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from coach.domain.base import Language
from coach.domain.draft import SmartGoal
from coach.domain.gap import Direction
from coach.drafting.model_figures import MONTHS, Figure, figures
from coach.drafting.model_rules import ModelRules, Problem, model_rules
from coach.tone.check import check_tone

_MARKUP = re.compile(r"[\n\r<>`{}\[\]|\\]|https?:|www\.|\*\*|^\s*[#*-]|data mark", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9+#.&-]*")
_QUOTED = re.compile(r"《(.+?)》|“(.+?)”|「(.+?)」|『(.+?)』|\"(.+?)\"|‘(.+?)’")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]\s+|\(\s*)\Z")
_LEAK = {Language.ZH: 12, Language.EN: 36}
_LONGEST = {Language.ZH: 160, Language.EN: 320}
_LONGER = 2.5
_LEAST_SHARED = 0.2
"""Of a new line: what it takes from the old line and the material."""
_LEAST_KEPT = 0.3
"""Of an old line: what the new one keeps; rewordings by people keep 0.45 and more."""
_LEAST_LENGTH = 0.4
"""Of an old line: characters the new one has."""


@dataclass(frozen=True)
class Given:
    """What wording is compared with."""

    language: Language
    """Language of the draft."""
    before: tuple[str, ...]
    """The grounded lines."""
    sources: str
    """Everything the model was shown besides our instructions."""
    instructions: str
    """Our instructions."""
    goal: SmartGoal | None = None
    """The goal, where the lines are its statement."""
    free: bool = False
    """Whether a line may say something else than the line before it (reasons for a resource)."""

    @property
    def rules(self) -> ModelRules:
        """Words and messages of the language."""
        return model_rules(self.language)


def check_lines(lines: Sequence[str], given: Given) -> list[Problem]:
    """Return what is wrong with the new lines, each problem once; an empty list where they may stand."""
    if len(lines) != len(given.before):
        return [Problem.COUNT]
    found = [p for line, old in zip(lines, given.before, strict=True) for p in _of_line(line, old, given)]
    if given.goal is not None and not found:
        found += _of_statement(lines[0], given.before[0], given.goal, given.language)
    return list(dict.fromkeys(found))


def _of_line(line: str, old: str, given: Given) -> Iterator[Problem]:
    if not line.strip():
        yield Problem.EMPTY
    elif not _in_language(line, old, given.language):
        yield Problem.LANGUAGE
    else:
        yield from (problem for problem, has in _RULES if has(line, old, given))


def _too_long(line: str, old: str, given: Given) -> bool:
    return len(line) > max(_LONGEST[given.language], _LONGER * len(old))


def _marked_up(line: str, old: str, given: Given) -> bool:
    return _MARKUP.search(line) is not None


def _new_figures(line: str, old: str, given: Given) -> bool:
    return bool(set(figures(line, given.language)) - set(figures(old, given.language)))


def _forbidden(line: str, old: str, given: Given) -> bool:
    return _new_words(line, old, given.rules.forbidden)


def _offers(line: str, old: str, given: Given) -> bool:
    return _new_words(line, old, given.rules.offerings)


def _lost_figures(line: str, old: str, given: Given) -> bool:
    return not given.free and bool(set(figures(old, given.language)) - set(figures(line, given.language)))


def _off_subject(line: str, old: str, given: Given) -> bool:
    if _shared(line, f"{old} {given.sources}", given.language) < _LEAST_SHARED:
        return True
    shrunk = len(line) < _LEAST_LENGTH * len(old)
    return not given.free and (shrunk or _shared(old, line, given.language) < _LEAST_KEPT)


def _harsh(line: str, old: str, given: Given) -> bool:
    return check_tone(line, language=given.language).problem and not check_tone(old, language=given.language).problem


def _of_statement(line: str, old: str, goal: SmartGoal, language: Language) -> Iterator[Problem]:
    now, then = figures(line, language), figures(old, language)
    if _order(now, goal) != _order(then, goal):
        yield Problem.MISSING_FIGURES
    name = goal.metric.name.casefold()
    if name in old.casefold() and name not in line.casefold():
        yield Problem.METRIC
    rules = model_rules(language)
    wrong = rules.up if goal.metric.direction is Direction.DOWN else rules.down
    if _new_words(line, old, wrong):
        yield Problem.DIRECTION


def _order(found: Sequence[Figure], goal: SmartGoal) -> bool | None:
    """Return whether the baseline comes before the target; None where one of them is not there."""
    values = [figure.value for figure in found if figure.unit != "date"]
    baseline, target = goal.metric.baseline, goal.metric.target
    if baseline not in values or target not in values:
        return None
    return values.index(baseline) < values.index(target)


def _in_language(line: str, old: str, language: Language) -> bool:
    han, latin = len(_HAN.findall(line)), sum(map(len, _LATIN.findall(line)))
    if language is Language.EN:
        return han <= len(_HAN.findall(old)) and latin > 0
    old_latin = sum(map(len, _LATIN.findall(old)))
    return han > 0 and latin <= max(old_latin, han)


def _new_words(line: str, old: str, words: Sequence[str]) -> bool:
    """Return whether the line holds one of the words and the old line does not hold the same."""
    lower, before = line.casefold(), old.casefold()
    return any(_has(lower, word) and not _has(before, word) for word in (w.casefold() for w in words))


def _has(text: str, word: str) -> bool:
    if word not in text:
        return False
    return not word.isascii() or re.search(rf"\b{re.escape(word)}\b", text) is not None


def _unknown_names(line: str, old: str, given: Given) -> bool:
    """Return whether the line names something (quoted, or as names are written) that nothing shown names."""
    shown = f"{old}\n{given.sources}".casefold()
    quoted = [next(filter(None, m.groups())) for m in _QUOTED.finditer(line)]
    named = [m[0].strip(".-&") for m in _LATIN.finditer(line) if _is_name(line, m, given.language)]
    return any(name.casefold() not in shown for name in (*quoted, *named))


def _is_name(line: str, match: re.Match[str], language: Language) -> bool:
    word = match[0].strip(".-&")
    if language is Language.ZH:
        return len(word) > 1
    if word == "I" or word.casefold() in MONTHS:
        return False
    if any(c.isupper() for c in word[1:]):
        return True
    return word[:1].isupper() and _SENTENCE_START.search(line[: match.start()]) is None


def _leaks(line: str, old: str, given: Given) -> bool:
    """Return whether a long stretch of our instructions stands in the line."""
    size = _LEAK[given.language]
    told, before = _flat(given.instructions), _flat(old)
    flat = _flat(line)
    windows = (flat[i : i + size] for i in range(max(len(flat) - size + 1, 0)))
    return any(window in told and window not in before for window in windows)


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).casefold().strip()


def _shared(text: str, other: str, language: Language) -> float:
    """Return which share of what `text` is about the other text is about too."""
    topics = _topics(text, language)
    return len(topics & _topics(other, language)) / len(topics) if topics else 1.0


def _topics(text: str, language: Language) -> set[str]:
    """Return pairs of Chinese characters, or beginnings of English words long enough to mean something."""
    if language is Language.ZH:
        return {a + b for run in re.findall(r"[\u3400-\u9fff]+", text) for a, b in pairwise(run)}
    return {word[:5] for word in re.findall(r"[a-z]{4,}", text.casefold())}


_RULES: tuple[tuple[Problem, Callable[[str, str, Given], bool]], ...] = (
    (Problem.LONG, _too_long),
    (Problem.MARKUP, _marked_up),
    (Problem.FIGURES, _new_figures),
    (Problem.MISSING_FIGURES, _lost_figures),
    (Problem.FORBIDDEN, _forbidden),
    (Problem.OFFERING, _offers),
    (Problem.UNKNOWN_NAME, _unknown_names),
    (Problem.LEAK, _leaks),
    (Problem.UNRELATED, _off_subject),
    (Problem.TONE, _harsh),
)
