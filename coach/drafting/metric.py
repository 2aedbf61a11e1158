"""The metric of a goal: its name as it may be said, its figures, its source and likely targets."""

import re
from dataclasses import dataclass

from coach.domain.base import Language
from coach.domain.draft import Metric, TargetStatus, TargetSuggestion
from coach.domain.gap import Direction, GapCategory, GapStatement
from coach.drafting.body import DraftBrief
from coach.drafting.disputes import Dispute, dispute_of
from coach.drafting.figures import figure
from coach.drafting.matching import category_of, first_found, sentences_of, shared_terms
from coach.drafting.metric_words import counting_word, metric_name, name_in_sentence, short_name
from coach.drafting.templates import fill, phrases, sources
from coach.drafting.withheld import is_clean
from knowledge_base.records import Kind, PatternCard

_RATE_NAMED = re.compile(
    r"(?:每|月|周|日)(?:均|度|月|周|日|天)|monthly|weekly|daily|(?:a|per) (?:month|week|day)", re.IGNORECASE
)
_SHARES = {"%": 100, "‰": 1000, "per_10000": 10_000}
"""Shares have an end; a suggestion beyond it would be nonsense."""
_POLICY_UNITS = {
    "%": r"[%％]",
    "‰": "‰",
    "min": r"(?:分钟|minutes?)",
    "h": r"(?:小时|hours?)",
    "days": r"(?:天|个?工作日|days?)",
}


@dataclass(frozen=True)
class Measured:
    """A statement's metric together with how to speak of it."""

    statement: GapStatement
    """The gap it measures."""
    metric: Metric
    """The metric of the goal."""
    said: str
    """Its name inside a sentence of the draft's language (English with its article)."""
    short: str
    """The same without where and when, for the second mention."""
    dispute: Dispute | None
    """What speaks against the stated target."""
    word: str
    """The counting word the manager used."""
    language: Language
    """The language it is said in."""

    @property
    def category(self) -> GapCategory:
        """The kind of gap its templates are taken from."""
        return category_of(self.statement)

    def figure(self, value: float) -> str:
        """Return a value of this metric as people write it; "monthly sales" need no "a month" behind the figure."""
        unit = self.metric.unit
        if _RATE_NAMED.search(self.said):
            unit = unit.partition("/")[0]
        return figure(value, unit, self.language, word=self.word)

    @property
    def source_named(self) -> bool:
        """True where the text names the place the figure is read from."""
        return self.metric.data_source != phrases(self.language).say("source_open_name")


def measured(statement: GapStatement, brief: DraftBrief) -> Measured:
    """Return the metric of a statement, with nothing in it that the text does not say."""
    dispute = dispute_of(statement, brief.reading.gap)
    adopted = statement.target is not None and dispute is None
    name = metric_name(statement, brief.reading)
    metric = Metric(
        name=name,
        unit=statement.unit,
        direction=statement.direction,
        baseline=statement.baseline,
        target=statement.target if adopted else None,
        target_range=statement.target_range if adopted else None,
        target_status=TargetStatus.DISPUTED if dispute else TargetStatus.STATED if adopted else TargetStatus.OPEN,
        data_source=_source(statement, name, brief),
        target_suggestions=() if adopted else _suggestions(statement, name, brief),
    )
    said = name_in_sentence(name, statement, brief.language)
    short = short_name(said, statement, brief.language)
    return Measured(statement, metric, said, short, dispute, counting_word(statement, brief), brief.language)


def _source(statement: GapStatement, name: str, brief: DraftBrief) -> str:
    """Return the place the text names for the figure: in the sentences of the metric, else right beside them.

    Beside means in the same paragraph; a bare system name there is not enough, it may be mentioned for another reason.
    """
    own, beside = _places(statement, name, brief)
    patterns = sources(brief.language)
    found = first_found(patterns, own)
    if found is None:
        found = first_found(patterns, beside)
        found = None if found and found.isascii() and found.isalnum() else found
    if found and is_clean(found, brief.reading) and found.casefold() not in name.casefold():
        return found
    return phrases(brief.language).say("source_open_name")


def _places(statement: GapStatement, name: str, brief: DraftBrief) -> tuple[list[str], list[str]]:
    """Return the sentences that speak of the metric, and their neighbours in the same paragraph."""
    own: list[str] = []
    beside: list[str] = []
    for paragraph in brief.reading.safe_text.splitlines():
        sentences = sentences_of(paragraph)
        places = [i for i, sentence in enumerate(sentences) if _speaks_of(sentence, statement, name)]
        own += [sentences[i] for i in places]
        beside += [sentences[i + d] for i in places for d in (1, -1) if 0 <= i + d < len(sentences)]
    return own, beside


def _speaks_of(sentence: str, statement: GapStatement, name: str) -> bool:
    if name.casefold() in sentence.casefold():
        return True
    return any(len(said) > 3 and said in sentence for said in (statement.text, *(e.text for e in statement.evidence)))


def _suggestions(statement: GapStatement, name: str, brief: DraftBrief) -> tuple[TargetSuggestion, ...]:
    """Return likely targets: usual steps of pattern cards and figures of policies, on the better side of the start."""
    found = [suggestion for card in brief.evidence.cards for suggestion in _from_card(card, statement, brief)]
    found += _from_policies(statement, name, brief)
    return tuple(s for s in found if _better(s.value, statement))[:3]


def _from_card(card: PatternCard, statement: GapStatement, brief: DraftBrief) -> list[TargetSuggestion]:
    """Return the target that lies as far from the start as it usually did in similar plans of the same direction."""
    if card.gap_type != category_of(statement) or not statement.baseline:
        return []
    steps = [s for s in card.steps if s[0] == statement.direction.value and s[1] in (statement.unit, None)]
    found = []
    for _, _, percent in sorted(steps, key=lambda step: step[1] is None)[:1]:
        change = percent / 100 if statement.direction is Direction.UP else -percent / 100
        value = float(f"{statement.baseline * (1 + change):.2g}")
        if statement.unit in _SHARES and value >= _SHARES[statement.unit]:
            continue
        because = fill(phrases(brief.language).say("suggest_card", plans=str(card.plans), percent=str(percent)))
        found.append(TargetSuggestion(value=value, because=because, citations=(card.id,)))
    return found


def _from_policies(statement: GapStatement, name: str, brief: DraftBrief) -> list[TargetSuggestion]:
    unit = _POLICY_UNITS.get(statement.unit)
    found = []
    for passage in brief.evidence.found_for(statement.id):
        if passage.kind is not Kind.POLICY or unit is None:
            continue
        for sentence in sentences_of(passage.text):
            value = re.search(rf"(\d+(?:\.\d+)?)\s*{unit}", sentence)
            if value and shared_terms(name, sentence):
                because = phrases(brief.language).say("suggest_policy", title=passage.title)
                found.append(TargetSuggestion(value=float(value[1]), because=because, citations=(passage.id,)))
                break
    return found


def _better(value: float, statement: GapStatement) -> bool:
    if statement.baseline is None:
        return True
    return value > statement.baseline if statement.direction is Direction.UP else value < statement.baseline
