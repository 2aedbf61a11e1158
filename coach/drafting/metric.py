"""The metric of a goal: its name as it may be said, its figures, its source and likely targets."""

import re
from dataclasses import dataclass

from coach.domain.base import Language
from coach.domain.draft import Metric, TargetStatus, TargetSuggestion
from coach.domain.gap import Direction, GapStatement
from coach.drafting.body import DraftBrief
from coach.drafting.disputes import Dispute, dispute_of
from coach.drafting.figures import figure
from coach.drafting.matching import first_found, sentences_of, shared_terms
from coach.drafting.templates import fill, phrases, sources
from coach.drafting.withheld import is_clean
from knowledge_base.records import Kind

_OWN = re.compile(r"^(?:her|his|their|my|our|your|its|the|a|an)\s+", re.IGNORECASE)
_CLASSIFIER = re.compile(
    r"[\d一二两三四五六七八九十百]\s*(个工作日|工作日|[票单件次起份例笔台条宗张辆套项封通页篇名]|个(?!月|星期|小时|人))"
)
_WORKING_DAYS = re.compile(r"(working|business) days?", re.IGNORECASE)
_POLICY_UNITS = {
    "%": r"[%％]",
    "‰": "‰",
    "min": r"(?:分钟|minutes?)",
    "h": r"(?:小时|hours?)",
    "days": r"(?:天|个?工作日|days?)",
}
_PLACE = re.compile(r"\s(?:at|on|in|for|during|within|from)\s|\s\(")
_MAX_NAME = 60


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

    def figure(self, value: float) -> str:
        """Return a value of this metric as people write it."""
        return figure(value, self.metric.unit, self.language, word=self.word)

    @property
    def source_named(self) -> bool:
        """True where the text names the place the figure is read from."""
        return self.metric.data_source != phrases(self.language).say("source_open_name")


def measured(statement: GapStatement, brief: DraftBrief) -> Measured:
    """Return the metric of a statement, with nothing in it that the text does not say."""
    dispute = dispute_of(statement, brief.reading.gap)
    adopted = statement.target is not None and dispute is None
    name = _name(statement, brief)
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
    said = _said(name, brief.language)
    word = _word(statement, brief)
    return Measured(statement, metric, said, _shortened(said), dispute, word, brief.language)


def _name(statement: GapStatement, brief: DraftBrief) -> str:
    """Return the manager's own name of the metric where it is clean, else the plain name of the category."""
    name = (statement.metric or "").strip(" ，。,.;；:：")
    if name and len(name) <= _MAX_NAME and is_clean(name, brief.reading):
        return name
    return phrases(brief.language).say(f"category_{statement.category.value}")


def _said(name: str, language: Language) -> str:
    """Put the name into a sentence: English gets an article, except plurals and abbreviations."""
    if language is Language.ZH:
        return name
    bare = _OWN.sub("", name)
    first, _, rest = bare.partition(" ")
    if first[1:].islower() or len(first) == 1:
        bare = first[0].lower() + bare[1:]
    head = re.split(r"\s(?:of|on|in|per|for|within|from|to|by|with|at)\s", bare)[0]
    plural = re.search(r"[^su]s$", head) is not None
    return bare if plural or (not rest and first.isupper()) else f"the {bare}"


def _shortened(said: str) -> str:
    """Cut "the scrap rate on the cell sheet" to "the scrap rate"; a name of one word is not cut."""
    head = _PLACE.split(said)[0]
    return head if len(head.split()) > 2 or head == said else said


def _word(statement: GapStatement, brief: DraftBrief) -> str:
    said = " ".join([statement.text, *(e.text for e in statement.evidence)])
    if brief.language is Language.EN:
        found = _WORKING_DAYS.search(said)
        return f"{found[1].lower()} days" if found and statement.unit == "days" else ""
    found = _CLASSIFIER.search(said) if statement.unit.startswith(("count", "days")) else None
    if found is None or (statement.unit.startswith("days") and "工作日" not in found[1]):
        return ""
    return "个工作日" if "工作日" in found[1] else found[1]


def _source(statement: GapStatement, name: str, brief: DraftBrief) -> str:
    """Return the place the text names for the figure: in the sentences of the metric, else right beside them.

    A bare system name beside them is not enough: it may be mentioned for another reason.
    """
    sentences = sentences_of(brief.reading.safe_text)
    places = [i for i, s in enumerate(sentences) if _speaks_of(s, statement, name)]
    beside = [sentences[i + d] for i in places for d in (1, -1) if 0 <= i + d < len(sentences)]
    patterns = sources(brief.language)
    found = first_found(patterns, (sentences[i] for i in places)) or first_found(patterns, beside)
    bare = found is not None and found.isascii() and found.isalnum() and not any(found in sentences[i] for i in places)
    if found and not bare and is_clean(found, brief.reading) and found.casefold() not in name.casefold():
        return found
    return phrases(brief.language).say("source_open_name")


def _speaks_of(sentence: str, statement: GapStatement, name: str) -> bool:
    if name.casefold() in sentence.casefold():
        return True
    return any(len(said) > 3 and said in sentence for said in (statement.text, *(e.text for e in statement.evidence)))


def _suggestions(statement: GapStatement, name: str, brief: DraftBrief) -> tuple[TargetSuggestion, ...]:
    """Return likely targets: medians of pattern cards and figures of policies, on the better side of the baseline."""
    found = [
        TargetSuggestion(
            value=value,
            because=fill(phrases(brief.language).say("suggest_card", plans=str(card.plans))),
            citations=(card.id,),
        )
        for card in brief.evidence.cards
        if card.gap_type == statement.category
        for value, unit in card.targets
        if unit == statement.unit
    ]
    found += _from_policies(statement, name, brief)
    return tuple(s for s in found if _better(s.value, statement))[:3]


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
