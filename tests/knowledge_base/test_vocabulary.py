"""The skills vocabulary: the data file, and how a text meets it."""

from collections import Counter

import pytest

from knowledge_base.vocabulary import MOST_SKILLS, skill_list, vocabulary


def ids(text: str) -> list[str]:
    return [skill.id for skill in vocabulary().match(text)]


def test_every_skill_has_names_in_both_languages_and_an_id_of_its_own() -> None:
    skills = skill_list().skills
    assert len(skills) >= 200
    assert [name for name, count in Counter(skill.id for skill in skills).items() if count > 1] == []
    for skill in skills:
        for said in (*skill.zh, *skill.en, *skill.signs):
            assert said == said.strip() != ""
        assert len(set(skill.names)) == len(skill.names)


def test_every_name_and_sign_finds_its_skill_or_one_that_shares_it() -> None:
    missed = []
    for skill in skill_list().skills:
        for said in (*skill.zh, *skill.en, *skill.signs):
            found = vocabulary().match(said)
            if skill not in found and not any(said in (*s.zh, *s.en, *s.signs) for s in found):
                missed.append((skill.id, said))
    assert missed == []


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("报表总是算错，表格处理很慢", "spreadsheet"),
        ("試算表函數不熟", "spreadsheet"),
        ("afraid to speak up in front of the class", "public-speaking"),
        ("上台就紧张", "public-speaking"),
        ("keeps missing deadlines; missed deadlines every month", "time-management"),
        ("anti-money-laundering alerts", "anti-money-laundering"),
        ("K8s 集群不会维护", "containers"),
        ("ISO 9001 internal audits", "quality-management"),
    ],
)
def test_trouble_and_names_lead_to_the_skill_in_either_language(text: str, skill: str) -> None:
    assert skill in ids(text)


def test_a_name_inside_a_longer_one_does_not_count() -> None:
    assert ids("合同法") == ["contract-law"]
    assert "customer-service" not in ids("contact center")


def test_at_most_a_few_skills_and_none_for_other_talk() -> None:
    assert len(ids(" ".join(skill.en[0] for skill in skill_list().skills))) == MOST_SKILLS
    assert ids("the weather is fine") == ids("") == ids("。！😀") == []
