"""Whose prompt is used, how it differs from ours, and what would keep it from working."""

from pathlib import Path

import pytest

from coach.domain.base import Language
from coach.errors import NotFound
from coach.prompt_check import difference, entries, problems
from coach.prompting import Prompts

BOTH = list(Language)


def _folder(tmp_path: Path, language: Language, name: str, text: str) -> Prompts:
    path = tmp_path / language / f"{name}.md.j2"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return Prompts(tmp_path)


def test_the_shipped_prompts_are_listed_in_both_languages_and_work() -> None:
    found = entries(Prompts())
    assert {e.name for e in found if e.language is Language.ZH} == {e.name for e in found if e.language is Language.EN}
    assert {e.origin for e in found} == {"shipped"}
    assert all(e.description and e.fingerprint for e in found if not e.name.startswith("shared/"))
    assert problems(Prompts()) == []


@pytest.mark.parametrize("language", BOTH)
def test_a_changed_prompt_is_named_and_its_difference_shown(tmp_path: Path, language: Language) -> None:
    text = Prompts().source("goal", language)
    prompts = _folder(tmp_path, language, "goal", text + "Be brief.\n")
    changed = [e for e in entries(prompts) if e.origin == "changed"]
    assert [(e.language, e.name) for e in changed] == [(language, "goal")]
    assert changed[0].fingerprint != Prompts().template("goal", language).fingerprint
    assert [line for line in difference(prompts, "goal", language).splitlines() if line[:2] == "+B"] == ["+Be brief."]
    assert difference(prompts, "system", language) == ""
    assert problems(prompts) == []


@pytest.mark.parametrize("language", BOTH)
def test_a_changed_part_counts_for_the_prompts_that_include_it(tmp_path: Path, language: Language) -> None:
    part = "shared/data_rule"
    prompts = _folder(tmp_path, language, part, Prompts().source(part, language) + "!\n")
    before = {e.name: e.fingerprint for e in entries(Prompts()) if e.language is language}
    after = {e.name: e.fingerprint for e in entries(prompts) if e.language is language}
    including = {n for n in Prompts().names(language) if part in Prompts().source(n, language)}
    assert {n for n in before if before[n] != after[n]} == including


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no front matter", "does not start with"),
        ("{# inputs: a #}\n{# description: d #}\n{{ a }}", "its inputs are ['a']"),
        ("{# inputs: #}\n{# description: d #}\n{{ 1 + 1 }}", "may not"),
        ("{# inputs: #}\n{# description: d #}\n{{", "line 3"),
    ],
)
@pytest.mark.parametrize("language", BOTH)
def test_what_would_not_work_is_said(tmp_path: Path, language: Language, text: str, said: str) -> None:
    found = problems(_folder(tmp_path, language, "goal", text))
    assert [(p.language, p.name) for p in found] == [(language, "goal")]
    assert said in found[0].what
    assert found[0].hint or "line" in found[0].what


def test_a_name_that_nothing_reads_is_said(tmp_path: Path) -> None:
    prompts = _folder(tmp_path, Language.EN, "gaol", "{# inputs: #}\n{# description: d #}\nx\n")
    assert [(p.name, "uses" in p.what) for p in problems(prompts)] == [("gaol", True)]
    assert [e.origin for e in entries(prompts) if e.name == "gaol"] == ["yours"]


def test_there_is_no_difference_of_what_is_not_there() -> None:
    with pytest.raises(NotFound):
        difference(Prompts(), "nothing", Language.EN)
