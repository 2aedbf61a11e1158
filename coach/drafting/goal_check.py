"""The SMART check of a drafted goal and of a free goal statement: one set of rules (`coach.domain.smart`)."""

import datetime as dt
import re

from coach.domain.base import Language
from coach.domain.draft import Metric, SmartGoal, TargetStatus
from coach.domain.gap import Direction, GapDescription
from coach.domain.smart import GoalFacts, SmartMarks, check_goal
from coach.drafting.matching import first_found
from coach.drafting.templates import attitude_words, phrases, sources


def facts_of(metric: Metric, *, deadline: dt.date, assumed: bool, as_of: dt.date, language: Language) -> GoalFacts:
    """Return what the rules need to know of a metric with its deadline."""
    named = metric.data_source and metric.data_source != phrases(language).say("source_open_name")
    return GoalFacts(
        language=language,
        as_of=as_of,
        metric=metric.name,
        vague=metric.unit == "none" and is_attitude(metric.name),
        unit=metric.unit,
        direction=metric.direction,
        baseline=metric.baseline,
        target=metric.target,
        disputed=metric.target_status is TargetStatus.DISPUTED,
        data_source=metric.data_source if named else None,
        deadline=deadline,
        deadline_assumed=assumed,
    )


def check_smart(goal: SmartGoal, *, as_of: dt.date, language: Language) -> SmartMarks:
    """Return the marks a drafted goal deserves; the gates compare them with the marks it carries."""
    assumed = goal.deadline_source == "default"
    facts = facts_of(goal.metric, deadline=goal.deadline, assumed=assumed, as_of=as_of, language=language)
    return check_goal(facts.model_copy(update={"answers_gap": bool(goal.addresses)}))


def is_attitude(name: str) -> bool:
    """Return True where a name is an attitude or a trait rather than something one can observe and count."""
    low = name.casefold()
    return any(re.search(pattern, low) for pattern in attitude_words())


def attitude_in(text: str) -> str | None:
    """Return the first attitude a text speaks of, as the text writes it; None where it speaks of none."""
    hits = [m for pattern in attitude_words() if (m := re.search(rf"{pattern}[a-z]*", text, re.IGNORECASE))]
    return min(hits, key=lambda m: (m.start(), -len(m[0])))[0] if hits else None


def check_statement(text: str, *, as_of: dt.date, language: Language | None = None) -> SmartMarks:
    """Return the SMART marks of one goal statement in free text, zh or en.

    A goal names no gap of its own: a figure that moves from a baseline, or to a target, counts as the gap it answers.
    """
    from coach.drafting.intake.read import read_gap

    reading = read_gap(GapDescription(text=text, language=language, as_of=as_of))
    statement = next(iter(reading.gap.statements), None)
    metric = statement.metric if statement else None
    return check_goal(
        GoalFacts(
            language=reading.language,
            as_of=as_of,
            metric=metric,
            vague=statement is not None and statement.unit == "none" and is_attitude(f"{metric} {statement.text}"),
            unit=statement.unit if statement else "none",
            direction=statement.direction if statement else Direction.UP,
            baseline=statement.baseline if statement else None,
            target=statement.target if statement else None,
            data_source=first_found(sources(reading.language), [text]),
            answers_gap=statement is not None,
            deadline=reading.horizon.deadline if reading.horizon else None,
        )
    )
