"""A card in words: from content to the `PatternCard` drafting sees."""

from knowledge_base.precedents.cells import CardContent, Size
from knowledge_base.precedents.rule import LEAST_MANAGERS
from knowledge_base.precedents.words import CardLanguage, pattern_words
from knowledge_base.records import PatternCard

NEARNESS = {"industry": 1.0, "role_family": 0.8, "all": 0.6}
"""Scope -> score: it depends on what was asked and on nothing in any plan."""


def card_of(content: CardContent, language: CardLanguage) -> PatternCard:
    """Write a card in one language."""
    title = title_of(content, language)
    return PatternCard(
        id=content.card_id,
        gap_type=content.gap_type,
        industry=(content.value or "all") if content.scope == "industry" else "all",
        plans=content.people,
        title=title,
        text=text_of(content, language),
        steps=tuple((size.direction, size.unit, size.percent) for size in content.sizes),
        score=NEARNESS[content.scope],
    )


def title_of(content: CardContent, language: CardLanguage) -> str:
    """The title: kind of gap and scope."""
    words = pattern_words()
    known = words.industries if content.scope == "industry" else words.role_families
    name = known[content.value].in_(language) if content.value else ""
    place = words.say(content.scope, language, value=name)
    title = words.say("title", language, place=place, gap_type=words.gap_types[content.gap_type].in_(language))
    return title[:1].upper() + title[1:]


def text_of(content: CardContent, language: CardLanguage) -> str:
    """The sentences of a card; a figure that is left out has none."""
    words = pattern_words()
    parts = [words.say("people", language, people=content.people, managers=LEAST_MANAGERS)]
    if content.outcome:
        parts.append(words.say(f"outcome_{content.outcome}", language))
    if content.weeks is not None:
        parts.append(words.say("weeks", language, weeks=content.weeks))
    parts += [_size(size, language) for size in content.sizes]
    for name, values in (("actions", content.actions), ("support", content.support)):
        if values:
            listed = words.say("between", language).join(words.measures[each].in_(language) for each in values)
            parts.append(words.say(name, language, list=listed))
    if content.families:
        families = [words.role_families[each].in_(language) for each in content.families]
        parts.append(words.say("families", language, list=words.say("and", language).join(families)))
    if content.years:
        parts.append(words.say("years", language, list=words.say("and", language).join(content.years)))
    return ("" if language == "zh" else " ").join(parts)


def _size(size: Size, language: CardLanguage) -> str:
    words = pattern_words()
    return words.say(f"shape_{size.direction}", language, unit=unit_name(size.unit, language), step=size.percent)


def unit_name(unit: str | None, language: CardLanguage) -> str:
    """A unit of CONTRACTS in words; None is any unit."""
    words = pattern_words()
    if unit is None:
        return words.say("any_unit", language)
    base, _, rate = unit.partition("/")
    parts = [words.units[base].in_(language), *([words.rates[rate].in_(language)] if rate else [])]
    return "".join(reversed(parts)) if language == "zh" else " ".join(parts)
