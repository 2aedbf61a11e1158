"""An application for the length of one command, and who is acting."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from api.bootstrap import Application
from coach.domain.people import Actor
from coach.errors import InvalidInput
from knowledge_base.records import Kind, Principal

as_option = click.option("--as", "username", envvar="COACH_USER", help="Username of the person who acts.")
"""Decisions are made by named people, on the command line too."""

LOCAL_OPERATOR = Principal(id="local-operator", kinds=frozenset(Kind))
"""Whoever runs the command on this machine can read the database file as well: all kinds."""


@contextmanager
def application() -> Iterator[Application]:
    """Open the application and close it again."""
    app = Application()
    try:
        yield app
    finally:
        app.close()


def actor(app: Application, username: str | None) -> Actor:
    """The named person behind `--as`.

    Raises:
        InvalidInput: nobody was named.
        NotFound: no such user.
    """
    if not username:
        raise InvalidInput("Say who acts: --as USERNAME (or COACH_USER).", "List users with: coach user list.")
    return app.users.actor(username)
