"""How well a passage meets a gap, by which words."""

import datetime as dt
from dataclasses import dataclass

from coach.domain.base import Language
from coach.domain.gap import GapCategory
from coach.domain.recommendation import Caution
from coach.drafting.body import DraftBrief
from coach.drafting.matching import GENERAL, as_written, cue_in, industry_of, shared_terms, topic_of
from coach.drafting.metric import Measured
from coach.drafting.recommend_words import recommend_words
from coach.drafting.templates import Topic, industries, phrases
from coach.drafting.withheld import is_clean
from knowledge_base.places import token_places
from knowledge_base.records import Passage
from knowledge_base.resources import ResourceFacts
from knowledge_base.segmentation import segment

ALIASED = 0.6
"""Share of a topic's points where only another word for it is met: two words of one topic need not be one thing."""
STUDY_SHARE = 0.2
"""Share of the working hours until the deadline that may go into learning."""
_HOURS_A_DAY = 8
_WORKDAYS = 5 / 7


@dataclass(frozen=True)
class Met:
    """A topic that gap and resource share, with the words it was recognised by."""

    topic: Topic
    """The topic."""
    gap_word: str
    """As the gap says it; the metric's name where the topic was read from elsewhere."""
    resource_word: str
    """As the resource writes it."""


@dataclass(frozen=True)
class Fit:
    """How well a resource meets a gap, and by which words."""

    passage: Passage
    """The passage of the resource that was found."""
    points: float
    """Higher is better; compare with `recommend.FLOOR`."""
    topics: tuple[Met, ...]
    """Topics both speak of."""
    shared: tuple[str, ...]
    """Telling words both hold, as stems, in the order of the gap."""
    said: str
    """What the gap says, where clean."""
    language: Language
    """Of the draft."""

    @property
    def gap_words(self) -> str:
        """Words of the gap."""
        return self.topics[0].gap_word if self.topics else self._written(self.said)

    @property
    def resource_words(self) -> str:
        """Words of the resource they meet."""
        if self.topics:
            return self.topics[0].resource_word
        skills = listed(self.passage, "skills")
        return self._written(f"{self.passage.title} {skills} {self.passage.text}")

    def _written(self, text: str) -> str:
        return phrases(self.language).say("join").join(as_written(self.shared[:3], text))


def fit_of(passage: Passage, measured: Measured, brief: DraftBrief) -> Fit | None:
    """Return how a passage fits a goal, None where no word of the gap meets the resource.

    A topic in the title counts 3, among the skills 2, in the text 1 (`ALIASED` of that where the resource has another
    word of the same language for it); a word of the metric's name 2, 1 and a half; a word of the rest of the sentence
    1 in the title, half among the skills; the retrieval score up to 3.
    """
    statement = measured.statement
    said = " ".join(w for w in (measured.metric.name, statement.text) if is_clean(w, brief.reading))
    wanted = measured.metric.name if statement.metric else said
    parts = ((passage.title, 3.0, 2.0), (listed(passage, "skills"), 2.0, 1.0), (passage.text, 1.0, 0.5))
    points, topics = 0.0, list[Met]()
    for topic in topic_of(statement, brief.reading):
        met = next(((cue, weight) for part, weight, _ in parts if (cue := cue_in(topic, part))), None)
        if met:
            topics.append(Met(topic, _gap_cue(topic, said, measured, brief), met[0]))
            points += met[1] * (ALIASED if _only_aliased(topics[-1], passage) else 1.0)
    counted = {word for met in topics for word in segment(met.gap_word)}
    found = [(shared, weight) for part, _, weight in parts if (shared := _new(wanted, part, counted))]
    if found:
        points += min(len(found[0][0]), 2) * found[0][1]
    rest = {w: in_title for w, in_title in _rest(said, wanted, passage).items() if w not in counted}
    points += sum(1.0 if in_title else 0.5 for in_title in rest.values())
    if not topics and not found and not rest:
        return None
    points += _agreement(passage, measured, brief) + _practical(passage, brief) + _nearness(passage)
    words = tuple(dict.fromkeys([*(word for shared, _ in found for word in shared), *rest]))
    return Fit(passage, points, tuple(topics), words, said, brief.language)


