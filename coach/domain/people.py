"""Who acts: accounts' roles, and people with their reporting lines."""

from enum import StrEnum

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
