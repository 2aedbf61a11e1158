"""Datasets: what is put in, what is expected, and why the sample exists."""

import hashlib
import json
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from coach.domain.base import Model
from evals.errors import BadDataset

DATASETS = Path(__file__).with_name("datasets")
"""The datasets written for this project."""


class Sample(Model):
    """One thing to try."""

    id: str
    """Unique in its dataset."""
    language: Literal["zh", "en"]
    """Language of the input."""
    input: dict[str, Any]
    """What the task is given, such as {"text": ...}."""
    target: dict[str, Any] = Field(default_factory=dict)
    """What is expected; a question that is not in it is left unscored."""
    source: str
    """Where the sample comes from."""
    reason: str
    """What it is there to catch."""


class Dataset(Model):
    """Samples with the hash of the file they came from."""

    name: str
    """File name without its suffix."""
    sha256: str
    """Hex digest of the file's bytes."""
    samples: tuple[Sample, ...]
    """In the order of the file."""


def load_dataset(path: Path) -> Dataset:
    """Read a JSONL dataset.

    Raises:
        BadDataset: the file is missing, a line is no sample, an id comes twice, or there is no sample at all.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadDataset(f"The dataset {str(path)!r} cannot be read: {error.strerror}.", "Check the path.") from error
    samples: dict[str, Sample] = {}
    for number, line in enumerate(raw.decode("utf-8", "replace").splitlines(), 1):
        if line.strip():
            sample = _sample(line, f"{path.name}:{number}")
            if sample.id in samples:
                raise BadDataset(f"{path.name}:{number} repeats the id {sample.id!r}.", "Give each sample its own id.")
            samples[sample.id] = sample
    if not samples:
        raise BadDataset(f"The dataset {path.name!r} holds no sample.", "Write at least one line.")
    return Dataset(name=path.stem, sha256=hashlib.sha256(raw).hexdigest(), samples=tuple(samples.values()))


def _sample(line: str, where: str) -> Sample:
    try:
        return Sample.model_validate(json.loads(line))
    except (ValueError, ValidationError) as error:
        first = str(error).splitlines()[0]
        raise BadDataset(f"{where} is no sample: {first}.", "See evals/README.md for the fields.") from error
