"""What the employer owes and when people meet: commitments and check-ins."""

import datetime as dt
from collections.abc import Iterator, Sequence

from coach.domain.base import Language
from coach.domain.draft import Commitment, Owner, PlannedCheckIn
from coach.domain.gap import FlagKind, QuestionAbout
from coach.drafting.body import DraftBrief
from coach.drafting.disputes import Dispute
from coach.drafting.goal_text import action_slots, definite, spaced, tidy
from coach.drafting.matching import causes_in
from coach.drafting.metric import Measured
from coach.drafting.schedule import Calendar
from coach.drafting.templates import phrases
from coach.drafting.withheld import is_clean

MAX_COMMITMENTS = 12
"""What a manager can keep."""
_QUOTABLE = 16
_STAGES = ((0.22, "focus_learn"), (0.55, "focus_practise"), (0.88, "focus_alone"), (1.01, "focus_keep"))


def commitments(
    measured: Sequence[Measured], brief: DraftBrief, calendar: Calendar, *, with_training: bool
) -> tuple[Commitment, ...]:
    """Return what the employer owes, in order of date; without goals only what has to happen before a plan."""
    made = list(_basic(measured, brief, calendar) if measured else _before_a_plan(brief, calendar))
    if measured:
        made += _data(measured, brief, calendar)
        made += _open_points(measured, brief, calendar)
        made += _from_causes(measured, brief, calendar)
        if with_training:
            made.append(_owed("commit_training", Owner.LND, calendar.after(14), brief))
    unique = {c.text: c for c in made}
    return tuple(sorted(list(unique.values())[:MAX_COMMITMENTS], key=lambda c: c.due))


def _owed(key: str, owner: Owner, due: dt.date, brief: DraftBrief, **slots: str) -> Commitment:
    text = tidy(phrases(brief.language).say(key, **slots), brief.language)
    return Commitment(text=text, owner=owner, due=due)


def _basic(measured: Sequence[Measured], brief: DraftBrief, calendar: Calendar) -> Iterator[Commitment]:
    yield _owed("commit_open", Owner.MANAGER, calendar.after(3), brief)
    yield from _doubts(brief, calendar)
    yield _owed("commit_care", Owner.HR, calendar.after(5), brief)
    yield _owed("commit_mentor", Owner.MANAGER, calendar.after(7), brief, **action_slots(measured[0], brief))
    yield _owed("commit_one_to_one", Owner.MANAGER, calendar.end, brief)


def _before_a_plan(brief: DraftBrief, calendar: Calendar) -> Iterator[Commitment]:
    flags = {flag.kind for flag in brief.reading.gap.flags}
    if FlagKind.CONDUCT_NOT_CAPABILITY not in flags:
        yield _owed("commit_examples", Owner.MANAGER, calendar.after(7), brief)
    yield from _doubts(brief, calendar)


_DOUBTS = {
    QuestionAbout.EXPECTATION_COMMUNICATED: "commit_expectation",
    QuestionAbout.SUPPORT_GIVEN: "commit_support",
    QuestionAbout.ROOT_CAUSE: "commit_cause",
}


def _doubts(brief: DraftBrief, calendar: Calendar) -> Iterator[Commitment]:
    """What the manager doubts is cleared by the manager, before the employee is asked to change anything."""
    asked = brief.reading.open_doubts
    for about, key in _DOUBTS.items():
        if about in asked:
            yield _owed(key, Owner.MANAGER, calendar.after(5), brief)


def joined(measured: Sequence[Measured], language: Language) -> str:
    """Return the short names of the metrics as one list, each once."""
    return listed([spaced(m.short, language) for m in measured], language)


def listed(names: Sequence[str], language: Language) -> str:
    """Join names the way people do: a, b and c; each once."""
    say, unique = phrases(language).say, list(dict.fromkeys(names))
    return say("join_last").join([say("join").join(unique[:-1]), unique[-1]]) if len(unique) > 1 else "".join(unique)


