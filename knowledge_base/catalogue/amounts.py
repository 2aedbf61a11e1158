"""Lengths and prices as people type them: "2天", "1h30", "半天", "¥1,200/人", "免费"."""

import re
from functools import lru_cache

from pydantic import JsonValue

from knowledge_base.catalogue.fields import Unit, words
from knowledge_base.resources import resource_words

_NUMBER = r"\d+(?:\.\d+)?"
_CLOCK = re.compile(r"(\d{1,3}):(\d{2})(?::\d{2})?")
_MONEY = re.compile(r"(\d{1,3}(?:[,，\s]\d{3})+|\d+)(\.\d+)?\s*([万千kK](?![a-zA-Z]))?")
_TIMES = re.compile(r"(\d+)\s*[x×*]\s*")
_SCALES = {"万": 10_000, "千": 1_000, "k": 1_000, "K": 1_000}
_HOURS_AT_MOST = 5_000


def read_hours(cell: JsonValue, said: str, *, unit: str) -> tuple[float | None, str]:
    """Read a length in hours.

    Args:
        cell: as the file has it.
        said: the same as one line of text.
        unit: what the heading says the column is counted in; empty for hours.

    Returns:
        Hours and an empty text, hours and what was assumed, or None and a key of `troubles`.
    """
    low = said.lower()
    if found := _CLOCK.fullmatch(low):
        return round(int(found[1]) + int(found[2]) / 60, 2), ""
    named = words().unit_of.get(unit.strip(), "hour")
    if re.fullmatch(_NUMBER, low):
        return _in_hours(float(low) * words().minutes_of[named], {named})
    sessions = _TIMES.match(low)
    each = low[sessions.end() :] if sessions else low
    parts = list(_parts().finditer(each))
    if not parts or re.search(r"\d", _parts().sub("", each)):
        return None, "no_duration"
    units = {words().unit_of[part["unit"]] for part in parts}
    times = float(sessions[1]) if sessions else 1.0
    return _in_hours(times * sum(_minutes(part) for part in parts), units)


def _minutes(part: re.Match[str]) -> float:
    number = part["number"]
    value = float(number) if number[0].isdigit() else words().numerals[number.strip()]
    value += 0.5 if part["half"] or part["more"] else 0
    return value * words().minutes_of[words().unit_of[part["unit"]]]


def _in_hours(minutes: float, units: set[Unit]) -> tuple[float | None, str]:
    hours = round(minutes / 60, 2)
    if hours > _HOURS_AT_MOST:
        return None, "no_duration"
    return hours, "days_as_hours" if units & {"day", "week"} else ""


@lru_cache(maxsize=1)
def _parts() -> re.Pattern[str]:
    """A number or numeral with a unit; longer words before shorter ones."""
    numerals = "|".join(sorted(map(re.escape, words().numerals), key=len, reverse=True))
    units = "|".join(sorted(map(re.escape, words().unit_of), key=len, reverse=True))
    latin_end = r"(?![a-z])"
    return re.compile(
        rf"(?P<number>{_NUMBER}|{numerals})\s*-?\s*(?P<more>个?半)?(?P<unit>{units}){latin_end}(?P<half>半)?"
    )


def read_cost(cell: JsonValue, said: str) -> tuple[dict[str, JsonValue] | None, str]:
    """Read a price.

    Returns:
        `{"cost": number}` with `"currency"` where the cell names one, or None and a key of `troubles`.
    """
    low = said.lower()
    if low in resource_words().free or low.startswith(("免费", "free")):
        return {"cost": 0.0}, ""
    if any(word in low for word in words().on_request):
        return None, "on_request"
    found = list(_MONEY.finditer(said))
    if len(found) != 1 or low.lstrip("¥￥$€£ ").startswith("-"):
        return None, "no_amount"
    whole, fraction, scale = found[0].groups()
    cost = float(re.sub(r"[,，\s]", "", whole) + (fraction or "")) * _SCALES.get(scale or "", 1)
    amount: dict[str, JsonValue] = {"cost": round(cost, 2)}
    around = (low[: found[0].start()], low[found[0].end() :])
    if currency := next((code for part in around if (code := read_currency(part))), None):
        amount["currency"] = currency
    return amount, ""


def read_currency(said: str) -> str | None:
    """Return the ISO code of a currency a text names, None where it names none."""
    low = said.strip().lower()
    known = resource_words().currencies.items()
    exact = next((code for code, names in known if low in names or low == code.lower()), None)
    if exact or not low:
        return exact
    named = [(len(name), code) for code, names in known for name in names if _names(low, name)]
    return max(named)[1] if named else None


def _names(text: str, name: str) -> bool:
    if name.isalpha() and name.isascii():
        return re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", text) is not None
    return name in text
