"""Who acts: accounts' roles, and people with their reporting lines."""

from enum import StrEnum

from pydantic import SecretStr

from coach.domain.base import Language, Model


class Role(StrEnum):
    """What an account may do; the rules are in `coach.domain.policy`."""

    MANAGER = "manager"
    HR = "hr"
    LND = "lnd"
    EMPLOYEE = "employee"
    ADMIN = "admin"


class Actor(Model):
    """The signed-in person on whose behalf a service acts."""

    user_id: str
    """Id of the account."""
    roles: frozenset[Role]
    """What the account may do."""
    employee_id: str | None = None
    """The person behind the account in the staff list; None for accounts of no employee."""


class Person(Model):
    """One person of the staff list."""

    employee_id: str
    """The organisation's own number."""
    name: str
    """Full name; stays in the store, never in logs."""
    email: str | None = None
    """Work address."""
    role_title: str = ""
    """What the person does, in any words."""
    manager_id: str | None = None
    """Employee id of the line manager; None at the top."""
    unit: str = ""
    """Department or team."""
    lang: Language = Language.ZH
    """The language this person reads."""


class User(Model):
    """An account, as far as anybody may see it."""

    id: str
    """Stable id."""
    email: str
    """Address to sign in with, lower case."""
    name: str
    """Name to greet with."""
    roles: frozenset[Role]
    """What the account may do."""
    locale: Language
    """Language of the pages."""
    employee_id: str | None = None
    """The person behind it in the staff list."""
    disabled: bool = False
    """Whether signing in is switched off."""

    @property
    def actor(self) -> Actor:
        """The account as services know it."""
        return Actor(user_id=self.id, roles=self.roles, employee_id=self.employee_id)


class NewUser(Model):
    """What is needed to make an account."""

    email: str
    """Address to sign in with; stored in lower case."""
    name: str = ""
    """Name to greet with; the address where empty."""
    roles: frozenset[Role]
    """At least one."""
    password: SecretStr | None = None
    """None where the person sets it through a reset link."""
    locale: Language = Language.ZH
    """Language of the pages."""
    employee_id: str | None = None
    """The person behind it in the staff list."""
