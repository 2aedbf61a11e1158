"""Every rule does what its example says, and leaves its counter-example alone."""

import json
import shutil
from pathlib import Path

import pytest

from coach.domain.base import Language
from coach.domain.wording import ToneCategory
from coach.tone.check import read
from coach.tone.lexicon import FOLDER, CompiledRule, Guards, Lexicon, Wording, lexicon
from coach.tone.matching import find
from coach.tone.spans import settle

RULES = [rule for language in Language for rule in lexicon(language).rules]


def fired(rule: CompiledRule, text: str) -> bool:
    """Whether a rule finds something; a companion counts only where it ends up in a suggestion."""
    reading = read(text, rule.file.language)
    findings = find(reading, lexicon(rule.file.language))
    if rule.rule.companion:
        findings = [part for finding in settle(findings, reading) for part in finding.parts]
    return any(finding.rule.rule.id == rule.rule.id for finding in findings)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule.id)
def test_rule_fires_in_its_example_only(rule: CompiledRule) -> None:
    assert fired(rule, rule.rule.example)
    assert not fired(rule, rule.rule.counter_example)


@pytest.mark.parametrize("language", Language)
def test_every_category_has_a_file_in_both_languages(language: Language) -> None:
    assert set(lexicon(language).files) == set(ToneCategory)
    assert {path.stem for path in (FOLDER / language).glob("*.json")} == {
        *ToneCategory,
        "guards",
        "register",
        "wording",
        "vocabulary",
    }


@pytest.mark.parametrize("language", Language)
def test_every_pattern_compiles_and_rule_ids_are_unique(language: Language) -> None:
    words = lexicon(language)
    for rule in words.rules:
        for pattern in (*rule.patterns, *rule.unless, *rule.unless_nearby, *rule.only_if):
            assert pattern.compiled
    for name, field in {**Guards.model_fields, **Wording.model_fields}.items():
        if field.annotation == tuple[str, ...]:
            assert all(pattern.compiled for pattern in words.guard(name))
    ids = [rule.rule.id for rule in words.rules]
    assert len(ids) == len(set(ids))


def test_a_rule_can_be_switched_off(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "lexicons")
    path = tmp_path / "lexicons/en/character_label.json"
    content = json.loads(path.read_text("utf-8"))
    content["rules"][0]["enabled"] = False
    path.write_text(json.dumps(content), encoding="utf-8")
    kept = {rule.rule.id for rule in Lexicon(Language.EN, tmp_path / "lexicons").rules}
    assert {rule.rule.id for rule in lexicon(Language.EN).rules} - kept == {content["rules"][0]["id"]}
