"""From a reading to evidence: what the engines may cite and recommend.

Drafting sees training and policies as passages and past plans as pattern cards only (DOMAIN rule 9): the principal it
searches with may not read plans.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal, Protocol

from coach.domain.gap import GapDescription, GapStatement
from coach.drafting.evidence import Dropped, Evidence
from coach.drafting.intake.reading import Reading
from coach.drafting.matching import GENERAL, category_of, industry_of, topic_of
from coach.drafting.templates import industries
from coach.drafting.withheld import is_clean
from knowledge_base.records import Asker, Kind, Passage, PatternCard, Principal, Record
from knowledge_base.resources import ResourceFacts, Unavailable
from knowledge_base.tokens import count_tokens

PRINCIPAL = Principal(id="drafting", kinds=frozenset({Kind.TRAINING, Kind.POLICY}))
"""On whose behalf drafting searches: never past plans."""
BUDGET = 4_000
"""Tokens the evidence may use together."""
TRAINING_K = 12
"""Resources asked for by the words of a statement; what may not be offered is taken out afterwards."""
TOPIC_K = 4
"""Resources added that only the words of its topics find."""
TOPIC_SHARE = 0.6
"""What the score of a resource counts that only the words of a topic found, not those of the gap."""
CARDS = 2
"""Most pattern cards for a kind of gap."""
QUERY_CHARACTERS = 1_500
"""A query longer than this says less, not more."""


class KnowledgeSource(Protocol):
    """The part of the knowledge base that drafting uses."""

    def search(  # noqa: PLR0913 - the signature of the knowledge base
        self,
        principal: Principal,
        text: str,
        *,
        kinds: frozenset[Kind] | None = None,
        language: Literal["zh", "en", "any"] = "any",
        k: int = 10,
        abstain: bool = False,
        by_record: bool = True,
    ) -> list[Passage]:
        """Return the passages nearest to the text, best first."""
        ...

    def precedents(  # noqa: PLR0913 - the signature of the knowledge base
        self,
        gap_type: str,
        *,
        language: Literal["zh", "en"],
        industry: str | None = None,
        role: str | None = None,
        asker: Asker | None = None,
        k: int = 3,
    ) -> list[PatternCard]:
        """Return what several past plans about a kind of gap have in common."""
        ...

    def resource(self, record_id: str) -> Record | None:
        """Return a training resource by id."""
        ...

    def fingerprint(self) -> str:
        """Return a fingerprint of everything indexed."""
        ...


def gather(
    reading: Reading,
    description: GapDescription,
    knowledge: KnowledgeSource,
    *,
    budget: int = BUDGET,
    asker: Asker | None = None,
) -> Evidence:
    """Return the evidence for a reading: per statement first, then for the whole text, within the token budget.

    Only `reading.safe_text` and clean words of the statements are ever sent. Nothing is searched where no statement
    was read (conduct only, too vague): there is nothing to cite for. `asker` says whose past plans no card may need;
    None where nobody in particular drafts (the command line without --as).
    """
    if not reading.gap.statements:
        return Evidence(budget=budget)
    found: dict[str, Passage] = {}
    by_statement: list[tuple[str, tuple[str, ...]]] = []
    unavailable: list[tuple[str, Passage, Unavailable]] = []
    for statement in reading.gap.statements:
        passages, gone = _for_statement(statement, reading, description, knowledge)
        unavailable += [(statement.id, passage, why) for passage, why in gone]
        by_statement.append((statement.id, tuple(p.id for p in passages)))
        found.update((p.id, p) for p in passages if p.id not in found)
    whole = _query(reading.safe_text, _role(description, reading))
    for passage in knowledge.search(PRINCIPAL, whole, kinds=frozenset({Kind.POLICY}), k=3, abstain=True):
        found.setdefault(passage.id, passage)
    cards = _cards(reading, description, knowledge, asker)
    evidence = _within(budget, cards, _interleaved(found, by_statement), tuple(by_statement))
    kept_back = tuple(Dropped(passage.id, why.value) for _, passage, why in unavailable)
    return replace(evidence, dropped=(*evidence.dropped, *kept_back), unavailable=tuple(unavailable))


def statement_words(statement: GapStatement, reading: Reading) -> str:
    """Return the words a statement may be searched by: metric and text where clean, with its topics' words."""
    said = [w for w in (statement.metric, statement.text) if w and is_clean(w, reading)]
    cues = [cue for topic in topic_of(statement, reading) for cue in topic.side(reading.language).cues[:3]]
    return " ".join(dict.fromkeys([*said, *cues])) or statement.category.value.replace("_", " ")


