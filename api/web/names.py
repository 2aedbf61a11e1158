"""Names for numbers: only those the services return to whoever looks."""

from api.bootstrap import Application
from coach.domain.people import Actor, Person
from coach.errors import NotFound


class Names:
    """Looks up people and accounts, each once a page.

    Args:
        app: the parts of the product.
        me: who looks.
    """

    def __init__(self, app: Application, me: Actor) -> None:
        self._app = app
        self._me = me
        self._people: dict[str, Person | None] = {}
        self._users: dict[str, str] = {}

    def known(self, employee_id: str | None) -> Person | None:
        """The person; None where nobody is named or the person is not for these eyes."""
        if employee_id is None:
            return None
        if employee_id not in self._people:
            try:
                self._people[employee_id] = self._app.people.get(employee_id, by=self._me)
            except NotFound:
                self._people[employee_id] = None
        return self._people[employee_id]

    def person(self, employee_id: str | None) -> str:
        """The person's name; the number where the name is not for these eyes; empty where nobody is named."""
        found = self.known(employee_id)
        return found.name if found else (employee_id or "")

    def user(self, user_id: str | None) -> str:
        """The name of an account: decisions are made by named people (DOMAIN rule 7)."""
        if not user_id:
            return ""
        if user_id not in self._users:
            try:
                self._users[user_id] = self._app.users.get(user_id).name
            except NotFound:
                self._users[user_id] = user_id
        return self._users[user_id]
