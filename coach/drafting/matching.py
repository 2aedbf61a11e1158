"""Which industry, topics and causes a gap speaks of, and which words a gap and a passage share."""

import re
from collections.abc import Iterable
from functools import lru_cache

from coach.domain.base import Language
from coach.domain.gap import GapCategory, GapStatement
from coach.drafting.intake.reading import Reading
from coach.drafting.templates import Cause, Industry, Topic, causes, common_words, industries, topics
from knowledge_base.segmentation import segment

CONTEXT = 3_000
"""Characters of a text in which a topic is looked for beyond the sentences of the gap."""
_STEM = 7
"""A Latin cue this long is a stem that takes any ending; a shorter one takes three letters (excel is not excellent)."""
GENERAL = "general"
"""The industry where none is recognised."""
_SENTENCE = re.compile(r"[^。！？!?\n;；]+?(?:[。！？!?\n;；]|\.(?=\s|$)|$)")


def industry_of(stated: str | None, role: str | None, text: str) -> str:
    """Return the name of the industry: the stated one, else the one whose cues role and text hold most."""
    known = industries()
    said = (stated or "").strip().casefold()
    for name, industry in known.items():
        if said and (
            said == name or any(a.casefold() == said or a.casefold() in said.split() for a in industry.aliases)
        ):
            return name
    for name, industry in known.items():
        if said and any(_has(a, said) for a in industry.aliases if len(a) > 2 or not a.isascii()):
            return name
    counts = {name: _cue_count(industry, f"{role or ''} {role or ''} {text}") for name, industry in known.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else GENERAL


def _cue_count(industry: Industry, text: str) -> int:
    low = text.casefold()
    return sum(low.count(cue.casefold()) for cues in industry.cues.values() for cue in cues)


def _has(cue: str, low: str) -> bool:
    """Say whether a lower-case text holds a cue: at the start of a word in Latin script, anywhere in Chinese."""
    return _place(cue, low) is not None


def _place(cue: str, text: str) -> re.Match[str] | None:
    if not cue.isascii():
        return _compiled(re.escape(cue)).search(text)
    ending = "[a-z]*" if len(cue) >= _STEM else "[a-z]{0,3}(?![a-z])"
    return _compiled(rf"(?<![a-z]){re.escape(cue)}{ending}").search(text)


def topics_in(text: str, *, limit: int = 3) -> tuple[Topic, ...]:
    """Return the topics whose cues the text holds, longest cue first; a cue inside a longer one does not count."""
    low = text.casefold()
    found = [(cue, t) for t in topics() if (cue := max((c for c in _cues(t) if _has(c, low)), key=_width, default=""))]
    chosen: list[tuple[str, Topic]] = []
    for cue, topic in sorted(found, key=lambda pair: -_width(pair[0])):
        if not any(cue in longer for longer, _ in chosen):
            chosen.append((cue, topic))
    return tuple(topic for _, topic in chosen[:limit])


def _width(cue: str) -> int:
    """Length that makes a Chinese character weigh as much as three letters."""
    return len(cue.encode())


def cue_in(topic: Topic, text: str) -> str | None:
    """Return the longest cue of a topic that the text holds, as the text writes it; None where it holds none."""
    return max((m[0] for c in _cues(topic) if (m := _place(c, text))), key=len, default=None)


def _cues(topic: Topic) -> tuple[str, ...]:
    return (*topic.zh.cues, *topic.en.cues)


def topic_of(statement: GapStatement, reading: Reading) -> tuple[Topic, ...]:
    """Return the topics of a statement: of its metric's name, else of its words, else of the sentences around them.

    Beyond the name a topic must be of the statement's category: other words of a text may be about anything.
    """
    if named := topics_in(statement.metric or ""):
        return named
    alone = len(reading.gap.statements) == 1
    for text in (statement.text, around(statement, reading), reading.safe_text[:CONTEXT] if alone else ""):
        fitting = [t for t in topics_in(text) if statement.category in (t.category, GapCategory.OTHER)]
        if fitting:
            return tuple(fitting)
    return ()


def category_of(statement: GapStatement) -> GapCategory:
    """Return the kind of gap templates and precedents are taken from: of a topic named by the metric, else as read."""
    named = topics_in(statement.metric or "", limit=1)
    return named[0].category if named else statement.category


def sentences_of(text: str) -> tuple[str, ...]:
    """Return the sentences of a text, zh or en, without surrounding space."""
    return tuple(s for m in _SENTENCE.finditer(text) if (s := m[0].strip()))


def around(statement: GapStatement, reading: Reading) -> str:
    """Return the sentences of the safe text that speak of a statement, each with the one before it."""
    sentences = sentences_of(reading.safe_text)
    said = [t for t in (statement.text, *(e.text for e in statement.evidence)) if len(t) > 3]
    places = {i for i, s in enumerate(sentences) if any(t in s for t in said)}
    return " ".join(sentences[i] for i in sorted(places | {i - 1 for i in places if i}))


def causes_in(text: str, language: Language) -> tuple[tuple[Cause, str], ...]:
    """Return the causes the text mentions with the words found, in the order of the file."""
    found = []
    for cause in causes():
        patterns = (*cause.side(language).cues, *cause.side(_other(language)).cues)
        hit = next((m for p in patterns if (m := _compiled(p).search(text))), None)
        if hit:
            found.append((cause, hit[0].strip()))
    return tuple(found)


def _other(language: Language) -> Language:
    return Language.EN if language is Language.ZH else Language.ZH


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def terms(text: str) -> frozenset[str]:
    """Return the telling words of a text: segmented, stemmed, without common ones, numbers and single characters."""
    return frozenset(t for t in segment(text) if len(t) > 1 and t not in _common() and not t[0].isdigit())


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(segment(" ".join(common_words())))


def shared_terms(gap: str, passage: str) -> tuple[str, ...]:
    """Return the telling words both texts hold, in the order of the gap."""
    there = terms(passage)
    return tuple(dict.fromkeys(t for t in segment(gap) if t in there and t in terms(gap)))


def as_written(terms_found: Iterable[str], text: str) -> tuple[str, ...]:
    """Return matched words as a text writes them ("labelling" for the stem "label"); the stem where none is found."""
    words = re.findall(r"[A-Za-z][A-Za-z-]*", text)
    spelled: dict[str, str] = {}
    for word in words:
        for stem in segment(word):
            spelled.setdefault(stem, word.lower())
    return tuple(dict.fromkeys(spelled.get(term, term) for term in terms_found))


def first_found(patterns: Iterable[str], texts: Iterable[str]) -> str | None:
    """Return the first match of the first pattern that any of the texts holds; texts nearer come first."""
    known = list(patterns)
    for text in texts:
        for pattern in known:
            if hit := re.search(pattern, text):
                return hit[0].strip()
    return None
