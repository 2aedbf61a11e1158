"""Accounts: who may sign in, with which roles."""

import datetime as dt
from collections.abc import Callable

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from coach.domain.base import Language
from coach.domain.people import Actor, NewUser, Role, User
from coach.domain.policy import Act
from coach.errors import Conflict, InvalidInput, NotAllowed, NotSignedIn
from coach.storage.access import missing, require, storable
from coach.storage.audit import SYSTEM, record
from coach.storage.clock import new_id, now
from coach.storage.passwords import hash_password, hash_token, is_dated, matches, new_token
from coach.storage.session import Database
from coach.storage.tables import PasswordResetRow, SessionRow, UserRow

RESET_LASTS = dt.timedelta(hours=1)
"""How long a reset link works."""


class Users:
    """Accounts and their passwords.

    Args:
        database: the store.
        clock: the current time in UTC; tests hand in their own.
    """

    def __init__(self, database: Database, *, clock: Callable[[], dt.datetime] = now) -> None:
        self._database = database
        self._clock = clock

    def count(self) -> int:
        """How many accounts there are; 0 means that the first administrator is still to be made."""
        with self._database.reading() as session:
            return session.scalar(select(func.count()).select_from(UserRow)) or 0

    def add(self, new: NewUser, *, by: Actor | None = None) -> User:
        """Make an account and return it.

        Args:
            new: what is known about it.
            by: an administrator; None only from the command line and at first start.

        Raises:
            NotAllowed: `by` is no administrator.
            InvalidInput: address, roles or password are no good.
            Conflict: the address or the employee has an account already.
        """
        if by is not None:
            require(by, Act.MANAGE_USERS, what="account")
        row = _row(new, self._clock())
        with self._database.transaction() as session:
            _refuse_taken(session, row)
            session.add(row)
            session.flush()
            roles = sorted(new.roles)
            record(session, by.user_id if by else SYSTEM, "user.added", ("user", row.id), roles=roles)
            return to_user(row)

    def get(self, user_id: str) -> User:
        """The account.

        Raises:
            NotFound: there is none.
        """
        with self._database.reading() as session:
            return to_user(_find(session, user_id))

    def find(self, email: str) -> User | None:
        """The account of an address, in any case."""
        with self._database.reading() as session:
            row = session.scalar(select(UserRow).where(UserRow.email == _address(email)))
            return to_user(row) if row else None

    def list(self, by: Actor) -> list[User]:
        """Every account, in order of its address.

        Raises:
            NotAllowed: `by` is no administrator.
        """
        require(by, Act.MANAGE_USERS, what="account")
        with self._database.reading() as session:
            return [to_user(row) for row in session.scalars(select(UserRow).order_by(UserRow.email))]

    def change(
        self, user_id: str, *, by: Actor, roles: frozenset[Role] | None = None, disabled: bool | None = None
    ) -> User:
        """Change roles or switch an account off (which ends its sessions) or on.

        Raises:
            NotAllowed: `by` is no administrator, or would lock themselves out.
            NotFound: there is no such account.
            InvalidInput: no role would be left.
        """
        require(by, Act.MANAGE_USERS, what="account")
        if user_id == by.user_id and (disabled or (roles is not None and Role.ADMIN not in roles)):
            raise NotAllowed("an administrator cannot lock themselves out", "ask another administrator")
        with self._database.transaction() as session:
            row = _find(session, user_id)
            if roles is not None:
                row.roles = _roles(roles)
            if disabled is not None:
                row.disabled = disabled
            if disabled:
                end_sessions(session, user_id)
            record(session, by.user_id, "user.changed", ("user", user_id), roles=row.roles, disabled=row.disabled)
            return to_user(row)

    def check_password(self, email: str, password: str) -> User:
        """The account, where the password is right.

        Raises:
            NotSignedIn: it is not, or there is no such account, or it is switched off (the same words for all).
        """
        with self._database.reading() as session:
            row = session.scalar(select(UserRow).where(UserRow.email == _address(email)))
        right = matches(row.password_hash if row else None, password)
        if not right or row is None or row.disabled:
            raise NotSignedIn("the address or the password is wrong", "try again, or ask for a new password")
        if is_dated(row.password_hash or ""):
            self._store_password(row.id, password)
        return to_user(row)

    def set_password(self, user_id: str, password: str, *, by: Actor | None = None) -> None:
        """Set a new password and end every session of the account.

        Args:
            user_id: the account.
            password: the new one.
            by: the account itself or an administrator; None only from the command line.

        Raises:
            InvalidInput: the password is no good.
            NotAllowed: `by` is somebody else.
            NotFound: there is no such account.
        """
        if by is not None and by.user_id != user_id:
            require(by, Act.MANAGE_USERS, what="account")
        hashed = hash_password(password)
        with self._database.transaction() as session:
            _find(session, user_id).password_hash = hashed
            end_sessions(session, user_id)
            record(session, by.user_id if by else SYSTEM, "user.password_set", ("user", user_id))

    def start_reset(self, email: str) -> str | None:
        """A one-time token to send to the address; None where no account may use it (tell nobody which)."""
        with self._database.transaction() as session:
            row = session.scalar(select(UserRow).where(UserRow.email == _address(email)))
            if row is None or row.disabled:
                return None
            token, moment = new_token(), self._clock()
            session.add(
                PasswordResetRow(
                    token_hash=hash_token(token), user_id=row.id, created_at=moment, expires_at=moment + RESET_LASTS
                )
            )
            record(session, SYSTEM, "user.reset_started", ("user", row.id))
            return token

    def finish_reset(self, token: str, password: str) -> User:
        """Set the password with a token, once.

        Raises:
            InvalidInput: the password is no good, or the token is unknown, used or too old.
        """
        hashed, moment = hash_password(password), self._clock()
        with self._database.transaction() as session:
            used = session.execute(
                update(PasswordResetRow)
                .where(PasswordResetRow.token_hash == hash_token(token), PasswordResetRow.used_at.is_(None))
                .where(PasswordResetRow.expires_at > moment)
                .values(used_at=moment)
                .returning(PasswordResetRow.user_id)
            ).scalar()
            if used is None:
                raise InvalidInput("this link has been used or is too old", "ask for a new one")
            row = _find(session, used)
            row.password_hash = hashed
            end_sessions(session, row.id)
            record(session, row.id, "user.password_set", ("user", row.id), through="reset")
            return to_user(row)

    def _store_password(self, user_id: str, password: str) -> None:
        with self._database.transaction() as session:
            _find(session, user_id).password_hash = hash_password(password)


