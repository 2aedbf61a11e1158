"""The scorers every live draft is stored with; the offline runs use the very same."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from coach.domain.base import Language
from coach.domain.draft import Draft, SmartGoal, TargetStatus
from coach.domain.gap import FlagKind, QuestionAbout
from coach.drafting.text_numbers import numbers_in
from coach.scoring import Score, Scorer
from evals.scorers.judged import share

HAN = re.compile(r"[\u3400-\u9fff]")
WITHHELD = frozenset({FlagKind.PROTECTED_STATUS, FlagKind.CONDUCT_NOT_CAPABILITY, FlagKind.INJECTION, FlagKind.PII})


class _Check(Protocol):
    def __call__(self, draft: Draft) -> tuple[int, int, str]: ...


@dataclass(frozen=True)
class DraftScorer:
    """A share over the parts of a draft: how many of how many are right."""

    name: str
    """Name of the score."""
    check: _Check
    """Draft -> (right, in all, what is wrong)."""

    def score(self, judged: Draft) -> Score:
        """Return the share, unscored where there is nothing to judge."""
        return share(self.name, *self.check(judged))


def live_scorers() -> tuple[Scorer[Draft], ...]:
    """Every scorer that needs the draft alone."""
    return (
        DraftScorer("citations_valid", _citations),
        DraftScorer("closed_catalogue", _catalogue),
        DraftScorer("goal_resourced", _resourced),
        DraftScorer("language_kept", _language),
        DraftScorer("no_invented_number", _numbers),
        DraftScorer("nothing_withheld_shown", _withheld),
        DraftScorer("open_is_asked", _open_asked),
        DraftScorer("smart", _smart),
        DraftScorer("support_promised", _support),
    )


def _count(right: list[bool], names: list[str]) -> tuple[int, int, str]:
    wrong = [name for name, ok in zip(names, right, strict=True) if not ok]
    return sum(right), len(right), ", ".join(wrong[:5])


def _citations(draft: Draft) -> tuple[int, int, str]:
    known = {item.id for item in draft.evidence}
    cited = [c for goal in draft.goals for c in goal.citations] + [c for r in draft.resources for c in r.citations]
    return _count([c in known for c in cited], cited)


def _catalogue(draft: Draft) -> tuple[int, int, str]:
    known = {item.source for item in draft.evidence if item.kind == "training"}
    ids = [resource.resource_id for resource in draft.resources]
    return _count([i in known for i in ids], ids)


def _resourced(draft: Draft) -> tuple[int, int, str]:
    served = {r.for_goal for r in draft.resources} | {n.for_goal for n in draft.no_resource}
    ids = [goal.id for goal in draft.goals]
    return _count([i in served for i in ids], ids)


def _language(draft: Draft) -> tuple[int, int, str]:
    chinese = draft.language is Language.ZH
    return _count([bool(HAN.search(g.statement)) == chinese for g in draft.goals], [g.id for g in draft.goals])


def _numbers(draft: Draft) -> tuple[int, int, str]:
    """Numbers of a statement stand in the manager's words, in the goal's slots, or are list numbers to twelve."""
    said = " ".join(text for s in draft.gap.statements for text in (s.text, *(e.text for e in s.evidence)))
    allowed = {float(n) for n in range(13)} | numbers_in(said)
    found = [(goal.id, n, allowed | _slots(goal)) for goal in draft.goals for n in numbers_in(goal.statement)]
    return _count([n in known for _, n, known in found], [f"{goal} {n:g}" for goal, n, _ in found])


def _slots(goal: SmartGoal) -> set[float]:
    metric = goal.metric
    return {float(v) for v in (metric.baseline, metric.target, *(metric.target_range or ())) if v is not None}


def _plan_texts(draft: Draft) -> Iterator[str]:
    for goal in draft.goals:
        yield goal.statement
        yield from (action.text for action in goal.actions)
        yield from (milestone.check for milestone in goal.milestones)
    yield from (resource.why for resource in draft.resources)
    yield from (commitment.text for commitment in draft.commitments)
    yield from (check_in.focus for check_in in draft.check_ins)


def _withheld(draft: Draft) -> tuple[int, int, str]:
    shown = "\n".join(_plan_texts(draft)).casefold()
    hidden = [flag.text for flag in draft.gap.flags if flag.kind in WITHHELD] + [w.text for w in draft.wording]
    hidden = [text for text in hidden if len(text) > 1]
    return _count([text.casefold() not in shown for text in hidden], [f"#{n}" for n in range(len(hidden))])


def _open_asked(draft: Draft) -> tuple[int, int, str]:
    asked = {question.about for question in draft.gap.questions}
    open_goals = [goal for goal in draft.goals if goal.metric.target_status is TargetStatus.OPEN]
    sought = {QuestionAbout.TARGET, QuestionAbout.EVIDENCE}
    return _count([bool(asked & sought)] * len(open_goals), [goal.id for goal in open_goals])


def _smart(draft: Draft) -> tuple[int, int, str]:
    marks = [(f"{goal.id} {name}", mark.met) for goal in draft.goals for name, mark in goal.smart]
    return _count([met for _, met in marks], [name for name, _ in marks])


def _support(draft: Draft) -> tuple[int, int, str]:
    owed = [bool(draft.commitments), bool(draft.check_ins)] if draft.goals else []
    return _count(owed, ["commitments", "check_ins"][: len(owed)])
