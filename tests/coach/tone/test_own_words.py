"""What the product itself says, writes and suggests must pass its own check: it would be read aloud to people."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.domain.base import Language
from coach.plans.guide_words import guide_words
from coach.tone.check import check_tone
from coach.tone.lexicon import lexicon

ROOT = Path(__file__).resolve().parents[3]
SAID = ("phrases", "alternatives", "actions", "recommend", "gate_messages")
"""Files of `coach/drafting/data` whose words reach people."""


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


def hurt(lines: list[str], language: Language) -> dict[str, list[str]]:
    found = {line: [s.text for s in check_tone(line, language=language).suggestions] for line in lines}
    return {line: texts for line, texts in found.items() if texts}


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", SAID)
def test_drafts_suggest_nothing_that_hurts(name: str, language: Language) -> None:
    path = ROOT / "coach/drafting/data" / f"{name}.{language.value}.json"
    lines = list(strings(json.loads(path.read_text("utf-8"))))
    assert lines
    assert hurt(lines, language) == {}


@pytest.mark.parametrize("language", list(Language))
def test_what_the_check_offers_instead_does_not_hurt(language: Language) -> None:
    words = lexicon(language)
    offered = {rule.rule.replacement or "" for rule in words.rules} | {f.replacement for f in words.files.values()}
    for file in words.files.values():
        offered |= {file.reason, file.slot, file.request, file.nothing_left}
    lines = [re.sub(r"\{\w+\}", "", text) for text in offered]
    assert hurt([line for line in lines if line.strip()], language) == {}


@pytest.mark.parametrize("language", list(Language))
def test_the_guide_warns_only_where_it_quotes(language: Language) -> None:
    words = guide_words(language)
    quoted = {entry.words for entry in words.avoided} | {r.sign for r in words.reactions if r.sign.startswith("“")}
    lines = [line for line in strings(words.model_dump(mode="json")) if line not in quoted]
    assert hurt(lines, language) == {}
