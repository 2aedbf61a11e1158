"""`/v1/health`, `/v1/me`, `/v1/sessions`: is it up, who am I, in and out."""

from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from api.auth import clear_session, csrf_token, set_session
from api.dependencies import App, Me, Signed
from coach import __version__
from coach.domain.people import User
from coach.readers import CATALOGUE
from knowledge_base.state import IndexState

router = APIRouter(prefix="/v1", tags=["meta"])


class Health(BaseModel):
    """Whether the service can work."""

    status: Literal["ok"]
    """Anything else is a problem answer."""
    version: str
    """Version of this product."""
    database: Literal["sqlite", "postgresql"]
    """Which store it runs on."""
    records: int
    """Training resources and policies in the knowledge base; how many past plans there are is for HR."""
    model: str | None
    """The chat model configured, if any."""
    index: IndexState
    """What the index is built with, and whether it is what the settings ask for."""


class SignIn(BaseModel):
    """Address and password."""

    model_config = ConfigDict(extra="forbid")

    email: str = Field(max_length=254)
    """The account's address."""
    password: SecretStr
    """Its password."""


class SignedIn(BaseModel):
    """The account, and the token a browser must send back with each write."""

    user: User
    """The account."""
    csrf: str
    """Send it as `X-CSRF-Token` with every write of this session."""


@router.get("/health")
def health(app: App) -> Health:
    """Answer only where the store answers."""
    with app.database.reading() as session:
        session.connection()
    model = app.settings.llm_model if app.settings.llm_base_url else None
    engine: Literal["sqlite", "postgresql"] = "sqlite" if app.database.is_sqlite else "postgresql"
    return Health(
        status="ok", version=__version__, database=engine, records=app.knowledge.count(CATALOGUE), model=model,
        index=app.knowledge.state(),
    )  # fmt: skip


@router.get("/me")
def me(caller: Signed) -> SignedIn:
    """Who is asking."""
    return SignedIn(user=caller.user, csrf=caller.csrf)


@router.post("/sessions", status_code=201)
def sign_in(body: SignIn, app: App, response: Response) -> SignedIn:
    """Sign in with a password; the session is a cookie."""
    user = app.users.check_password(body.email, body.password.get_secret_value())
    secret = app.sessions.start(user)
    set_session(response, secret, secure=app.settings.secure_cookies)
    return SignedIn(user=user, csrf=csrf_token(secret))


@router.delete("/sessions/current", status_code=204)
def sign_out(caller: Signed, _me: Me, app: App, response: Response) -> None:
    """Sign out of this browser."""
    if caller.secret is not None:
        app.sessions.end(caller.secret)
    clear_session(response)
