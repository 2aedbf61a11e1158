"""Coverage by topic and the list of unmet needs, for L&D and HR: only counts, none of fewer than three employees."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from coach.domain.base import Model
from coach.domain.gap import GapCategory
from coach.domain.people import Actor
from coach.domain.policy import Act
from coach.domain.recommendation import AlternativeKind, NoResourceCause
from coach.drafting.templates import topics
from coach.storage.access import require
from coach.storage.session import Database
from coach.training.grouping import FEWEST, Group, grouped
from coach.training.marks import NeedMark, marks_of
from coach.training.needs import Need, needs_in
from coach.training.period import Period
from knowledge_base.base import KnowledgeBase
from knowledge_base.embeddings import Vectors


class Label(Model):
    """What a group is about, without anybody's own words."""

    gap_type: GapCategory
    """Kind of gap."""
    topic: str | None
    """Id of the topic; None where the group is of metrics, or of a kind of gap."""
    zh: str
    """The topic in Chinese; empty where there is none."""
    en: str
    """The topic in English; empty where there is none."""
    metrics: tuple[str, ...]
    """Names of the measure that at least three employees' drafts share."""


class CoverageRow(Model):
    """How often the catalogue had something for one topic or kind of gap."""

    key: str
    """Key of the group."""
    label: Label
    """What it is about."""
    employees: int | None
    """Different employees; null means fewer than 3, and then nothing else is told."""
    needs: int | None
    """Goals of their drafts."""
    with_resource: int | None
    """Of these, goals with a recommendation; null where fewer than 3 employees are on one of the two sides."""
    without_resource: int | None
    """Of these, goals without; null likewise."""
    languages: tuple[tuple[str, int | None], ...]
    """Language of the drafts and goals in it; null where fewer than 3 employees stand behind it."""


class Coverage(Model):
    """Which needs of a period had a resource."""

    period: Period
    """The days."""
    needs: int | None
    """Goals of all drafts; null where fewer than 3 employees stand behind them."""
    with_resource: int | None
    """Of these, with a recommendation; null where fewer than 3 employees are on one of the two sides."""
    rows: tuple[CoverageRow, ...]
    """Most employees first."""


class UnmetNeed(Model):
    """A need for which drafting found nothing."""

    key: str
    """Key of the group; give it to mark the need."""
    label: Label
    """What it is about."""
    employees: int | None
    """Different employees; null means fewer than 3, and then nothing else is told."""
    times: int | None
    """Goals without a resource."""
    languages: tuple[str, ...]
    """Languages of the drafts, where at least 3 employees stand behind each."""
    last_seen: dt.date | None
    """Day of the last such draft."""
    instead: dict[AlternativeKind, int]
    """What was offered instead, and how often."""
    not_available: int | None
    """Of these, needs for which the catalogue has something that has expired or has no session."""
    mark: NeedMark | None
    """What somebody decided about it."""


class UnmetNeeds(Model):
    """The needs of a period for which drafting found nothing."""

    period: Period
    """The days."""
    needs: tuple[UnmetNeed, ...]
    """Most employees first."""


class NeedReports:
    """What L&D sees of needs.

    Args:
        database: the store.
        knowledge: the knowledge base; its embedder tells which metrics are worded alike.
    """

    def __init__(self, database: Database, knowledge: KnowledgeBase) -> None:
        self._database = database
        self._knowledge = knowledge

    def coverage(self, period: Period, *, by: Actor) -> Coverage:
        """How often drafts of a period had a resource, by topic and language.

        Raises:
            NotAllowed: the actor may not see needs.
        """
        require(by, Act.SEE_NEEDS, what="catalogue")
        needs = self._needs(period)
        rows = tuple(_coverage_row(group, self._label(group)) for group in grouped(needs, self._embed))
        total, split = _counted(needs), _split(needs)
        return Coverage(period=period, needs=total, with_resource=split[0] if split else None, rows=rows)

    def unmet(self, period: Period, *, by: Actor) -> UnmetNeeds:
        """The needs of a period for which drafting found nothing, grouped.

        Raises:
            NotAllowed: the actor may not see needs.
        """
        require(by, Act.SEE_NEEDS, what="catalogue")
        groups = grouped([need for need in self._needs(period) if not need.met], self._embed)
        with self._database.reading() as session:
            marks = marks_of(session)
        return UnmetNeeds(period=period, needs=tuple(_unmet(g, self._label(g), marks) for g in groups))

    def _needs(self, period: Period) -> list[Need]:
        with self._database.reading() as session:
            return needs_in(session, period)

    def _embed(self, texts: Sequence[str]) -> Vectors:
        return self._knowledge.preparation.embedder.embed_documents(texts)

    def _label(self, group: Group) -> Label:
        """What a group is about; a word that the redactor would mask is left out."""
        label = _label(group)
        redact = self._knowledge.preparation.redactor.redact
        return label.model_copy(update={"metrics": tuple(w for w in label.metrics if redact(w).text == w)})


def _label(group: Group) -> Label:
    topic = next((each for each in topics() if each.id == group.topic), None)
    return Label(
        gap_type=topic.category if topic else group.category,
        topic=group.topic,
        zh=topic.zh.cues[0] if topic else "",
        en=topic.id.replace("_", " ") if topic else "",
        metrics=group.words,
    )


def _people(needs: Sequence[Need]) -> int:
    return len({need.person for need in needs})


def _counted(needs: Sequence[Need]) -> int | None:
    return len(needs) if not needs or _people(needs) >= FEWEST else None


def _split(needs: Sequence[Need]) -> tuple[int, int] | None:
    """Goals with and without a resource; None where one side could point to somebody."""
    met = [need for need in needs if need.met]
    unmet = [need for need in needs if not need.met]
    if any(side and _people(side) < FEWEST for side in (met, unmet)):
        return None
    return len(met), len(unmet)


def _by_language(group: Group) -> tuple[tuple[str, int | None], ...]:
    """Goals by language; where one count would be hidden none is told, or it could be worked out from the others."""
    sides = {lang: [need for need in group.needs if need.language == lang] for lang in ("zh", "en")}
    filled = {lang: some for lang, some in sides.items() if some}
    hidden = any(_people(some) < FEWEST for some in filled.values())
    return tuple((lang, None if hidden else len(some)) for lang, some in filled.items())


def _coverage_row(group: Group, label: Label) -> CoverageRow:
    known = group.employees >= FEWEST
    split = _split(group.needs) if known else None
    return CoverageRow(
        key=group.key,
        label=label,
        employees=group.employees if known else None,
        needs=len(group.needs) if known else None,
        with_resource=split[0] if split else None,
        without_resource=split[1] if split else None,
        languages=_by_language(group) if known else (),
    )


def _unmet(group: Group, label: Label, marks: dict[str, NeedMark]) -> UnmetNeed:
    known = group.employees >= FEWEST
    needs = group.needs if known else ()
    found = [marks[key] for key in {group.key, *group.also} if key in marks]
    gone = [need for need in needs if need.cause is NoResourceCause.NOT_AVAILABLE]
    return UnmetNeed(
        key=group.key,
        label=label,
        employees=group.employees if known else None,
        times=len(needs) if known else None,
        languages=tuple(lang for lang, count in _by_language(group) if known and count is not None),
        last_seen=max((need.on for need in needs), default=None),
        instead=dict(Counter(kind for need in needs for kind in need.instead).most_common()),
        not_available=_counted(gone) if known else None,
        mark=max(found, key=lambda mark: mark.at, default=None),
    )
