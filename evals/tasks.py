"""What is tried: a task is a way to turn a sample into an output, and the scorers that judge it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from coach.domain.base import Language
from coach.domain.gap import GapDescription
from coach.scoring import Scorer
from evals.errors import NoSuchTask
from evals.samples import DATASETS, Sample
from evals.scorers.judged import Judged
from knowledge_base.records import Kind, Principal

if TYPE_CHECKING:
    from coach.domain.draft import Draft
    from coach.drafting.pipeline import Drafter
    from knowledge_base.base import KnowledgeBase

EngineName = Literal["auto", "grounded", "model"]
AS_OF = dt.date(2026, 11, 23)
"""The day a sample without a date counts from, so that a run next year gives the same figures."""
EVAL_READER = Principal(id="evals", kinds=frozenset({Kind.TRAINING, Kind.POLICY}))


@dataclass(frozen=True)
class Parts:
    """What a task may use, handed in by whoever wires the product."""

    drafter: Callable[[], "Drafter"]
    """Opens the drafting pipeline when a task needs it."""
    knowledge: Callable[[], "KnowledgeBase"]
    """Opens the knowledge base when a task needs it."""
    engine: EngineName = "grounded"
    """Which engine drafts."""


@dataclass(frozen=True)
class Task:
    """A way to turn a sample into an output, and the scorers that judge it."""

    name: str
    """Name in logs."""
    solve: Callable[[Sample], Any]
    """Sample -> output."""
    scorers: tuple[Scorer[Judged], ...]
    """Each gives one score a sample."""
    dataset: Path = field(default=DATASETS)
    """The project's own dataset for it."""
    uses_knowledge: bool = True
    """Whether the knowledge base shapes the output (its fingerprint is then logged)."""


def task_named(name: str, parts: Parts) -> Task:
    """The task of this name.

    Raises:
        NoSuchTask: there is none.
    """
    if name not in TASKS:
        raise NoSuchTask(f"There is no task {name!r}.", f"One of: {', '.join(TASKS)}.")
    return TASKS[name](parts)


def _draft_task(parts: Parts) -> Task:
    from evals.scorers.expected import draft_scorers

    def solve(sample: Sample) -> "Draft":
        given = sample.input
        description = GapDescription(
            text=given["text"],
            role=given.get("role"),
            industry=given.get("industry"),
            as_of=dt.date.fromisoformat(given["as_of"]) if "as_of" in given else AS_OF,
        )
        return parts.drafter().draft(description, engine=parts.engine)

    return Task(name="draft", solve=solve, scorers=draft_scorers(), dataset=DATASETS / "draft.jsonl")


def _tone_task(_parts: Parts) -> Task:
    from coach.tone.check import check_tone
    from evals.scorers.wording import tone_scorers

    return Task(
        name="tone",
        solve=lambda sample: check_tone(sample.input["text"], language=Language(sample.language)),
        scorers=tone_scorers(),
        dataset=DATASETS / "tone.jsonl",
        uses_knowledge=False,
    )


def _retrieval_task(parts: Parts) -> Task:
    from evals.scorers.ranking import ranking_scorers

    def solve(sample: Sample) -> Any:
        kinds = frozenset({Kind.TRAINING})
        return parts.knowledge().search(EVAL_READER, sample.input["text"], kinds=kinds, k=10, abstain=True)

    return Task(name="retrieval", solve=solve, scorers=ranking_scorers(), dataset=DATASETS / "retrieval.jsonl")


TASKS: dict[str, Callable[[Parts], Task]] = {"draft": _draft_task, "tone": _tone_task, "retrieval": _retrieval_task}
"""Name -> how it is made."""