def _for_statement(
    statement: GapStatement, reading: Reading, description: GapDescription, knowledge: KnowledgeSource
) -> tuple[list[Passage], list[tuple[Passage, Unavailable]]]:
    """Return what was found, and the training among it that may not be offered on the day of the plan."""
    query = _query(statement_words(statement, reading), _role(description, reading))
    found = _training(knowledge, query, _topic_words(statement, reading))
    states = [(p, ResourceFacts.of(p.metadata).unavailable(description.as_of)) for p in found]
    training = [p for p, why in states if why is None]
    policies = knowledge.search(PRINCIPAL, query, kinds=frozenset({Kind.POLICY}), k=2, abstain=True)
    return [*training, *policies], [(p, why) for p, why in states if why is not None]


def _topic_words(statement: GapStatement, reading: Reading) -> str:
    """Return the words of a statement's topics in both languages: what a catalogue would call it."""
    topics = topic_of(statement, reading)[:2]
    return " ".join(cue for topic in topics for cue in (*topic.zh.cues[:4], *topic.en.cues[:4]))


def _training(knowledge: KnowledgeSource, query: str, topic_words: str) -> list[Passage]:
    """Return training found by the gap's own words, then what only the words of its topics find, at a lower score."""
    kinds, k = frozenset({Kind.TRAINING}), TRAINING_K
    found = knowledge.search(PRINCIPAL, query, kinds=kinds, k=k, abstain=True)
    known = {passage.record_id for passage in found}
    more = knowledge.search(PRINCIPAL, topic_words, kinds=kinds, k=k, abstain=True) if topic_words else []
    lower = (p.model_copy(update={"score": round(p.score * TOPIC_SHARE, 4)}) for p in more if p.record_id not in known)
    return [*found, *list(lower)[:TOPIC_K]]


def _role(description: GapDescription, reading: Reading) -> str | None:
    """Return the role, unless somebody typed a name or something withheld into that field."""
    return description.role if description.role and is_clean(description.role, reading) else None


def _query(text: str, role: str | None) -> str:
    return f"{role or ''} {text}".strip()[:QUERY_CHARACTERS]


def _cards(
    reading: Reading, description: GapDescription, knowledge: KnowledgeSource, asker: Asker | None
) -> list[PatternCard]:
    """Return the approved cards for the kinds of gap read: chosen by kind, industry and role, never by words."""
    name = industry_of(description.industry, description.role, reading.safe_text)
    industry = next(iter(industries()[name].kin), name if name != GENERAL else None)
    found: dict[str, PatternCard] = {}
    for gap_type in dict.fromkeys(category_of(statement).value for statement in reading.gap.statements):
        for card in knowledge.precedents(
            gap_type, language=reading.language.value, industry=industry, role=description.role, asker=asker, k=CARDS
        ):
            if card.gap_type == gap_type:
                found.setdefault(card.id, card)
    return list(found.values())


def _interleaved(found: dict[str, Passage], by_statement: list[tuple[str, tuple[str, ...]]]) -> list[Passage]:
    """Order passages so that every statement's best come first, then the rest."""
    order: dict[str, None] = {}
    depth = max((len(ids) for _, ids in by_statement), default=0)
    for rank in range(depth):
        order.update((ids[rank], None) for _, ids in by_statement if rank < len(ids))
    order.update((i, None) for i in found)
    return [found[i] for i in order]


def _within(
    budget: int,
    cards: Iterable[PatternCard],
    passages: Iterable[Passage],
    by_statement: tuple[tuple[str, tuple[str, ...]], ...],
) -> Evidence:
    used, dropped = 0, []
    kept_cards: list[PatternCard] = []
    kept: list[Passage] = []
    for card in cards:
        if used + (cost := count_tokens(card.text)) <= budget:
            used += cost
            kept_cards.append(card)
        else:
            dropped.append(Dropped(card.id, "budget"))
    for passage in passages:
        if used + (cost := count_tokens(passage.text)) <= budget:
            used += cost
            kept.append(passage)
        else:
            dropped.append(Dropped(passage.id, "budget"))
    return Evidence(tuple(kept), tuple(kept_cards), budget, used, tuple(dropped), by_statement)
