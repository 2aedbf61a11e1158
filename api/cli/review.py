"""`coach review`: send a draft to review and decide on it, as a named person."""

import click

from api.cli.context import actor, application, as_option
from api.cli.output import json_option, print_json, table
from coach.domain.review import Review, ReviewOutcome, Verdict


@click.group("review")
def command() -> None:
    """Review: submit, list, show, decide, complete."""


@command.command("submit")
@click.argument("draft_id")
@as_option
@json_option
def submit(draft_id: str, username: str | None, as_json: bool) -> None:
    """Send a draft to review."""
    with application() as app:
        _print(app.queue.submit(draft_id, by=actor(app, username)), as_json=as_json)


@command.command("list")
@as_option
@json_option
def list_(username: str | None, as_json: bool) -> None:
    """List the reviews this person may see."""
    with application() as app:
        reviews = app.queue.list(actor(app, username))
        if as_json:
            print_json(reviews)
        else:
            table((r.id, r.state, f"{r.decided}/{r.total}", r.created_at.date()) for r in reviews)


@command.command("show")
@click.argument("review_id")
@as_option
@json_option
def show(review_id: str, username: str | None, as_json: bool) -> None:
    """Show every suggestion of a review with its decision."""
    with application() as app:
        _print(app.queue.show(review_id, by=actor(app, username)), as_json=as_json)


@command.command("decide")
@click.argument("review_id")
@click.argument("suggestion_id")
@click.argument("verdict", type=click.Choice([each.value for each in Verdict]))
@click.option("--reason", required=True, help="Why, in a sentence.")
@click.option("--text", help="Your text, of an edit.")
@as_option
@json_option
def decide(
    review_id: str, suggestion_id: str, verdict: str, *, username: str | None, as_json: bool, **given: str | None
) -> None:
    """Accept, edit or reject one suggestion. SUGGESTION_ID `all` decides every open one alike (not with edit)."""
    with application() as app:
        by = actor(app, username)
        review = app.queue.show(review_id, by=by)
        for each in review.undecided if suggestion_id == "all" else (suggestion_id,):
            review = app.decisions.decide(
                review_id, each, verdict=Verdict(verdict), reason=given["reason"] or "", text=given["text"], by=by,
                version=review.version,
            )  # fmt: skip
        _print(review, as_json=as_json)


@command.command("complete")
@click.argument("review_id")
@click.argument("outcome", type=click.Choice([each.value for each in ReviewOutcome]))
@click.option("--reason", default="", help="Why; required to return or escalate.")
@as_option
@json_option
def complete(review_id: str, outcome: str, reason: str, username: str | None, as_json: bool) -> None:
    """Approve (which makes the plan), return to the author, or escalate."""
    with application() as app:
        by = actor(app, username)
        version = app.queue.show(review_id, by=by).version
        plan = app.decisions.complete(review_id, outcome=ReviewOutcome(outcome), reason=reason, by=by, version=version)
        if as_json:
            print_json({"review": app.queue.show(review_id, by=by), "plan": plan})
        else:
            click.echo(f"plan {plan.id}" if plan else f"review {outcome}")


def _print(review: Review, *, as_json: bool) -> None:
    if as_json:
        print_json(review)
        return
    click.echo(f"review {review.id}  {review.state}  draft {review.draft_id}  version {review.version}")
    for reason in review.second_look:
        click.echo(f"  ! {reason}")
    for each in review.suggestions:
        decided = f"{each.decision.verdict}: {each.decision.reason}" if each.decision else "undecided"
        click.echo(f"  {each.id}\t{decided}\n      {each.text}")
