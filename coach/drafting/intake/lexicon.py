"""Loads the word lists of `data/`: JSON that HR people can read and correct, checked by a schema.

Terms are written as people write them, in lower case, with a few signs: a space also matches a hyphen, `*` continues a
word, `...` skips up to thirty characters of one clause, and what is left may use `( | )`, `?`, `[ ]` and `\\d` as in
a regular expression. Latin terms match whole words only.
"""

import functools
import json
import re
from collections import deque
from importlib import resources

from pydantic import BaseModel, ConfigDict, field_validator

_GAP = "[^.!?。!?;；\\n]{0,30}?"
_CLASSES = re.compile(r"(\[[^\]]*\])")
_WORD_GOES_ON = re.compile(r"(?<!\\[a-z])(?<=[a-z])\*")
_HAN = re.compile(r"[\u3400-\u9fff]")


class TermList(BaseModel):
    """One list: what it is for, and its terms in each language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    note: str
    """What the list is for."""
    zh: tuple[str, ...]
    """Chinese terms."""
    en: tuple[str, ...]
    """English terms."""

    @field_validator("zh", "en")
    @classmethod
    def _compiles(cls, terms: tuple[str, ...]) -> tuple[str, ...]:
        for term in terms:
            if not term or (term != term.lower() and "\\" not in term):
                raise ValueError(f"term {term!r} must be lower case and not empty")
        return terms


def as_pattern(term: str) -> str:
    """Turn one term into a regular expression source (see the module docstring for the signs)."""
    body = "".join(piece if piece.startswith("[") else _plain_signs(piece) for piece in _CLASSES.split(term))
    latin = not _HAN.search(term)
    head = "(?<![a-z0-9])" if (term[0].isalnum() and term[0].isascii()) or (latin and term[0] == "(") else ""
    tail = "(?![a-z0-9])" if (term[-1].isalnum() and term[-1].isascii()) or (latin and term[-1] in ")*?") else ""
    return f"{head}(?:{body}){tail}"


def _plain_signs(piece: str) -> str:
    """The signs outside character classes; between two words `...` may also stand for nothing."""
    piece = piece.replace(" ... ", "\1").replace("...", "\0").replace(" ?", r"[\s\-]*").replace(" ", r"[\s\-]+")
    piece = piece.replace("\1", rf"[\s\-]+(?:{_GAP}[\s\-]+)?").replace("\0", _GAP)
    return _WORD_GOES_ON.sub("[a-z]*", piece)


@functools.cache
def load(file: str) -> dict[str, TermList]:
    """Return the term lists of `data/<file>.json` by name; raises ValidationError where a list is malformed."""
    raw = json.loads(resources.files(__package__).joinpath("data", f"{file}.json").read_text("utf-8"))
    return {name: TermList.model_validate(value) for name, value in raw.items()}


@functools.cache
def pattern(file: str, *names: str) -> re.Pattern[str]:
    """One compiled pattern that matches any term of the named lists, both languages, longer terms first."""
    lists = load(file)
    terms = [term for name in names for term in (*lists[name].zh, *lists[name].en)]
    return re.compile("|".join(as_pattern(term) for term in sorted(terms, key=len, reverse=True)))


@functools.cache
def words(file: str, name: str) -> frozenset[str]:
    """The terms of one list as plain words, both languages."""
    terms = load(file)[name]
    return frozenset((*terms.zh, *terms.en))


def last_match(terms: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    """The last of the matches between two offsets, None where there is none."""
    return next(iter(deque(terms.finditer(text, start, end), maxlen=1)), None)
