"""Both languages say everything: catalogues, templates, closed sets, and the errors of the services."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from api.web.problem import CONTEXT, translated
from api.web.rendering import FOLDER as TEMPLATES
from api.web.terms import TERMS
from api.web.words import FOLDER
from coach.domain.base import Language
from tests.architecture.source import ROOT, tree

Key = tuple[str | None, str]
SLOT = re.compile(r"%\(\w+\)s")
HAN = re.compile(r"[\u3400-\u9fff]")


def catalogue(language: Language) -> Catalog:
    with (FOLDER / language.value / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language.value)


def entries(language: Language) -> dict[Key, str]:
    found: dict[Key, str] = {}
    for message in catalogue(language):
        if message.id:
            key = message.id if isinstance(message.id, str) else str(message.id[0])
            text = message.string if isinstance(message.string, str) else " ".join(message.string or ())
            found[(message.context, key)] = text
    return found


def said_by_templates() -> set[Key]:
    found: set[Key] = set()
    options = {"newstyle_gettext": "true", "silent": "false", "extensions": "jinja2.ext.do"}
    for path in sorted(TEMPLATES.glob("*.html")):
        with path.open("rb") as file:
            for _line, _function, message, _comments in babel_extract(file, ("_", "ngettext"), [], options):
                found.add((None, message if isinstance(message, str) else str((message or ("",))[0])))
    return found


@pytest.mark.parametrize("language", list(Language))
def test_a_catalogue_has_every_word_and_no_other(language: Language) -> None:
    known = entries(language)
    wanted = said_by_templates() | {(context, str(value)) for context, values in TERMS.items() for value in values}
    assert wanted - known.keys() == set()
    assert {key for key in known.keys() - wanted if key[0] != CONTEXT} == set()
    assert [key for key, text in known.items() if not text.strip()] == []


def test_both_catalogues_hold_the_same_keys_and_slots() -> None:
    chinese, english = entries(Language.ZH), entries(Language.EN)
    assert chinese.keys() == english.keys()
    different = [
        key for key in chinese if set(SLOT.findall(chinese[key])) != set(SLOT.findall(english[key]))
    ]  # fmt: skip
    assert different == []


def test_each_catalogue_speaks_its_own_language() -> None:
    same = {"HR", "SMART", "%(done)s / %(total)s"}
    foreign = [k for k, text in entries(Language.ZH).items() if not HAN.search(text) and text not in same]
    assert foreign == []
    allowed = {(CONTEXT, "the file has no column employee_id (工号) or name (姓名)")}
    assert [k for k, text in entries(Language.EN).items() if HAN.search(text) and k not in allowed] == []


class VisibleText(HTMLParser):
    """Words in a template that no catalogue knows."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._code = 0
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._code += tag == "code"
        shown = [value for name, value in attrs if name in ("title", "placeholder", "aria-label", "alt", "label")]
        self.words += [value for value in shown if value and value.strip() and not re.fullmatch(r"[\W\d]*", value)]

    def handle_endtag(self, tag: str) -> None:
        self._code -= tag == "code"

    def handle_data(self, data: str) -> None:
        if not self._code and re.search(r"[^\W\d_]", data):
            self.words.append(data.strip())


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.name)
def test_no_template_speaks_past_the_catalogues(path: Path) -> None:
    source = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert VisibleText(source).words == []


ERRORS = {"InvalidInput", "NotFound", "NotAllowed", "NotSignedIn", "Conflict"}
ROOMS = ("coach/review", "coach/plans", "coach/storage", "coach/drafting/pipeline.py", "api/auth.py", "api/web",
         "api/routes/drafts.py", "api/revising.py", "coach/drafting/revision")  # fmt: skip
NOT_ON_PAGES = {"api_keys.py", "idempotency.py", "lessons.py", "migrate.py", "record.py"}
"""Modules whose errors reach scripts and the command line only."""


def errors_said() -> Iterator[tuple[str, str]]:
    for room in ROOMS:
        paths = [ROOT / room] if room.endswith(".py") else sorted((ROOT / room).glob("*.py"))
        for path in paths:
            for node in ast.walk(tree(path)):
                name = getattr(getattr(node, "func", None), "id", "")
                if isinstance(node, ast.Call) and name in ERRORS and path.name not in NOT_ON_PAGES:
                    yield from ((path.name, said) for each in node.args if (said := _sample(each)))


def _sample(node: ast.expr) -> str:
    """The message with something in its gaps; empty where it comes from elsewhere."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(each.value) if isinstance(each, ast.Constant) else "7" for each in node.values)
    return ""


@pytest.mark.parametrize("language", list(Language))
def test_every_error_of_a_service_is_said_in_both_languages(language: Language) -> None:
    said = list(errors_said())
    assert len(said) > 60
    assert [each for each in said if translated(each[1], language) is None] == []


def test_an_error_nobody_translated_is_said_in_general_words() -> None:
    from api.web.problem import say

    problem = say(409, "some new sentence", "do something", Language.ZH)
    assert "some new sentence" not in problem.what + problem.hint
    assert HAN.search(problem.what)
