"""A plan in the other language: lines from templates are written again from the same facts, a person's words stay.

Figures, dates, owners, resource ids and titles are never touched. A line that no template wrote (a person's, a model's)
stays in its language and is marked; so does one whose rendering would change a number.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from coach.domain.base import Language
from coach.domain.draft import Draft, ResourceRecommendation, SmartGoal
from coach.domain.revision import LineEdit, LineMark, RevisionKind
from coach.drafting.goal_check import check_smart
from coach.drafting.revision.lines import TEXTS, goal_on, lines_of, statement_of
from coach.drafting.revision.versions import edits_of, next_revision
from coach.drafting.templates import phrases
from coach.drafting.text_numbers import numbers_in
from coach.errors import InvalidInput

_Key = tuple[str, str | None, str]


def translated(  # noqa: PLR0913 - the plan, its two renderings, and who asks
    draft: Draft, here: Draft, there: Draft, *, as_of: dt.date, by: str, at: dt.datetime
) -> Draft:
    """The plan in the language of `there`, as the next version.

    Args:
        draft: the version to translate, with its id.
        here: what the grounded engine writes from the same text today, in the draft's language.
        there: the same in the other language, from the same evidence.
        as_of: the day the plan counts from.
        by: who asks.
        at: when (UTC).

    Raises:
        InvalidInput: the draft is in that language already.
    """
    if draft.language is there.language:
        raise InvalidInput("This plan is in that language already.", "Choose the other one.")
    words = _Words(_rendered(here, there), [])
    goals = tuple(_goal(goal, words, there, as_of) for goal in draft.goals)
    revision = next_revision(draft, RevisionKind.TRANSLATE, parts=(there.language.value,), by=by, at=at)
    whole = {s: tuple(words.said(s, None, item) for item in getattr(draft, s)) for s in ("commitments", "check_ins")}
    resources = tuple(_resource(each, there, draft, words.marks) for each in draft.resources)
    nothing = tuple(_nothing(draft, there, words.marks))
    edits = tuple(_moved(edit, words.known) for edit in edits_of(draft))
    return draft.model_copy(update={
        "id": None, "language": there.language, "route": there.route, "gap": there.gap, "goals": goals, **whole,
        "resources": resources, "no_resource": nothing, "wording": there.wording,
        "revision": revision.model_copy(update={"marks": tuple(words.marks), "edits": edits}),
    })  # fmt: skip


@dataclass(frozen=True)
class _Words:
    """The lines known in both languages, and those that are not."""

    known: dict[_Key, str]
    marks: list[LineMark]

    def said(self, section: str, statement: str | None, item: Any) -> Any:
        """The item in the other language; unchanged and marked where no template wrote it."""
        text = getattr(item, TEXTS[section])
        other = self.known.get((section, statement, text))
        if other is None:
            self.marks.append(LineMark(section=section, text=text, kind="untranslated"))
            return item
        return item.model_copy(update={TEXTS[section]: other})


def _goal(goal: SmartGoal, words: _Words, there: Draft, as_of: dt.date) -> SmartGoal:
    name = statement_of(goal)
    parts = {s: tuple(words.said(s, name, item) for item in getattr(goal, s)) for s in ("milestones", "actions")}
    made: SmartGoal = words.said("goals", name, goal).model_copy(update=parts)
    if is_foreign(goal.metric.name, there.language):
        words.marks.append(LineMark(section="metrics", text=goal.metric.name, kind="untranslated"))
    return _with_marks(_with_metric(made, there), as_of, there.language)


def is_foreign(text: str, language: Language) -> bool:
    """Whether words stand in the other language: the manager's own, quoted as they are."""
    has_han = any("\u4e00" <= char <= "\u9fff" for char in text)
    return has_han if language is Language.EN else not has_han and any(char.isalpha() for char in text)


def _rendered(here: Draft, there: Draft) -> dict[_Key, str]:
    """Line -> the same line in the other language, where both renderings have as many and the numbers agree."""
    found: dict[_Key, str] = {}
    one, two = _grouped(here), _grouped(there)
    for group, lines in one.items():
        others = two.get(group, [])
        if len(lines) == len(others) and group[0] != "resources":
            found |= {(*group, a): b for a, b in zip(lines, others, strict=True) if numbers_in(a) == numbers_in(b)}
    return found


def _grouped(draft: Draft) -> dict[tuple[str, str | None], list[str]]:
    groups: dict[tuple[str, str | None], list[str]] = {}
    for line in lines_of(draft):
        groups.setdefault((line.section, line.statement), []).append(line.text)
    return groups


def _with_metric(goal: SmartGoal, there: Draft) -> SmartGoal:
    """The goal with what the product, not the manager, says about its metric in the other language."""
    other = goal_on(there, statement_of(goal))
    open_names = {phrases(language).say("source_open_name") for language in Language}
    source = goal.metric.data_source
    if source in open_names:
        source = phrases(there.language).say("source_open_name")
    told = {(s.value, s.citations): s for s in (other.metric.target_suggestions if other else ())}
    suggestions = tuple(told.get((s.value, s.citations), s) for s in goal.metric.target_suggestions)
    metric = goal.metric.model_copy(update={"data_source": source, "target_suggestions": suggestions})
    return goal.model_copy(update={"metric": metric})


def _with_marks(goal: SmartGoal, as_of: dt.date, language: Language) -> SmartGoal:
    """The goal with its SMART reasons in the other language; no mark is won or lost by it."""
    marks = check_smart(goal, as_of=as_of, language=language)
    names = type(goal.smart).model_fields
    same = {n: getattr(marks, n).model_copy(update={"met": getattr(goal.smart, n).met}) for n in names}
    return goal.model_copy(update={"smart": marks.model_copy(update=same)})


def _resource(
    resource: ResourceRecommendation, there: Draft, draft: Draft, marks: list[LineMark]
) -> ResourceRecommendation:
    """The same resource with its reason in the other language, where the engine would give one."""
    name = next((statement_of(g) for g in draft.goals if g.id == resource.for_goal), None)
    goal = goal_on(there, name)
    for each in there.resources:
        if goal is not None and (each.resource_id, each.for_goal) == (resource.resource_id, goal.id):
            return resource.model_copy(update={"why": each.why, "match": each.match, "facts": each.facts})
    marks.append(LineMark(section="resources", text=resource.why, kind="untranslated"))
    return resource


def _nothing(draft: Draft, there: Draft, marks: list[LineMark]) -> Iterator[Any]:
    for none in draft.no_resource:
        name = next((statement_of(g) for g in draft.goals if g.id == none.for_goal), None)
        goal = goal_on(there, name)
        other = next((n for n in there.no_resource if goal is not None and n.for_goal == goal.id), None)
        if other is None:
            marks.append(LineMark(section="no_resource", text=none.reason, kind="untranslated"))
            yield none
        else:
            yield other.model_copy(update={"for_goal": none.for_goal})


def _moved(edit: LineEdit, known: dict[_Key, str]) -> LineEdit:
    """An edit whose line has been written in the other language still knows which line it was."""
    other = known.get((edit.section, edit.statement, edit.was or ""))
    return edit.model_copy(update={"was": other}) if other is not None else edit
