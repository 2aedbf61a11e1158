"""An application for the length of one command, and who is acting."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from api.bootstrap import Application
from coach.domain.people import Actor, Role
from coach.errors import InvalidInput, NotFound
from knowledge_base.records import Kind, Principal

as_option = click.option("--as", "username", envvar="COACH_USER", help="E-mail address of the person who acts.")
"""Decisions are made by named people, on the command line too."""

LOCAL_OPERATOR = Principal(id="local-operator", kinds=frozenset(Kind))
"""Whoever runs the command on this machine can read the database file as well: all kinds."""


LOCAL_AUTHOR = Actor(user_id="local-operator", roles=frozenset({Role.MANAGER}))
"""Author of drafts that nobody signed: they can be read here and never be sent to review."""
LOCAL_ADMIN = Actor(user_id="local-operator", roles=frozenset({Role.ADMIN}))
"""Whoever may open the database file may list its accounts."""


@contextmanager
def application() -> Iterator[Application]:
    """Open the application and close it again."""
    app = Application()
    try:
        yield app
        _notice_index(app)
    finally:
        app.close()


def _notice_index(app: Application) -> None:
    """Say on stderr where the index that was used is not what the settings ask for."""
    if "knowledge" not in app.__dict__:
        return
    from api.index_notice import index_notice

    if said := index_notice(app.knowledge.state()):
        click.echo(said, err=True)


def actor(app: Application, username: str | None) -> Actor:
    """The named person behind `--as`.

    Raises:
        InvalidInput: nobody was named.
        NotFound: there is no such account, or it is switched off.
    """
    if not username:
        raise InvalidInput("Say who acts: --as ADDRESS (or COACH_USER).", "List accounts with: coach user list.")
    user = app.users.find(username)
    if user is None or user.disabled:
        raise NotFound(f"There is no account {username!r}.", "List accounts with: coach user list.")
    return user.actor
