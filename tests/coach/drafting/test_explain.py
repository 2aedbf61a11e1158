"""A recommendation says which words met where, what the catalogue says, and nothing else."""

import datetime as dt
from typing import Any

import pytest

from coach.domain.base import Language
from coach.domain.gap import GapCategory
from coach.domain.recommendation import AlternativeKind, Caution, NoResourceCause
from coach.drafting.body import DraftBody
from coach.drafting.gates import check_body
from coach.drafting.grounded import GroundedEngine
from coach.drafting.recommend_words import alternatives, recommend_words
from tests.coach.drafting.fakes import FakeKnowledge, brief, statement, training

TEXT = "Before lunch all is well. Rework at soldering is 6%, the standard is 2%."
SOLDER = "Soldering without rework"


def body_of(*records: Any, text: str = TEXT, **options: Any) -> DraftBody:
    one = statement(text, metric="rework at soldering", **options.pop("gap", {}))
    given = brief(text, one, knowledge=FakeKnowledge(list(records)), **options)
    body = GroundedEngine().draft(given)
    assert check_body(body, given) == []
    return body


def test_every_place_says_what_stands_there() -> None:
    record = training("t", SOLDER, "Rework is practised joint by joint.", skills=["rework", "joints"])
    (found,) = body_of(record).resources
    assert found.match is not None
    assert {span.text for span in found.match.gap} == {"Rework", "soldering"}
    assert all(TEXT[span.start : span.end] == span.text for span in found.match.gap)
    parts = {"title": SOLDER, "skill": "rework", "text": record.text}
    assert {span.part for span in found.match.resource} == {"title", "skill", "text"}
    assert all(parts[span.part][span.start : span.end] == span.text for span in found.match.resource)


def test_words_of_two_languages_meet_through_an_alias() -> None:
    text = "换型时间平均50分钟，标准30分钟。"
    knowledge = FakeKnowledge([training("t-smed", "Quick changeover", "换型 for setters.", skills=["changeover"])])
    one = statement(text, metric="换型时间", unit="min", baseline=50, target=30)
    (found,) = GroundedEngine().draft(brief(text, one, language=Language.ZH, knowledge=knowledge)).resources
    assert found.match is not None
    assert found.match.aliases[0].resource.lower() == "changeover"
    assert found.match.aliases[0].gap in text
    assert text[found.match.gap[0].start : found.match.gap[0].end] == found.match.aliases[0].gap


def test_the_facts_are_those_of_the_record() -> None:
    record = training(
        "t", SOLDER, "Rework.", skills=["rework"], level="basic", hours=3, cost=0, currency="CNY",
        next_session="2026-03-10", prerequisites=["Can solder alone"], provider="Academy",
    )  # fmt: skip
    facts = body_of(record).resources[0].facts
    assert facts is not None
    assert (facts.level, facts.hours, facts.cost, facts.next_session) == ("basic", 3, 0, dt.date(2026, 3, 10))
    assert facts.cautions == (Caution.PREREQUISITES,)
    assert facts.sentence == (
        "According to the catalogue: basic level, 3 hours, in English, free of charge, next session on 10 March 2026, "
        "offered by “Academy”. Needed beforehand: “Can solder alone”; check this with the employee before booking."
    )


def test_what_the_record_does_not_say_is_left_out() -> None:
    facts = body_of(training("t", SOLDER, "Rework.")).resources[0].facts
    assert facts is not None
    assert (facts.level, facts.hours, facts.cost, facts.next_session, facts.prerequisites) == (None,) * 4 + ((),)
    assert facts.sentence == "According to the catalogue: in English."


@pytest.mark.parametrize(
    ("cells", "available"),
    [
        ({"valid_until": "2026-03-01"}, False),
        ({"valid_until": "2026-03-02"}, True),
        ({"withdrawn": True}, False),
        ({"status": "retired"}, False),
        ({"next_session": "2026-02-27"}, False),
        ({"next_session": "2026-03-03"}, True),
    ],
)
def test_what_may_not_be_offered_is_neither_recommended_nor_cited(cells: dict[str, Any], available: bool) -> None:
    body = body_of(training("t", SOLDER, "Rework.", skills=["rework"], **cells))
    assert bool(body.resources) is available
    if not available:
        assert body.no_resource[0].cause is NoResourceCause.NOT_AVAILABLE
        assert SOLDER not in body.model_dump_json()


def test_an_expired_resource_takes_no_place_of_a_valid_one() -> None:
    old = [training(f"old-{n}", SOLDER, "Rework rework.", valid_until="2026-01-01") for n in range(8)]
    body = body_of(*old, training("new", SOLDER, "Rework.", skills=["rework"]))
    assert [r.resource_id for r in body.resources] == ["new"]


