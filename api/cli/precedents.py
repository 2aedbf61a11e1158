"""`coach precedents`: pattern cards on their way into drafts, decided by HR as a named person."""

import click

from api.cli.context import actor, application, as_option
from api.cli.output import json_option, print_json, table
from coach.domain.precedent import CardRelease, CardVerdict


@click.group("precedents")
def command() -> None:
    """Pattern cards: what groups of past plans have in common. Drafting uses them once HR has approved them."""


@command.command("list")
@click.option(
    "--status", type=click.Choice(["proposed", "approved", "rejected", "superseded", "withdrawn"]), help="Only these."
)
@as_option
@json_option
def list_(status: str | None, username: str | None, as_json: bool) -> None:
    """Compute the cards anew and list them, newest first."""
    with application() as app:
        by = actor(app, username)
        app.precedents.refresh(by)
        found = app.precedents.list(by, status=status)
        if as_json:
            print_json(found)
        else:
            table((each.id, each.status, "in use" if each.in_use else "", each.title_zh) for each in found)


@command.command("show")
@click.argument("release")
@as_option
@json_option
def show(release: str, username: str | None, as_json: bool) -> None:
    """Show one release in both languages."""
    with application() as app:
        _print(app.precedents.show(release, actor(app, username)), as_json=as_json)


def _decision(verdict: CardVerdict, what: str) -> None:
    @command.command(verdict.value, help=what)
    @click.argument("releases", nargs=-1, required=True)
    @click.option("--reason", required=True, help="Why, in a sentence.")
    @as_option
    @json_option
    def decide(releases: tuple[str, ...], reason: str, username: str | None, as_json: bool) -> None:
        with application() as app:
            by = actor(app, username)
            decided = [app.precedents.decide(each, verdict, reason=reason, by=by) for each in releases]
            if as_json:
                print_json(decided)
            else:
                table((each.id, each.status) for each in decided)


_decision(CardVerdict.APPROVE, "Let drafting use proposed releases.")
_decision(CardVerdict.REJECT, "Keep proposed releases out of drafts.")
_decision(CardVerdict.WITHDRAW, "Take approved releases out of use.")


def _print(release: CardRelease, *, as_json: bool) -> None:
    if as_json:
        print_json(release)
        return
    click.echo(f"{release.id}  {release.status}{', in use' if release.in_use else ''}")
    for title, text in ((release.title_zh, release.text_zh), (release.title_en, release.text_en)):
        click.echo(f"  {title}\n    {text}")
    if release.decided_at:
        click.echo(f"  {release.status} {release.decided_at} by {release.decided_by or 'the k rule'}: {release.reason}")
