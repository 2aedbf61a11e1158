"""Every environment variable of the product, typed; prefix COACH_."""

from enum import StrEnum
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class EmbedderProfile(StrEnum):
    """Which model turns texts into vectors."""

    DEFAULT = "default"
    """Universal Sentence Encoder, multilingual: bundled and quick."""
    ACCURATE = "accurate"
    """multilingual-e5-small in four bits (extra `accurate`): better inside one language, slower to index."""
    ENDPOINT = "endpoint"
    """The OpenAI-compatible endpoint of `COACH_EMBEDDINGS_BASE_URL`."""


class Settings(BaseSettings):
    """Settings from the environment; `COACH_HOME` is the only place anything is written to."""

    model_config = SettingsConfigDict(env_prefix="COACH_", extra="ignore", frozen=True)

    home: Path = Path(".coach")
    """Folder for all state: database, vectors, work, secrets, logs."""
    database_url: str | None = None
    """`postgresql+psycopg://...`; None means SQLite in `home`."""
    llm_base_url: str | None = None
    """OpenAI-compatible endpoint, `https://host/v1`; None means no model."""
    llm_api_key: SecretStr | None = None
    """Key of that endpoint."""
    llm_model: str = "default"
    """Model name sent to that endpoint."""
    llm_timeout_seconds: float = Field(default=60, gt=0)
    """Longest wait for one model answer."""
    llm_draft_seconds: float = Field(default=180, gt=0)
    """Longest time a model may take for a whole draft; the rest falls back to the grounded engine."""
    llm_max_tokens: int = Field(default=700, gt=0)
    """Most tokens of one answer."""
    prompts_folder: Path | None = None
    """A customer's own prompts, looked up before ours."""
    embedder: EmbedderProfile | None = None
    """Which embedder; None means the endpoint where one is set, else the bundled one."""
    embeddings_base_url: str | None = None
    """OpenAI-compatible embeddings endpoint, `https://host/v1`."""
    embeddings_model: str = "default"
    """Model name sent to that endpoint."""
    embeddings_dimension: int | None = Field(default=None, gt=0)
    """Length of the vectors that model returns; None learns it from the first answer."""
    embeddings_api_key: SecretStr | None = None
    """Key of that endpoint."""
    embeddings_timeout_seconds: float = Field(default=30, gt=0)
    """Longest wait for one answer of that endpoint."""
    host: str = "127.0.0.1"
    """Address `coach serve` listens on."""
    port: int = 8000
    """Port `coach serve` listens on; 0 picks a free one."""
    demo: bool = False
    """Create the demo users and index the demo records at start."""
    secure_cookies: bool = False
    """Send session cookies over HTTPS only; switch on behind TLS."""

    @property
    def embedder_profile(self) -> EmbedderProfile:
        """The embedder that is asked for."""
        if self.embedder is not None:
            return self.embedder
        return EmbedderProfile.ENDPOINT if self.embeddings_base_url else EmbedderProfile.DEFAULT

    @property
    def eval_logs(self) -> Path:
        """The folder of eval logs."""
        return self.home / "evals"

    @property
    def sqlalchemy_url(self) -> str:
        """The URL of the relational store."""
        if self.database_url:
            return _with_psycopg(self.database_url)
        return f"sqlite:///{(self.home / 'coach.db').absolute()}"


def _with_psycopg(url: str) -> str:
    """Name the driver we install, so that `postgresql://` as people write it works."""
    for scheme in ("postgresql://", "postgres://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url
