"""`coach index --renew`, `--cancel-renewal`, `--state`: another embedder for what is indexed already."""

from typing import TYPE_CHECKING

import click

from api.cli.output import print_json, progress
from api.index_notice import index_notice

if TYPE_CHECKING:
    from knowledge_base.base import KnowledgeBase
    from knowledge_base.records import Kind
    from knowledge_base.renewal import RenewalStatus


def renew(knowledge: "KnowledgeBase", _kind: "Kind | None", as_json: bool) -> None:
    """Renew the index in the foreground; interrupted, it goes on where it was when it is run again."""
    report = knowledge.renew(_show)
    if as_json:
        print_json(report)
    elif report.renewed:
        click.echo(f"{report.total} records are indexed with {report.embedder} now ({report.seconds:.0f} s)")
    else:
        click.echo(f"Nothing to renew: the index is built with {report.embedder}, as the settings ask.")


def cancel(knowledge: "KnowledgeBase", _kind: "Kind | None", as_json: bool) -> None:
    """Throw away a renewal under way or left half-way."""
    had = knowledge.cancel_renewal()
    if as_json:
        print_json({"cancelled": had})
    else:
        click.echo("The renewal was thrown away; the index stays as it was." if had else "There was no renewal.")


def state(knowledge: "KnowledgeBase", _kind: "Kind | None", as_json: bool) -> None:
    """Say what the index is built with."""
    found = knowledge.state()
    if as_json:
        print_json(found)
        return
    if found.embedder is None:
        click.echo(f"The index is empty; what comes first is indexed with {found.asked_for}.")
        return
    click.echo(f"Built with {found.embedder} ({found.dimension} numbers a passage); search: {found.search}.")
    click.echo(index_notice(found) or "It is what the settings ask for.")
    if not found.calibrated:
        click.echo("When nothing fits has not been measured for this embedder: a search with it never abstains.")


def _show(step: "RenewalStatus") -> None:
    share = 100 * step.done // max(step.total, 1)
    left = "" if step.seconds_left is None else f", about {step.seconds_left:.0f} s left"
    progress(f"{step.done} of {step.total} records ({share} %{left})")
