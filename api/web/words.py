"""Words, dates and figures of one language: catalogues are read from .po files at first use, without a compile step."""

import datetime as dt
import io
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal
from babel.support import Translations
from babel.units import format_unit

from coach.domain.base import Language

FOLDER = Path(__file__).with_name("locales")
LOCALES = {Language.ZH: Locale("zh", "CN", script="Hans"), Language.EN: Locale("en", "GB")}
"""Day before month in English, so that 03/04 is never a riddle."""
SPANS = {"s": "duration-second", "min": "duration-minute", "h": "duration-hour", "days": "duration-day"}
SIGNS = ("%", "‰")
MONEY = ("CNY", "USD")
NOTHING = "—"


class Words:
    """Everything a page says in one language.

    Args:
        language: the language.
    """

    def __init__(self, language: Language) -> None:
        self.language = language
        self.locale = LOCALES[language]
        self.translations = read_catalogue(language)

    def term(self, context: str, value: object) -> str:
        """The word for a value of a closed set (`api.web.terms`); the value itself where the set is open."""
        return str(self.translations.pgettext(context, str(value)))

    def date(self, day: dt.date | None) -> str:
        """A day: 2026年3月2日, 2 Mar 2026."""
        return format_date(day, "medium", locale=self.locale) if day else NOTHING

    def moment(self, at: dt.datetime | None) -> str:
        """A moment in the server's time zone, to the minute."""
        if at is None:
            return NOTHING
        pattern = "yyyy年M月d日 HH:mm" if self.language is Language.ZH else "d MMM yyyy, HH:mm"
        return format_datetime(at.astimezone().replace(tzinfo=None), pattern, locale=self.locale)

    def number(self, value: float) -> str:
        """A number with its separators."""
        return format_decimal(value, locale=self.locale)

    def figure(self, value: float | None, unit: str = "none") -> str:
        """A figure with its unit of CONTRACTS: 5%, 72小时, ¥120,000, 12,000/week."""
        if value is None:
            return NOTHING
        base, _, per = unit.partition("/")
        return self._based(value, base) + (f"/{self.term('per', per)}" if per else "")

    def _based(self, value: float, unit: str) -> str:
        if unit in SPANS:
            return format_unit(value, SPANS[unit], length="short", locale=self.locale)
        if unit in MONEY:
            return format_currency(value, unit, "¤#,##0.##", locale=self.locale, currency_digits=False)
        number = self.number(value)
        if unit in SIGNS:
            return number + unit
        return self.term("unit", unit).replace("{n}", number) if unit in ("per_10000", "score") else number


@lru_cache
def words(language: Language) -> Words:
    """The words of a language."""
    return Words(language)


@lru_cache
def read_catalogue(language: Language) -> Translations:
    """The translations of a language, read from its .po file."""
    path = FOLDER / language.value / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language.value)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(fp=compiled)