def to_user(row: UserRow) -> User:
    """The account without its password hash."""
    return User(
        id=row.id, email=row.email, name=row.name, roles=frozenset(Role(role) for role in row.roles),
        locale=Language(row.locale), employee_id=row.employee_id, disabled=row.disabled,
    )  # fmt: skip


def end_sessions(session: Session, user_id: str) -> None:
    """Sign the account out everywhere, in the caller's transaction."""
    for row in session.scalars(select(SessionRow).where(SessionRow.user_id == user_id)):
        session.delete(row)


def _row(new: NewUser, moment: dt.datetime) -> UserRow:
    email = _address(new.email)
    name, domain = email.partition("@")[::2]
    if not name or not domain or len(email) > 254 or any(char.isspace() for char in email):
        raise InvalidInput("this is no e-mail address", "write it as name@company.example")
    password = new.password.get_secret_value() if new.password else None
    return UserRow(
        id=new_id(), email=storable(email, what="address"), name=storable(new.name.strip() or email, what="name"),
        password_hash=hash_password(password) if password is not None else None, roles=_roles(new.roles),
        locale=new.locale.value, employee_id=new.employee_id, disabled=False, created_at=moment,
    )  # fmt: skip


def _address(email: str) -> str:
    return email.strip().lower().replace("\x00", "")


def _roles(roles: frozenset[Role]) -> list[str]:
    if not roles:
        raise InvalidInput("an account needs at least one role", "choose from manager, hr, lnd, employee, admin")
    return sorted(role.value for role in roles)


def _find(session: Session, user_id: str) -> UserRow:
    row = session.get(UserRow, user_id)
    if row is None:
        raise missing("account")
    return row


def _refuse_taken(session: Session, row: UserRow) -> None:
    same_person = UserRow.employee_id == row.employee_id if row.employee_id else UserRow.email == row.email
    if session.scalar(select(UserRow.id).where((UserRow.email == row.email) | same_person)):
        raise Conflict("this address or this employee has an account already", "change that account instead")
