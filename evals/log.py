"""The record of one run: enough to repeat it, to look inside it and to compare it with another."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from coach.domain.base import Model
from coach.domain.draft import Usage
from coach.scoring import Score
from evals.errors import NoSuchLog

VERSION = 1
"""Version of the stored form; older ones are migrated when read."""

MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""Version -> what turns a log of that version into one of the next."""


class Revision(Model):
    """The code that ran."""

    commit: str
    """Git commit, or "unknown" outside a checkout."""
    dirty: bool
    """Whether files differed from that commit."""
    app_version: str
    """Version of this product."""


class DatasetRef(Model):
    """The data that was tried."""

    name: str
    """Name of the dataset."""
    sha256: str
    """Hex digest of its file."""
    samples: int
    """How many were run."""


class SampleResult(Model):
    """What came out for one sample."""

    id: str
    """Sample id."""
    language: str
    """zh or en."""
    output: Any = None
    """What the task gave back, as JSON; None where it failed."""
    scores: tuple[Score, ...] = ()
    """One a scorer; a value of None means the question did not arise."""
    seconds: float
    """Wall time; volatile, left out of comparisons."""
    error: str | None = None
    """Why there is no output."""


class Metric(Model):
    """A scorer over all samples."""

    name: str
    """The scorer's name."""
    mean: float | None
    """Mean of the scored samples; None where none was."""
    low: float | None
    """Lower end of the 95 % bootstrap interval."""
    high: float | None
    """Upper end."""
    scored: int
    """Samples with a value."""
    unscored: int
    """Samples where the question did not arise; not zeros."""


class EvalLog(Model):
    """One run of one task over one dataset."""

    version: int = VERSION
    """Version of this form."""
    id: str
    """Sorts by time."""
    task: str
    """Name of the task."""
    created: str
    """ISO 8601, UTC."""
    revision: Revision
    """The code that ran."""
    engine: str
    """"grounded" or "model:<name>"."""
    model: str | None = None
    """Name of the chat model."""
    prompts: dict[str, str] = Field(default_factory=dict)
    """Prompt name -> fingerprint."""
    dataset: DatasetRef
    """The data that was tried."""
    knowledge_base: str
    """Fingerprint of the knowledge base."""
    packages: dict[str, str] = Field(default_factory=dict)
    """Versions of the libraries that shape the result."""
    seed: int
    """Seed of the bootstrap."""
    usage: Usage = Usage()
    """Tokens spent."""
    samples: tuple[SampleResult, ...]
    """In the order of the dataset."""
    metrics: tuple[Metric, ...]
    """One a scorer, by name."""


def write_log(log: EvalLog, folder: Path) -> Path:
    """Write the log as `<folder>/<id>.json`, readable Unicode, whole or not at all; return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{log.id}.json"
    text = json.dumps(log.model_dump(mode="json"), ensure_ascii=False, indent=1)
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8", errors="backslashreplace")
    part.replace(path)
    return path


def read_log(path: Path) -> EvalLog:
    """Read a log of this or an older version.

    Raises:
        NoSuchLog: there is no such file, or it is no log of a version we know.
    """
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        while isinstance(stored, dict) and stored.get("version", 0) < VERSION:
            stored = MIGRATIONS[stored.get("version", 0)](stored)
        return EvalLog.model_validate(stored)
    except OSError as error:
        raise NoSuchLog(f"There is no log {str(path)!r}.", "List them with: coach evals report.") from error
    except (ValueError, ValidationError, KeyError) as error:
        raise NoSuchLog(f"{path.name!r} is no log this version can read.", "Was it written by a newer one?") from error


def find_log(folder: Path, name: str) -> EvalLog:
    """The log of the folder named by its id or by the start of it.

    Raises:
        NoSuchLog: none or several fit.
    """
    fits = [path for path in sorted(folder.glob("*.json")) if name and path.stem.startswith(name)]
    if len(fits) != 1:
        raise NoSuchLog(f"{len(fits)} logs fit {name!r}.", "Give a path, or more of the id.")
    return read_log(fits[0])
