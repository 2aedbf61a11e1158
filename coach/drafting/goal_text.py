"""The wording of a goal and its milestones, zh and en."""

import re

from coach.domain.base import Language
from coach.domain.draft import Milestone
from coach.domain.gap import Direction
from coach.drafting.body import DraftBrief
from coach.drafting.disputes import Dispute
from coach.drafting.figures import day
from coach.drafting.matching import industry_of
from coach.drafting.metric import Measured
from coach.drafting.schedule import Calendar, step_targets
from coach.drafting.templates import actions, fill, industries, phrases
from coach.drafting.text_numbers import numbers_in
from coach.drafting.withheld import is_clean

_TIMES = ("s", "min", "h", "days")
_MAX_PERIOD = 30


def goal_statement(measured: Measured, brief: DraftBrief) -> str:
    """Return the goal in one sentence: deadline, metric, baseline, target where adopted, data source."""
    say = phrases(brief.language).say
    metric = measured.metric
    slots = {
        "by": say("by_day", deadline=day(brief.deadline, brief.language)),
        "metric": spaced(measured.said, brief.language),
        "improve": say(_change(measured)),
        "verb": say(f"verb_{_change(measured)}"),
        "source_says": source_says(measured),
        "baseline": "" if metric.baseline is None else _with_period(measured, metric.baseline, brief),
        "target": "" if metric.target is None else target_said(measured),
    }
    return tidy(say(_shape(measured), **slots), brief.language)


def _shape(measured: Measured) -> str:
    metric = measured.metric
    if measured.dispute is Dispute.ALREADY_MET and metric.baseline is not None:
        return "goal_met"
    if measured.dispute:
        return "goal_disputed" if metric.baseline is not None else "goal_disputed_no_baseline"
    if metric.target is not None:
        return "goal_both" if metric.baseline is not None else "goal_target"
    return "goal_baseline" if metric.baseline is not None else "goal_neither"


def _change(measured: Measured) -> str:
    if measured.metric.direction is Direction.UP:
        return "raise"
    return "shorten" if measured.metric.unit.partition("/")[0] in _TIMES else "lower"


def target_said(measured: Measured) -> str:
    """Return the target with its side: 2%以内, at least 4.2, 100%."""
    metric, say = measured.metric, phrases(measured.language).say
    if metric.target is None:
        return ""
    up = metric.direction is Direction.UP
    if metric.target_range:
        low, high = (measured.figure(v) for v in metric.target_range)
        key = "between" if up else "between_down"
        return say(key, low=low, high=high, target=measured.figure(metric.target))
    if metric.target == 0 or (metric.unit == "%" and metric.target == 100):
        return say("exactly", figure=measured.figure(metric.target))
    return say("at_least" if up else "at_most", figure=measured.figure(metric.target))


def source_says(measured: Measured) -> str:
    """Return the half sentence that names the data source, or leaves it to the manager."""
    say = phrases(measured.language).say
    if not measured.source_named:
        return say("source_open")
    return say("source_named", source=definite(measured.metric.data_source, measured.language))


def definite(source: str, language: Language) -> str:
    """Return a data source with its English article where it needs one."""
    if language is Language.ZH or source.istitle() or source.startswith(("a ", "an ", "the ")):
        return source
    return f"the {source}"


def _with_period(measured: Measured, value: float, brief: DraftBrief) -> str:
    said, period = measured.figure(value), (measured.statement.period or "").strip(" ，,。.")
    if not period or len(period) > _MAX_PERIOD or not is_clean(period, brief.reading):
        return said
    if period in measured.said or period in said:
        return said
    return phrases(brief.language).say("from_period", figure=said, period=period)


def milestones(measured: Measured, brief: DraftBrief, calendar: Calendar) -> tuple[Milestone, ...]:
    """Return the milestones at the formal reviews; figures only where baseline and target are both adopted."""
    days = [due for due, _ in calendar.reviews()]
    metric = measured.metric
    targets: tuple[float | None, ...] = (None,) * len(days)
    if metric.baseline is not None and metric.target is not None:
        shares = tuple(calendar.share(d) for d in days[:-1])
        avoid = numbers_in(brief.reading.safe_text)
        targets = step_targets(metric.baseline, metric.target, (*shares, 1.0), avoid=avoid)
    elif metric.target is not None:
        targets = (*targets[:-1], metric.target)
    made = [
        Milestone(due=due, target=target, check=_check(measured, brief, target))
        for due, target in zip(days[:-1], targets[:-1], strict=True)
    ]
    return (*made, Milestone(due=brief.deadline, target=targets[-1], check=_final(measured)))


def _check(measured: Measured, brief: DraftBrief, target: float | None) -> str:
    say = phrases(brief.language).say
    check = fill(actions(brief.language)[measured.category].check, **action_slots(measured, brief))
    if target is not None:
        side = "at_least" if measured.metric.direction is Direction.UP else "at_most"
        aim = say(side, figure=measured.figure(target))
        return tidy(say("milestone_target", target=aim, check=check), brief.language)
    key = "milestone_trend" if measured.metric.target is not None else "milestone_open"
    return tidy(say(key, check=check), brief.language)


def _final(measured: Measured) -> str:
    say = phrases(measured.language).say
    named = measured.source_named
    source = definite(measured.metric.data_source, measured.language) if named else say("source_open_short")
    slots = {"source": source, "metric": spaced(measured.short, measured.language), "target": target_said(measured)}
    key = "milestone_final" if measured.metric.target is not None else "milestone_final_open"
    return tidy(say(key, **slots), measured.language)


def action_slots(measured: Measured, brief: DraftBrief) -> dict[str, str]:
    """Return what action templates may name, in the words of the industry."""
    industry = industry_of(brief.description.industry, brief.description.role, brief.reading.safe_text)
    words = industries()[industry].words(brief.language)
    return {
        "metric": spaced(measured.short, brief.language),
        "goal": spaced(measured.said, brief.language),
        **words.model_dump(),
    }


def spaced(name: str, language: Language) -> str:
    """Return the name with room where it begins or ends with Latin letters inside a Chinese sentence."""
    if language is Language.EN or not name:
        return name
    return f"{' ' * name[0].isascii()}{name}{' ' * name[-1].isascii()}"


def tidy(text: str, language: Language) -> str:
    """Return the text with spaces as people set them: a Latin word in Chinese keeps one, punctuation has none."""
    text = re.sub(r" {2,}", " ", text.strip())
    if language is Language.ZH:
        return re.sub(r" ?([，。；：、（）“”《》]) ?", r"\1", text)
    return text[:1].upper() + text[1:]
