"""The actions of a goal: learn, practise with feedback, do alone, keep; specific to topic, category and industry."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from coach.domain.draft import Action, Owner, ResourceRecommendation
from coach.drafting.body import DraftBrief
from coach.drafting.disputes import Dispute
from coach.drafting.goal_text import action_slots, tidy
from coach.drafting.matching import causes_in, topic_of
from coach.drafting.metric import Measured
from coach.drafting.schedule import Calendar
from coach.drafting.templates import Template, actions, fill, phrases
from coach.drafting.withheld import is_clean

MAX_ACTIONS = 8
"""More is a list nobody works through."""
_READ = ("reading", "book", "article", "video", "training")
SHORT_PLAN_DAYS = 14
"""A shorter plan has room for one action a stage, by the employee."""
_SHARES = {"learn": (0.12, 0.22), "practise": (0.42, 0.52), "alone": (0.8, 0.85), "keep": (1.0, 1.0)}


@dataclass
class Said:
    """Which texts a draft has used already, so that two goals of one kind do not read alike."""

    texts: set[str] = field(default_factory=set)
    """The texts."""

    def first_time(self, text: str) -> bool:
        """Return True the first time a text is met."""
        if text in self.texts:
            return False
        self.texts.add(text)
        return True


def goal_actions(
    measured: Measured, brief: DraftBrief, calendar: Calendar, *, learnt_from: ResourceRecommendation | None, said: Said
) -> tuple[Action, ...]:
    """Return the actions of one goal in order of date.

    Args:
        measured: the metric and its statement.
        brief: what may be used.
        calendar: the plan's dates.
        learnt_from: the resource recommended for this goal, if any; studying it becomes an action.
        said: texts that other goals have used.
    """
    say = phrases(brief.language).say
    slots = action_slots(measured, brief)
    if measured.dispute is Dispute.ALREADY_MET:
        return (_action(say("action_hold", **slots), Owner.EMPLOYEE, calendar, 1.0, brief),)
    made: list[Action] = []
    if measured.metric.unit == "none" and measured.metric.target is None:
        made.append(_action(say("action_agree", **slots), Owner.EMPLOYEE, calendar, 0.1, brief))
    made += [
        _action(fill(t.text, **slots), t.owner, calendar, share, brief)
        for t, share in _templates(measured, brief, calendar)
    ]
    if learnt_from:
        key = "learn_resource" if learnt_from.kind in _READ else "join_resource"
        text = say(key, title=learnt_from.title, **slots)
        made.append(_action(text, Owner.EMPLOYEE, calendar, 0.3, brief))
    made += _given_already(brief, calendar, said)
    fresh = [a for a in made if said.first_time(a.text)]
    return tuple(sorted(fresh, key=lambda a: a.due))[:MAX_ACTIONS]


def _action(text: str, owner: Owner, calendar: Calendar, share: float, brief: DraftBrief) -> Action:
    return Action(text=tidy(text, brief.language), owner=owner, due=calendar.at(share))


def _templates(measured: Measured, brief: DraftBrief, calendar: Calendar) -> Iterator[tuple[Template, float]]:
    """Yield the templates with the share of the plan by which each is due; a topic replaces the general wording."""
    kinds = actions(brief.language)[measured.category]
    topic = next(iter(topic_of(measured.statement, brief.reading)), None)
    for stage in ("learn", "practise", "alone", "keep"):
        templates: list[Template] = list(getattr(kinds, stage))
        if topic and stage in ("learn", "practise"):
            text = getattr(topic.side(brief.language), stage)
            templates[0] = Template(owner=Owner.EMPLOYEE, text=text)
        if calendar.days < SHORT_PLAN_DAYS:
            templates = templates[:1]
        yield from zip(templates, _SHARES[stage], strict=False)


def _given_already(brief: DraftBrief, calendar: Calendar, said: Said) -> Iterator[Action]:
    """Where training was given before, start from it instead of repeating it (once a draft)."""
    for cause, words in causes_in(brief.reading.safe_text, brief.language):
        text = cause.side(brief.language).text
        if cause.id == "already_trained" and is_clean(words, brief.reading) and text not in said.texts:
            yield Action(text=tidy(text, brief.language), owner=cause.owner, due=calendar.after(min(cause.days, 5)))
