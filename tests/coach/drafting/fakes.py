"""A small knowledge base with the real protocol, and readings as intake hands them on."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Literal

from coach.domain.base import Language, Span
from coach.domain.gap import (
    Direction,
    Flag,
    FlagKind,
    Gap,
    GapCategory,
    GapDescription,
    GapStatement,
    Question,
    QuestionAbout,
)
from coach.drafting.body import DraftBrief
from coach.drafting.intake.reading import Horizon, Reading
from coach.drafting.retrieval import gather
from coach.drafting.routing import route_of
from coach.drafting.schedule import deadline_of
from knowledge_base.records import Asker, Kind, Passage, PatternCard, Principal, Record
from knowledge_base.segmentation import segment

AS_OF = dt.date(2026, 3, 2)
"""A Monday."""


@dataclass
class FakeKnowledge:
    """Word overlap over a handful of records; remembers what it was asked, and by whom."""

    records: list[Record] = field(default_factory=list)
    cards: list[PatternCard] = field(default_factory=list)
    askers: list[Asker | None] = field(default_factory=list)
    asked: list[tuple[Principal, str, frozenset[Kind] | None]] = field(default_factory=list)

    def search(
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
        self.asked.append((principal, text, kinds))
        wanted = set(segment(text))
        found = []
        for record in self.records:
            if record.kind not in principal.kinds or (kinds and record.kind not in kinds):
                continue
            shared = len(wanted & set(segment(f"{record.title} {record.text}")))
            if shared or not abstain:
                found.append(as_passage(record, score=float(shared)))
        return sorted(found, key=lambda p: -p.score)[:k]

    def precedents(
        self,
        gap_type: str,
        *,
        language: Literal["zh", "en"],
        industry: str | None = None,
        role: str | None = None,
        asker: Asker | None = None,
        k: int = 3,
    ) -> list[PatternCard]:
        self.askers.append(asker)
        return self.cards[:k]

    def resource(self, record_id: str) -> Record | None:
        return next((r for r in self.records if r.id == record_id), None)

    def fingerprint(self) -> str:
        return "fake"


def as_passage(record: Record, *, score: float = 1.0) -> Passage:
    return Passage(
        id=f"{record.id}#0",
        record_id=record.id,
        kind=record.kind,
        title=record.title,
        text=record.text,
        language=record.language,
        source=record.source,
        score=score,
        metadata=record.metadata,
    )


def training(record_id: str, title: str, text: str, language: Literal["zh", "en"] = "en", **metadata: Any) -> Record:
    return Record(
        id=record_id,
        kind=Kind.TRAINING,
        title=title,
        text=text,
        language=language,
        metadata=metadata,
        source="catalogue.jsonl",
    )


def policy(record_id: str, title: str, text: str, language: Literal["zh", "en"] = "en") -> Record:
    return Record(id=record_id, kind=Kind.POLICY, title=title, text=text, language=language, source="policies.jsonl")


def card(gap_type: GapCategory, *steps: tuple[str, str | None, int]) -> PatternCard:
    return PatternCard(
        id=f"pattern:{gap_type.value}:manufacturing",
        gap_type=gap_type.value,
        industry="manufacturing",
        plans=5,
        title="What similar plans had in common",
        text="Self-checks with weekly feedback; most reached their target.",
        steps=steps,
        score=0.5,
    )


CATALOGUE = [
    training(
        "t-solder",
        "Soldering without rework",
        "Joint by joint practice with an inspector.",
        skills=["rework"],
        gap_types=["quality_errors"],
    ),
    training("t-solder-zh", "焊接返工减少实操", "按焊点逐个练习,检验员点评。", "zh", skills=["返工", "焊接"]),
    training("t-poetry", "Reading poetry aloud", "An evening course for pleasure."),
    policy("p-rework", "Rework policy", "The rework rate of a station should stay at 1.5% or below."),
]
"""A catalogue of four."""


def statement(text: str, **changes: Any) -> GapStatement:
    """A gap of rework rate, 6 % to 2 %, unless changed."""
    start = changes.pop("start", 0)
    values: dict[str, Any] = {
        "id": "s1",
        "text": text,
        "start": start,
        "end": start + len(text),
        "category": GapCategory.QUALITY_ERRORS,
        "metric": "rework rate",
        "unit": "%",
        "direction": Direction.DOWN,
        "baseline": 6,
        "target": 2,
    }
    return GapStatement(**{**values, **changes})


def reading(text: str, *statements: GapStatement, language: Language = Language.EN, **changes: Any) -> Reading:
    gap = Gap(
        statements=statements,
        flags=tuple(changes.pop("flags", ())),
        questions=tuple(changes.pop("questions", ())),
    )
    values: dict[str, Any] = {
        "horizon": None,
        "names": (),
        "identifiers": (),
        "withheld": (),
        "safe_text": text,
    }
    return Reading(language=language, gap=gap, **{**values, **changes})


def brief(
    text: str,
    *statements: GapStatement,
    language: Language = Language.EN,
    knowledge: FakeKnowledge | None = None,
    role: str | None = None,
    industry: str | None = None,
    **changes: Any,
) -> DraftBrief:
    read = reading(text, *statements, language=language, **changes)
    description = GapDescription(text=text, as_of=AS_OF, role=role, industry=industry)
    evidence = gather(read, description, knowledge or FakeKnowledge(records=CATALOGUE))
    deadline, source = deadline_of(read.horizon, AS_OF)
    return DraftBrief(description, read, evidence, deadline, source, route_of(read))


def flag(kind: FlagKind, text: str, start: int = 0) -> Flag:
    return Flag(kind=kind, text=text, start=start, end=start + len(text), reason="because")


def question(about: QuestionAbout) -> Question:
    return Question(id="q1", about=about, statement=None, text="?")


def until(days: int, text: str = "stated") -> Horizon:
    return Horizon(AS_OF + dt.timedelta(days=days), "text", text, 0, len(text))


def span(whole: str, part: str) -> Span:
    start = whole.index(part)
    return Span(start=start, end=start + len(part), text=part)
