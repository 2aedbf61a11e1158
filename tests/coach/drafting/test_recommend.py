"""Resources are recommended for a reason, or not at all."""

from coach.domain.base import Language
from coach.drafting.grounded import GroundedEngine
from tests.coach.drafting.fakes import CATALOGUE, FakeKnowledge, brief, statement, training

TEXT = "Rework at soldering is 6%, the standard is 2%."


def test_a_resource_is_named_with_the_words_that_met() -> None:
    (found,) = GroundedEngine().draft(brief(TEXT, statement(TEXT, metric="solder rework"))).resources
    assert found.resource_id == "t-solder"
    assert "rework" in found.why
    assert found.citations == ("t-solder#0",)


def test_nothing_is_forced() -> None:
    knowledge = FakeKnowledge([training("t-poetry", "Reading poetry aloud", "Evenings at the soldering school.")])
    body = GroundedEngine().draft(brief(TEXT, statement(TEXT), knowledge=knowledge))
    assert body.resources == ()
    assert body.no_resource[0].instead


def test_a_resource_in_the_other_language_is_found_by_its_topic() -> None:
    text = "换型时间平均50分钟，标准30分钟。"
    knowledge = FakeKnowledge([training("t-smed", "Quick changeover", "换型 for setters.", skills=["changeover"])])
    one = statement(text, metric="换型时间", unit="min", baseline=50, target=30)
    (found,) = GroundedEngine().draft(brief(text, one, language=Language.ZH, knowledge=knowledge)).resources
    assert found.title == "Quick changeover"
    assert "换型" in found.why
    assert "changeover" in found.why


def test_both_language_versions_of_one_resource_count_once() -> None:
    pair = [
        training("a-en", "Solder rework clinic", "Rework.", skills=["rework"], pair="clinic"),
        training("a-zh", "焊接返工门诊 rework", "rework", "zh", skills=["rework"], pair="clinic"),
    ]
    body = GroundedEngine().draft(brief(TEXT, statement(TEXT), knowledge=FakeKnowledge(pair)))
    assert [r.resource_id for r in body.resources] == ["a-en"]


def test_a_resource_for_another_industry_stays_behind() -> None:
    records = [training("t-office", "Rework of letters", "rework", industries=["finance"], gap_types=["records"])]
    knowledge = FakeKnowledge(records)
    body = GroundedEngine().draft(brief(TEXT, statement(TEXT), knowledge=knowledge, industry="manufacturing"))
    assert body.resources == ()


def test_two_goals_do_not_share_a_resource() -> None:
    first = statement(TEXT, metric="solder rework")
    second = statement("Rework of soldering joints found late.", id="s2", metric="late solder rework", start=50)
    body = GroundedEngine().draft(brief(TEXT, first, second, knowledge=FakeKnowledge(CATALOGUE[:1])))
    assert [r.for_goal for r in body.resources] == ["g1"]
    assert [n.for_goal for n in body.no_resource] == ["g2"]
