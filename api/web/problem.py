"""Errors of the services, in the language of the page."""

import re
from dataclasses import dataclass
from functools import lru_cache

from api.errors import status_of
from api.web.words import read_catalogue, words
from coach.domain.base import Language

CONTEXT = "error"
_SLOT = re.compile(r"\{\w+\}")


@dataclass(frozen=True)
class Problem:
    """Something that went wrong, as a page says it."""

    what: str
    """What happened."""
    hint: str
    """What to do; may be empty."""


def problem_of(error: Exception, language: Language) -> Problem:
    """What to say about an error of the product."""
    what, hint = getattr(error, "what", ""), getattr(error, "hint", "")
    return say(status_of(error), what, hint, language)


def say(status: int, what: str, hint: str, language: Language) -> Problem:
    """What to say about an answer; a sentence the catalogue lacks is said in general words, never half in English."""
    known = translated(what, language)
    if known is None:
        general = str(status) if str(status) in STATUSES else "500"
        return Problem(words(language).term("status", general), words(language).term("status_hint", general))
    return Problem(known, translated(hint, language) or "")


def translated(message: str, language: Language) -> str | None:
    """The message in the language; None where the catalogue has none for it."""
    for pattern, translation in _patterns(language):
        match = pattern.fullmatch(message.strip())
        if match:
            return _filled(translation, match.groupdict())
    return None


def sentences(message: str, language: Language) -> str:
    """A message of several parts ("what; hint") in the language; a part the catalogue lacks stays as it is."""
    parts = (translated(part, language) or part for part in message.split("; "))
    return " ".join(parts)


def _filled(translation: str, slots: dict[str, str]) -> str:
    return _SLOT.sub(lambda slot: slots.get(slot.group()[1:-1], ""), translation)


STATUSES = ("401", "403", "404", "405", "409", "413", "422", "429", "500", "503")
"""Statuses with words of their own."""


@lru_cache
def _patterns(language: Language) -> tuple[tuple[re.Pattern[str], str], ...]:
    catalogue = {str(key): str(text) for key, text in read_catalogue(language)._catalog.items()}
    prefix = f"{CONTEXT}\x04"
    found = ((key[len(prefix) :], text) for key, text in catalogue.items() if key.startswith(prefix))
    return tuple((_pattern(key), text) for key, text in sorted(found, key=lambda pair: pair[0].count("{")))


def _pattern(message: str) -> re.Pattern[str]:
    parts = _SLOT.split(message)
    slots = [slot[1:-1] for slot in _SLOT.findall(message)]
    body = re.escape(parts[0])
    for slot, part in zip(slots, parts[1:], strict=True):
        body += f"(?P<{slot}>.*?)" + re.escape(part)
    return re.compile(body, re.DOTALL)
