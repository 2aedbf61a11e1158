"""What happens to a body that a gate refused: sections are replaced or thinned out, the draft never fails."""

from dataclasses import replace

from coach.domain.draft import NoResource, SectionSource, SmartGoal
from coach.domain.gap import Gap, GapStatement
from coach.drafting.body import DraftBody, DraftBrief, Engine, GateFinding
from coach.drafting.gate_figures import known_numbers
from coach.drafting.gate_text import Finder
from coach.drafting.gates import check_body, item_findings
from coach.drafting.templates import phrases


def with_fallback(body: DraftBody, grounded: DraftBody, findings: list[GateFinding]) -> DraftBody:
    """Return the body with every refused section taken from the grounded body; wholly grounded where goals differ."""
    refused = {finding.section: finding.rule for finding in findings}
    if "body" in refused or [g.id for g in body.goals] != [g.id for g in grounded.goals]:
        return grounded.model_copy(update={"prompts": body.prompts, "usage": body.usage})
    goals = tuple(_goal(mine, theirs, refused) for mine, theirs in zip(body.goals, grounded.goals, strict=True))
    update: dict[str, object] = {"goals": goals}
    if {"resources", "no_resource"} & refused.keys():
        update |= {"resources": grounded.resources, "no_resource": grounded.no_resource}
    if "commitments" in refused:
        update["commitments"] = grounded.commitments
    if "check_ins" in refused:
        update["check_ins"] = grounded.check_ins
    return body.model_copy(update={**update, "sections": tuple(_source(s, refused) for s in body.sections)})


def _goal(mine: SmartGoal, grounded: SmartGoal, refused: dict[str, str]) -> SmartGoal:
    if f"goals.{mine.id}" in refused:
        return grounded
    return mine.model_copy(update={"actions": grounded.actions}) if f"actions.{mine.id}" in refused else mine


def _source(section: SectionSource, refused: dict[str, str]) -> SectionSource:
    name = section.section
    goal = f"goals.{name.partition('.')[2]}"
    if name not in refused and goal not in refused:
        return section
    return SectionSource(section=name, engine="grounded", reason=refused.get(name) or refused[goal])


def mended(body: DraftBody, brief: DraftBrief, engine: Engine) -> DraftBody:
    """Return a grounded body that passes the gates: refused goals are written again in plain words, then left out.

    Args:
        body: a body of the grounded engine, or one it stands in for.
        brief: what it was written from.
        engine: the grounded engine.
    """
    refused = {f.section for f in check_body(body, brief)}
    if not refused:
        return body
    if any(section.startswith("goals.") for section in refused):
        body = engine.draft(_plain(brief))
        refused = {f.section for f in check_body(body, brief)}
    return _without(body, brief, refused) if refused else body


def _plain(brief: DraftBrief) -> DraftBrief:
    """Return the brief without the manager's names of things: figures and categories remain."""

    def bare(statement: GapStatement) -> GapStatement:
        return statement.model_copy(update={"metric": None, "period": None})

    gap: Gap = brief.reading.gap
    gap = gap.model_copy(update={"statements": tuple(map(bare, gap.statements))})
    return replace(brief, reading=replace(brief.reading, gap=gap))


def _without(body: DraftBody, brief: DraftBrief, refused: set[str]) -> DraftBody:
    goals = tuple(_thinned(g, body, brief) for g in body.goals if f"goals.{g.id}" not in refused)
    goals = tuple(g for g in goals if g.actions)
    ids = {g.id for g in goals}
    resources = () if "resources" in refused else tuple(r for r in body.resources if r.for_goal in ids)
    nothing = tuple(n for n in body.no_resource if n.for_goal in ids and "no_resource" not in refused)
    covered = {r.for_goal for r in resources} | {n.for_goal for n in nothing}
    return body.model_copy(
        update={
            "goals": goals,
            "resources": resources,
            "no_resource": (*nothing, *(_nothing(i, brief) for i in sorted(ids - covered))),
            "commitments": tuple(c for c in body.commitments if not _bad(c.text, "commitments", body, brief)),
            "check_ins": tuple(c for c in body.check_ins if ids and not _bad(c.focus, "check_ins", body, brief)),
        }
    )


def _thinned(goal: SmartGoal, body: DraftBody, brief: DraftBrief) -> SmartGoal:
    kept = tuple(a for a in goal.actions if not _bad(a.text, f"actions.{goal.id}", body, brief))
    return goal.model_copy(update={"actions": kept})


def _bad(text: str, section: str, body: DraftBody, brief: DraftBrief) -> bool:
    return bool(item_findings(text, section, known_numbers(body, brief), Finder(brief)))


def _nothing(goal_id: str, brief: DraftBrief) -> NoResource:
    say = phrases(brief.language).say
    return NoResource(
        for_goal=goal_id, reason=say("no_resource_plain_reason"), instead=say("no_resource_plain_instead")
    )