def test_a_session_after_the_plan_ends_is_said_and_comes_second() -> None:
    late = training("late", SOLDER, "Rework.", skills=["rework"], next_session="2026-12-01")
    body = body_of(late, training("open", SOLDER, "Rework.", skills=["rework"]))
    assert body.resources[0].resource_id == "open"
    (alone,) = body_of(late).resources
    assert alone.facts is not None
    assert Caution.AFTER_DEADLINE in alone.facts.cautions
    assert "after the plan ends" in alone.facts.sentence


def test_other_cautions_are_read_from_dates_length_and_language() -> None:
    record = training("t", "焊接返工 rework", "rework", "zh", hours=200, valid_until="2026-03-20")
    facts = body_of(record).resources[0].facts
    assert facts is not None
    assert set(facts.cautions) == {Caution.EXPIRES_SOON, Caution.OTHER_LANGUAGE, Caution.TOO_LONG}
    assert "20 March 2026" in facts.sentence


def test_a_beginner_is_offered_the_beginners_course_first() -> None:
    both = [
        training("deep", SOLDER, "Rework.", skills=["rework"], level="advanced"),
        training("first", SOLDER, "Rework.", skills=["rework"], level="basic"),
    ]
    assert body_of(*both, role="trainee solderer").resources[0].resource_id == "first"


def test_nothing_fits_comes_with_two_different_ways() -> None:
    none = body_of(training("x", "Reading poetry aloud", "An evening."), industry="manufacturing").no_resource[0]
    assert none.cause is NoResourceCause.NOTHING_FITS
    assert len({way.kind for way in none.alternatives}) == 2
    assert "tray of good and bad parts" in none.alternatives[0].text
    assert "{" not in none.instead


def test_the_ways_fit_the_role() -> None:
    driver = body_of(role="Delivery driver").no_resource
    assert driver[0].alternatives[0].kind is AlternativeKind.SHADOWING
    assert "Ride along" in driver[0].alternatives[0].text


def test_a_fitting_resource_of_another_goal_is_named_as_the_reason() -> None:
    record = training("t", SOLDER, "Rework.", skills=["rework"])
    second = statement("Rework of soldering joints found late.", id="s2", metric="late solder rework", start=80)
    body = GroundedEngine().draft(brief(TEXT, statement(TEXT), second, knowledge=FakeKnowledge([record])))
    assert body.no_resource[0].cause is NoResourceCause.USED_BY_ANOTHER_GOAL


def test_words_that_are_not_at_their_place_are_refused() -> None:
    given = brief(TEXT, statement(TEXT), knowledge=FakeKnowledge([training("t", SOLDER, "Rework.")]))
    body = GroundedEngine().draft(given)
    match = body.resources[0].match
    assert match is not None
    moved = match.model_copy(update={"gap": (match.gap[0].model_copy(update={"start": 1}),)})
    wrong = body.model_copy(update={"resources": (body.resources[0].model_copy(update={"match": moved}),)})
    assert "wrong_match" in {finding.rule for finding in check_body(wrong, given)}


def test_both_languages_say_the_same_things() -> None:
    zh, en = recommend_words(Language.ZH), recommend_words(Language.EN)
    assert zh.cautions.keys() == en.cautions.keys() == set(Caution)
    assert zh.families.keys() == en.families.keys()
    mine, theirs = alternatives(Language.ZH), alternatives(Language.EN)
    assert set(mine.categories) == set(theirs.categories) == set(GapCategory)
    for part in ("industries", "families"):
        kinds = [
            {(a, c): way.kind for a, ways in getattr(side, part).items() for c, way in ways.items()}
            for side in (mine, theirs)
        ]
        assert kinds[0] == kinds[1]
    for category in GapCategory:
        assert [w.kind for w in mine.categories[category]] == [w.kind for w in theirs.categories[category]]
        assert len({w.kind for w in mine.categories[category]}) == 2


@pytest.mark.parametrize("language", Language)
def test_the_sentences_pass_our_own_tone_check_and_promise_no_figure(language: Language) -> None:
    from coach.tone.check import check_tone

    data = alternatives(language)
    ways = [w for some in data.categories.values() for w in some]
    ways += [w for part in (data.industries, data.families) for some in part.values() for w in some.values()]
    for way in ways:
        assert not any(c.isdigit() for c in way.text), way.text
        assert not check_tone(way.text, language=language).problem, way.text
