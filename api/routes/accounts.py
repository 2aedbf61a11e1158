"""`/v1/users`, `/v1/api-keys`, `/v1/people`: accounts, keys for scripts, the staff list."""

import datetime as dt
import tempfile
from pathlib import Path

from fastapi import APIRouter, UploadFile
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from api.dependencies import App, Me
from api.repeatable import repeatable
from api.schemas.page import Cursor, Limit, Page, page_of
from coach.domain.people import NewUser, Person, Role, User
from coach.storage.api_keys import ApiKey, Scope
from coach.storage.people_csv import PeopleReport

router = APIRouter(prefix="/v1", tags=["accounts"])


class UserChange(BaseModel):
    """What may change of an account; null leaves it."""

    model_config = ConfigDict(extra="forbid")

    roles: frozenset[Role] | None = None
    """The new roles."""
    disabled: bool | None = None
    """Switched off, or on again."""


class ResetLink(BaseModel):
    """A one-time token to hand to the person."""

    token: str | None
    """Null where no account may use it."""


class NewPassword(BaseModel):
    """A password to set with a token."""

    model_config = ConfigDict(extra="forbid")

    password: SecretStr
    """The new one."""


class NewKey(BaseModel):
    """A key to make for one's own account."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=100)
    """What it is for."""
    scopes: frozenset[Scope] = frozenset({Scope.READ})
    """What it may be used for."""
    days: int = Field(default=90, ge=1, le=365)
    """How long it works."""


class MadeKey(BaseModel):
    """A new key with its secret, shown this once."""

    key: ApiKey
    """The key."""
    secret: str
    """Send it as a bearer token."""


@router.get("/users")
def users(me: Me, app: App, cursor: Cursor = None, limit: Limit = 50) -> Page[User]:
    """Every account; for administrators."""
    return page_of(app.users.list(me), lambda user: user.id, cursor=cursor, limit=limit)


@router.post("/users", status_code=201)
@repeatable
def add_user(body: NewUser, me: Me, app: App) -> User:
    """Make an account."""
    return app.users.add(body, by=me)


@router.patch("/users/{user_id}")
@repeatable
def change_user(user_id: str, body: UserChange, me: Me, app: App) -> User:
    """Change roles, or switch an account off or on."""
    return app.users.change(user_id, by=me, roles=body.roles, disabled=body.disabled)


@router.post("/users/{user_id}/password-reset", status_code=201)
def start_reset(user_id: str, me: Me, app: App) -> ResetLink:
    """Make a one-time token with which the person sets a new password; for administrators."""
    user = next((user for user in app.users.list(me) if user.id == user_id), None)
    return ResetLink(token=app.users.start_reset(user.email) if user else None)


@router.post("/password-resets/{token}")
def finish_reset(token: str, body: NewPassword, app: App) -> User:
    """Set a password with a one-time token."""
    return app.users.finish_reset(token, body.password.get_secret_value())


@router.get("/api-keys")
def keys(me: Me, app: App) -> list[ApiKey]:
    """One's own keys."""
    return app.api_keys.list(me)


@router.post("/api-keys", status_code=201)
def make_key(body: NewKey, me: Me, app: App) -> MadeKey:
    """Make a key; its secret is shown this once."""
    key, secret = app.api_keys.make(body.name, by=me, scopes=body.scopes, lasts=dt.timedelta(days=body.days))
    return MadeKey(key=key, secret=secret)


@router.delete("/api-keys/{key_id}", status_code=204)
@repeatable
def revoke_key(key_id: str, me: Me, app: App) -> None:
    """Withdraw a key."""
    app.api_keys.revoke(key_id, by=me)


@router.get("/people")
def people(me: Me, app: App, cursor: Cursor = None, limit: Limit = 50) -> Page[Person]:
    """The people the caller may see: a manager their own reports, HR all, anybody themselves."""
    return page_of(app.people.list(me), lambda person: person.employee_id, cursor=cursor, limit=limit)


@router.post("/people/import")
def import_people(file: UploadFile, me: Me, app: App) -> PeopleReport:
    """Add and change people from a CSV."""
    with tempfile.TemporaryDirectory(dir=app.settings.home) as folder:
        path = Path(folder) / "people.csv"
        path.write_bytes(file.file.read())
        return app.people.import_csv(path, by=me)
