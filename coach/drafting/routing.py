"""Whether a plan is the right step (DOMAIN rule 1): plan, coach first, or HR first, with the reasons."""

from coach.domain.draft import Route, RouteTo
from coach.domain.gap import FlagKind, QuestionAbout
from coach.drafting.intake.reading import Reading
from coach.drafting.metric_words import is_concrete
from coach.drafting.templates import phrases


def route_of(reading: Reading) -> Route:
    """Return the step that should come first.

    HR first for conduct and for protected facts; coach first where it is doubtful that the expectation was told or
    support given; else a plan.
    """
    say = phrases(reading.language).say
    flags = {flag.kind for flag in reading.gap.flags}
    asked = reading.open_doubts
    drawable = any(is_concrete(statement, reading) for statement in reading.gap.statements)
    reasons = []
    if FlagKind.CONDUCT_NOT_CAPABILITY in flags:
        reasons.append(say("route_conduct"))
    if FlagKind.PROTECTED_STATUS in flags:
        reasons.append(say("route_protected"))
    to = RouteTo.HR_FIRST if reasons else RouteTo.PLAN
    if reasons and drawable:
        reasons.append(say("route_held"))
    if QuestionAbout.EXPECTATION_COMMUNICATED in asked:
        reasons.append(say("route_expectation"))
    if QuestionAbout.SUPPORT_GIVEN in asked:
        reasons.append(say("route_support"))
    if reasons and to is RouteTo.PLAN:
        to = RouteTo.COACH_FIRST
    if not reasons:
        reasons.append(say("route_plan" if drawable else "route_plan_vague"))
    return Route(to=to, reasons=tuple(reasons))
