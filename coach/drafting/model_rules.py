"""What wording by a chat model must not contain, and what is said when it does: loads `data/model_rules.json`."""

from enum import StrEnum
from functools import cache
from pathlib import Path

from coach.domain.base import Language, Model


class Problem(StrEnum):
    """What can be wrong with wording."""

    EMPTY = "empty"
    COUNT = "count"
    LONG = "long"
    MARKUP = "markup"
    FIGURES = "figures"
    MISSING_FIGURES = "missing_figures"
    METRIC = "metric"
    DIRECTION = "direction"
    LANGUAGE = "language"
    FORBIDDEN = "forbidden"
    OFFERING = "offering"
    UNKNOWN_NAME = "unknown_name"
    LEAK = "leak"
    UNRELATED = "unrelated"
    TONE = "tone"
    UNKNOWN_RESOURCE = "unknown_resource"


class Reason(StrEnum):
    """Why a section was left to the grounded engine, wholly or partly."""

    TIME = "time"
    DOWN = "down"
    ANSWER = "answer"
    RUBBISH = "rubbish"
    REJECTED = "rejected"
    PROMPT = "prompt"
    PARTLY = "partly"


class ModelRules(Model):
    """Words and messages of one language."""

    forbidden: tuple[str, ...]
    """Words a plan never holds: sanctions, pay, health, and talk about instructions."""
    offerings: tuple[str, ...]
    """Words that name something one can be sent to: only the catalogue may."""
    up: tuple[str, ...]
    """Verbs that make a figure larger."""
    down: tuple[str, ...]
    """Verbs that make a figure smaller."""
    measures: str
    """Alternatives of a pattern: after a spelled-out numeral they make it a figure; empty where any numeral is one."""
    messages: dict[Problem, str]
    """What to say about each problem."""
    reasons: dict[Reason, str]
    """What to say about a section left to the grounded engine; `{problem}` in `rejected`."""
    parts: dict[str, str]
    """Names of the parts, for progress."""


class _File(Model):
    about: str
    zh: ModelRules
    en: ModelRules


@cache
def model_rules(language: Language) -> ModelRules:
    """Return the rules of a language."""
    source = (Path(__file__).parent / "data" / "model_rules.json").read_text(encoding="utf-8")
    rules: ModelRules = getattr(_File.model_validate_json(source), language.value)
    return rules