def _data(measured: Sequence[Measured], brief: DraftBrief, calendar: Calendar) -> Iterator[Commitment]:
    """One commitment for each named source, one for all metrics whose source is still open."""
    by_source: dict[str, list[Measured]] = {}
    for m in (m for m in measured if m.metric.unit != "none"):
        by_source.setdefault(m.metric.data_source if m.source_named else "", []).append(m)
    for source, group in by_source.items():
        slots = {"metric": joined(group, brief.language), "source": definite(source, brief.language)}
        key = "commit_data" if source else "commit_data_open"
        yield _owed(key, Owner.MANAGER, calendar.after(7), brief, **slots)


def _open_points(measured: Sequence[Measured], brief: DraftBrief, calendar: Calendar) -> Iterator[Commitment]:
    groups = {
        "commit_dispute": [m for m in measured if m.dispute is Dispute.IMPOSSIBLE],
        "commit_met": [m for m in measured if m.dispute is Dispute.ALREADY_MET],
        "commit_target": [m for m in measured if m.metric.target is None and not m.dispute],
        "commit_baseline": [m for m in measured if m.metric.baseline is None and m.metric.unit != "none"],
    }
    for key, group in groups.items():
        if group:
            names = listed([spaced(m.said, brief.language) for m in group], brief.language)
            yield _owed(key, Owner.MANAGER, calendar.after(7), brief, metric=names)


def _from_causes(measured: Sequence[Measured], brief: DraftBrief, calendar: Calendar) -> Iterator[Commitment]:
    """Obstacles and offers of support the text mentions; its words are quoted only where short and clean."""
    for cause, words in causes_in(brief.reading.safe_text, brief.language):
        text = cause.side(brief.language).text
        part_of_name = any(words.casefold() in m.metric.name.casefold() for m in measured)
        if cause.id == "already_trained" or part_of_name or not is_clean(words, brief.reading):
            continue
        if "{words}" in text and (len(words) > _QUOTABLE * 2 or any(c.isdigit() for c in words)):
            continue
        said = tidy(text.replace("{words}", words), brief.language)
        yield Commitment(text=said, owner=cause.owner, due=calendar.after(cause.days))


def check_ins(measured: Sequence[Measured], brief: DraftBrief, calendar: Calendar) -> tuple[PlannedCheckIn, ...]:
    """Return weekly one-to-ones with a focus each, and the formal reviews; none without goals."""
    if not measured:
        return ()
    reviews = dict(calendar.reviews())
    near = {r + dt.timedelta(days=d) for r in reviews for d in range(-3, 4)}
    weekly = [d for d in calendar.check_ins() if d not in near]
    found = [PlannedCheckIn(on=d, focus=_review(n, d, measured, brief, calendar)) for d, n in reviews.items()]
    turns: dict[str, int] = {}
    for number, on in enumerate(weekly):
        key = "focus_first" if number == 0 else next(k for limit, k in _STAGES if calendar.share(on) < limit)
        turn = turns.get(key, 0)
        turns[key] = turn + 1
        metric = joined(measured, brief.language) if key == "focus_first" else _one(measured, number, brief)
        focus = phrases(brief.language).take(key, turn, {"metric": metric})
        found.append(PlannedCheckIn(on=on, focus=tidy(focus, brief.language)))
    return tuple(sorted(found, key=lambda c: c.on))


def _one(measured: Sequence[Measured], number: int, brief: DraftBrief) -> str:
    return spaced(measured[number % len(measured)].short, brief.language)


def _review(days: int | None, on: dt.date, measured: Sequence[Measured], brief: DraftBrief, calendar: Calendar) -> str:
    last = on == calendar.reviews()[-1][0]
    key = ("focus_final_days" if days else "focus_final") if last else ("focus_review" if days else "focus_review_mid")
    slots = {"days": str(days), "metrics": joined(measured, brief.language)}
    return tidy(phrases(brief.language).say(key, **slots), brief.language)
