"""Templates to HTML: escaped always, a missing variable is an error, one environment a language."""

from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.web.problem import sentences
from api.web.words import words
from coach.domain.base import Language

FOLDER = Path(__file__).with_name("templates")


@lru_cache
def environment(language: Language) -> Environment:
    """The templates with the words, dates and figures of a language."""
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    known = words(language)
    made.install_gettext_translations(known.translations, newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(date=known.date, moment=known.moment, number=known.number, figure=known.figure)
    made.globals.update(term=known.term, language=language.value)
    made.globals["sentence"] = partial(sentences, language=language)
    return made


def render(template: str, language: Language, **context: Any) -> str:
    """The page of a template."""
    return environment(language).get_template(template).render(**context)
