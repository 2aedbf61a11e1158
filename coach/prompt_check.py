"""Looking at prompts as the person who keeps them: which there are, whose, how they differ from ours, what is wrong."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from coach.domain.base import Language
from coach.errors import CoachError
from coach.prompting import Prompts

Origin = Literal["shipped", "yours", "changed"]
"""Shipped with the product; only in the customer's folder; shipped, and replaced by the customer's file."""


@dataclass(frozen=True)
class PromptEntry:
    """One prompt, as `coach prompts list` shows it."""

    language: Language
    """Language of the prompt."""
    name: str
    """Name without language and ending; parts begin with `shared/`."""
    origin: Origin
    """Whose file is used."""
    description: str
    """What it is for; empty for a part, and for a prompt that cannot be read."""
    inputs: tuple[str, ...]
    """What it needs, sorted."""
    fingerprint: str
    """As drafts store it; empty for a part, and for a prompt that cannot be read."""


@dataclass(frozen=True)
class PromptProblem:
    """One thing that keeps a prompt from being used."""

    language: Language
    """Language of the prompt."""
    name: str
    """Name of the prompt."""
    what: str
    """What is wrong."""
    hint: str
    """What to do."""


def entries(prompts: Prompts) -> list[PromptEntry]:
    """Return every prompt and every part, English before Chinese, by name."""
    return [_entry(prompts, name, language) for language, name in _all(prompts)]


def difference(prompts: Prompts, name: str, language: Language) -> str:
    """Return the unified diff from the shipped prompt to the one in use; empty where they are the same.

    Raises:
        NotFound: there is no such prompt.
    """
    theirs = prompts.source(name, language)
    ours = _shipped()
    shipped = ours.source(name, language) if ours.has(name, language) else ""
    lines = difflib.unified_diff(
        shipped.splitlines(keepends=True),
        theirs.splitlines(keepends=True),
        f"shipped/{language}/{name}",
        f"yours/{language}/{name}",
    )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def problems(prompts: Prompts) -> list[PromptProblem]:
    """Return what would make a draft fall back to the grounded engine, and overrides that nothing would ever read."""
    return [found for language, name in _all(prompts) for found in _problems_of(prompts, name, language)]


def _all(prompts: Prompts) -> Iterator[tuple[Language, str]]:
    for language in (Language.EN, Language.ZH):
        for name in [*prompts.names(language), *prompts.parts(language)]:
            yield language, name


def _entry(prompts: Prompts, name: str, language: Language) -> PromptEntry:
    origin = _origin(prompts, name, language)
    try:
        found = None if name.startswith("shared/") else prompts.template(name, language)
    except CoachError:
        found = None
    if found is None:
        return PromptEntry(language, name, origin, "", (), "")
    return PromptEntry(language, name, origin, found.description, tuple(sorted(found.inputs)), found.fingerprint)


def _origin(prompts: Prompts, name: str, language: Language) -> Origin:
    if not prompts.overridden(name, language):
        return "shipped"
    return "changed" if _shipped().has(name, language) else "yours"


@lru_cache(maxsize=1)
def _shipped() -> Prompts:
    """Our own prompts, read once for all that are compared with them."""
    return Prompts()


def _problems_of(prompts: Prompts, name: str, language: Language) -> Iterator[PromptProblem]:
    ours = _shipped()
    if not ours.has(name, language):
        if not name.startswith("shared/"):
            yield PromptProblem(
                language, name, "nothing in the product uses a prompt of this name",
                f"Rename it to one of: {', '.join(ours.names(language))}; or remove it.",
            )  # fmt: skip
        return
    if name.startswith("shared/"):
        return
    try:
        inputs = prompts.template(name, language).inputs
    except CoachError as error:
        yield PromptProblem(language, name, error.what, error.hint)
        return
    expected = ours.template(name, language).inputs
    if inputs != expected:
        yield PromptProblem(
            language, name, f"its inputs are {sorted(inputs)}, the product gives {sorted(expected)}",
            "Use exactly the inputs of the shipped prompt: coach prompts show NAME --shipped.",
        )  # fmt: skip