def _new(wanted: str, part: str, counted: set[str]) -> tuple[str, ...]:
    """The telling words both hold, without those a topic has been counted for."""
    return tuple(word for word in shared_terms(wanted, part) if word not in counted)


def _rest(said: str, wanted: str, passage: Passage) -> dict[str, bool]:
    """At most two words of the sentence beyond the metric's name that title or skills hold: word -> in the title."""
    known = set(shared_terms(wanted, wanted))
    title = [w for w in shared_terms(said, passage.title) if w not in known]
    skills = [w for w in shared_terms(said, listed(passage, "skills")) if w not in known and w not in title]
    return dict([*((w, True) for w in title), *((w, False) for w in skills)][:2])


def _only_aliased(met: Met, passage: Passage) -> bool:
    """Whether gap and resource name a topic by two words of one language, and the gap's word is not in the resource."""
    same_script = met.gap_word.isascii() == met.resource_word.isascii()
    everything = f"{passage.title} {listed(passage, 'skills')} {passage.text}"
    return same_script and not token_places(segment(met.gap_word), everything)


def _gap_cue(topic: Topic, said: str, measured: Measured, brief: DraftBrief) -> str:
    return cue_in(topic, said) or cue_in(topic, brief.reading.safe_text) or measured.metric.name


def _nearness(passage: Passage) -> float:
    """Three times the retrieval score, which is a share of 1."""
    return 3 * min(max(passage.score, 0.0), 1.0)


def _agreement(passage: Passage, measured: Measured, brief: DraftBrief) -> float:
    """Points for the same kind of gap, industry and language, as the catalogue lists them; 0 where it lists none."""
    points = 0.0
    if kinds := listed(passage, "gap_types"):
        mine = {measured.category, measured.statement.category} - {GapCategory.OTHER}
        points += 1.0 if mine & set(kinds.split()) else -0.5 if mine else 0.0
    if names := listed(passage, "industries"):
        points += 0.5 if industry_names(brief) & set(names.split()) else -2.5
    return points + (0.5 if passage.language == brief.language.value else 0.0)


def _practical(passage: Passage, brief: DraftBrief) -> float:
    """Points off for what comes too late, takes too long or is on another level than the role."""
    facts = ResourceFacts.of(passage.metadata)
    cautions = cautions_of(facts, brief)
    points = -1.0 * (Caution.AFTER_DEADLINE in cautions) - 1.0 * (Caution.TOO_LONG in cautions)
    said = f"{brief.description.role or ''} {brief.reading.safe_text[:300]}".casefold()
    words = recommend_words(brief.language).role_levels
    suits = next((level for level in ("basic", "advanced") if any(w in said for w in words[level])), None)
    opposite = {"basic": "advanced", "advanced": "basic"}.get(suits or "")
    return points - (0.5 if facts.level is not None and facts.level == opposite else 0.0)


def cautions_of(facts: ResourceFacts, brief: DraftBrief) -> tuple[Caution, ...]:
    """Return what to look at before a resource is booked for a plan with these dates and this language."""
    session = facts.next_session(brief.as_of)
    late = session is not None and session > brief.deadline
    ends = facts.valid_until is not None and facts.valid_until < brief.deadline
    foreign = facts.language is not None and facts.language != brief.language.value
    found = {
        Caution.PREREQUISITES: bool(facts.prerequisites),
        Caution.AFTER_DEADLINE: late,
        Caution.EXPIRES_SOON: ends,
        Caution.OTHER_LANGUAGE: foreign,
        Caution.TOO_LONG: facts.hours is not None and facts.hours > _study_hours(brief.as_of, brief.deadline),
    }
    return tuple(caution for caution, holds in found.items() if holds)


def _study_hours(start: dt.date, end: dt.date) -> float:
    return max((end - start).days, 1) * _WORKDAYS * _HOURS_A_DAY * STUDY_SHARE


def industry_names(brief: DraftBrief) -> frozenset[str]:
    """Return the industries a resource may be listed under to fit this brief."""
    name = industry_of(brief.description.industry, brief.description.role, brief.reading.safe_text)
    return frozenset({name, *industries()[name].kin, "any", "all", GENERAL})


def listed(passage: Passage, key: str) -> str:
    """Return what the catalogue lists under a key, in one text."""
    value = passage.metadata.get(key)
    return " ".join(map(str, value)) if isinstance(value, list) else str(value or "")
