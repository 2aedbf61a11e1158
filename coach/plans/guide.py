"""The conversation guide of a plan: every talk prepared, from what was approved and recorded only.

Nothing is generated: questions and answers are data that HR can read (`guide_words.*.json`); facts are quoted from the
approved content and from recorded check-ins, each with where it stands (DOMAIN rules 2, 6 and 10).
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coach.domain.base import Language
from coach.domain.checkin import PlanHistory
from coach.domain.guide import Avoided, ConversationGuide, GuideFact, Meeting, MeetingKind, Reaction
from coach.domain.people import Actor
from coach.domain.plan import PlanGoal
from coach.domain.policy import Act
from coach.plans.guide_words import FactName, GuideWords, Stage, guide_words
from coach.plans.words import figure
from coach.storage.plans import open_plan
from coach.storage.session import Database

MAX_QUESTIONS = 6
"""More than this is an interrogation."""
FORMAL_DAYS = (30, 60, 90)
"""Formal reviews, in days from the start (DOMAIN: what a plan contains)."""
_NEAR = dt.timedelta(days=3)
"""A planned talk this close to such a day is the formal review: schedules avoid weekends."""
_AHEAD = dt.timedelta(days=7)
"""What is owed within a week of a talk is named in it."""
_STAGES: tuple[tuple[float, Stage], ...] = ((0.22, "learn"), (0.55, "practise"), (0.88, "alone"), (1.01, "keep"))


@dataclass(frozen=True)
class _Talk:
    """One talk of a plan, before it has words."""

    history: PlanHistory
    kind: MeetingKind
    day: dt.date
    before: dt.date
    today: dt.date

    @property
    def language(self) -> Language:
        return self.history.plan.content.language

    @property
    def words(self) -> GuideWords:
        return guide_words(self.language)


def guide_for(database: Database, plan_id: str, *, by: Actor) -> ConversationGuide:
    """Return the guide of a plan, for who leads its talks: the line manager and HR.

    Raises:
        NotFound, NotAllowed: there is no such plan, or its talks are led by others.
    """
    with database.reading() as session:
        history = open_plan(session, plan_id, by=by, act=Act.CHECK_IN).history
    return conversation_guide(history, today=dt.date.today())


def conversation_guide(history: PlanHistory, *, today: dt.date) -> ConversationGuide:
    """Return the guide: the first talk on the day of approval, then one for every planned check-in after it.

    Args:
        history: the plan and what was recorded since.
        today: decides what is overdue, and which talk is the next.
    """
    plan = history.plan
    start = plan.created_at.date()
    planned = {each.on: each.focus for each in plan.content.check_ins if each.on > start}
    days = [start, *sorted(planned)]
    next_day = upcoming(days, today)
    meetings = []
    for number, day in enumerate(days):
        after = days[number + 1] if number + 1 < len(days) else None
        talk = _Talk(history, _kind(number, days), day, days[number - 1] if number else dt.date.min, today)
        meetings.append(_meeting(talk, planned.get(day, talk.words.focus_first), after=after, next_one=day == next_day))
    return ConversationGuide(
        plan_id=plan.id, language=plan.content.language, content_sha256=plan.content_sha256, meetings=tuple(meetings)
    )


def upcoming(days: Sequence[dt.date], today: dt.date) -> dt.date:
    """Return the day of the next talk, or of the last where all are over; `days` rise."""
    return next((day for day in days if day >= today), days[-1])


def _kind(number: int, days: Sequence[dt.date]) -> MeetingKind:
    if number == 0:
        return MeetingKind.FIRST
    if number == len(days) - 1:
        return MeetingKind.FINAL
    formal = (days[0] + dt.timedelta(days=each) for each in FORMAL_DAYS)
    return MeetingKind.FORMAL if any(abs(day - days[number]) <= _NEAR for day in formal) else MeetingKind.ONE_TO_ONE


def _meeting(talk: _Talk, focus: str, *, after: dt.date | None, next_one: bool) -> Meeting:
    words = talk.words
    following = after.isoformat() if after else words.next_open
    return Meeting(
        on=talk.day,
        kind=talk.kind,
        focus=focus,
        opening=tuple(line.format(text=focus) for line in words.openings[talk.kind]),
        facts=tuple(_facts(talk, next_one=next_one)),
        questions=_questions(talk),
        reactions=tuple(Reaction(sign=r.sign, answer=r.answer) for r in words.reactions if talk.kind in r.meetings),
        avoided=tuple(
            Avoided(words=a.words, why=a.why, instead=a.instead) for a in words.avoided if talk.kind in a.meetings
        ),
        closing=tuple(line.format(next=following) for line in words.closing[talk.kind]),
    )


def _facts(talk: _Talk, *, next_one: bool) -> Iterator[GuideFact]:
    content = talk.history.plan.content
    if talk.kind is MeetingKind.FIRST:
        for number, concern in enumerate(content.concerns, start=1):
            yield GuideFact(text=concern, source=f"concern:{number}")
    if talk.kind is not MeetingKind.ONE_TO_ONE:
        for goal in content.goals:
            yield GuideFact(text=_goal(goal, talk), source=f"goal:{goal.id}")
    yield from _progress(talk)
    yield from _owed(talk, next_one=next_one)


def _goal(goal: PlanGoal, talk: _Talk) -> str:
    metric = goal.metric
    settled = metric.baseline is not None and metric.target is not None
    return talk.words.facts["goal" if settled else "goal_open"].format(
        metric=metric.name,
        baseline=figure(metric.baseline, metric.unit, talk.language),
        target=figure(metric.target, metric.unit, talk.language),
        deadline=goal.deadline.isoformat(),
        source=metric.data_source,
    )


def _progress(talk: _Talk) -> Iterator[GuideFact]:
    """The last figure of each goal that was recorded before this talk."""
    for goal in talk.history.plan.content.goals:
        taken = [
            (held.on, step.value)
            for held in talk.history.check_ins
            for step in held.progress
            if step.goal_id == goal.id and step.value is not None and held.on < talk.day
        ]
        if taken:
            on, value = max(taken, key=lambda each: each[0])
            shown = figure(value, goal.metric.unit, talk.language)
            text = talk.words.facts["progress"].format(metric=goal.metric.name, day=on.isoformat(), value=shown)
            yield GuideFact(text=text, source=f"check_in:{on.isoformat()}")


def _owed(talk: _Talk, *, next_one: bool) -> Iterator[GuideFact]:
    """What the employer owes: what comes due around this talk, and in the next one whatever is overdue today."""
    notes = {note.commitment_id: note for note in talk.history.commitments}
    reviewed = talk.kind in (MeetingKind.FORMAL, MeetingKind.FINAL)
    for each in talk.history.plan.content.commitments:
        note = notes.get(each.id)
        here = each.due <= talk.day + _AHEAD and (reviewed or each.due > _after(talk.before))
        name: FactName | None
        if note is not None:
            name = ("kept" if note.kept else "explained") if reviewed and here else None
        elif each.due < talk.today:
            name = "late" if next_one or (reviewed and here) else None
        else:
            name = "owed" if here else None
        if name is not None:
            text = talk.words.facts[name].format(text=each.text.rstrip("。."), due=each.due.isoformat())
            yield GuideFact(text=text, source=each.id)


def _after(before: dt.date) -> dt.date:
    return before + _AHEAD if before > dt.date.min else before


def _questions(talk: _Talk) -> tuple[str, ...]:
    plan = talk.history.plan
    categories = tuple(dict.fromkeys(goal.category for goal in plan.content.goals))
    asked = list(talk.words.questions[talk.kind])
    if talk.kind is MeetingKind.FIRST:
        asked[2:2] = [talk.words.categories[category] for category in categories]
    elif talk.kind is MeetingKind.ONE_TO_ONE:
        start, end = plan.created_at.date(), plan.content.check_ins[-1].on
        share = (talk.day - start) / max(end - start, dt.timedelta(days=1))
        stage = next(name for limit, name in _STAGES if share < limit)
        asked[:0] = [talk.words.stages[stage]]
        if stage in ("learn", "practise"):
            asked[1:1] = [talk.words.categories[category] for category in categories]
    return tuple(asked[:MAX_QUESTIONS])
