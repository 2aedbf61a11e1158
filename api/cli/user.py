"""`coach user`: accounts from the command line of the server's own machine."""

import sys

import click

from api.cli.context import LOCAL_ADMIN, application
from api.cli.output import json_option, print_json
from coach.domain.base import Language
from coach.domain.people import NewUser, Role
from coach.errors import NotFound


@click.group("user")
def command() -> None:
    """Add users, list them, set passwords."""


@command.command("add")
@click.argument("email")
@click.option("--name", default="", help="Full name.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([each.value for each in Role]),
    help="May be repeated.",
)
@click.option("--employee-id", help="The person of the staff list behind the account.")
@click.option(
    "--lang",
    type=click.Choice([each.value for each in Language]),
    default=Language.ZH.value,
    help="Language of the pages.",
)
@json_option
def add(email: str, roles: tuple[str, ...], as_json: bool, **more: str | None) -> None:
    """Make an account; its password is asked for, or set by a one-time token where nobody sits at a terminal."""
    with application() as app:
        new = NewUser(
            email=email,
            name=more["name"] or email,
            roles=frozenset(Role(role) for role in roles),
            employee_id=more["employee_id"],
            locale=Language(more["lang"] or Language.ZH),
            password=None,
        )
        user = app.users.add(new)
        token = app.users.start_reset(user.email)
        if as_json:
            print_json({"user": user, "reset_token": token})
        else:
            click.echo(f"{user.email} was added. One-time page to set the password (one hour): /reset/{token}")


@command.command("passwd")
@click.argument("email")
@click.option("--password-stdin", is_flag=True, help="Read the new password from standard input.")
@json_option
def passwd(email: str, password_stdin: bool, as_json: bool) -> None:
    """Set a password."""
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = str(click.prompt("New password", hide_input=True, confirmation_prompt=True, err=True))
    with application() as app:
        user = app.users.find(email)
        if user is None:
            raise NotFound(f"There is no account {email!r}.", "List them with: coach user list.")
        app.users.set_password(user.id, password)
    print_json({"email": email}) if as_json else click.echo(f"The password of {email} was set.")


@command.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List every account."""
    with application() as app:
        users = app.users.list(LOCAL_ADMIN)
        if as_json:
            print_json(users)
            return
        for user in users:
            click.echo(f"{user.email}\t{','.join(sorted(user.roles))}\t{'disabled' if user.disabled else ''}")
