"""The conversation guide: from approved and recorded facts only, in both languages, and kind."""

import datetime as dt
import re

import pytest

from coach.domain.base import Language
from coach.domain.checkin import CheckIn, CommitmentNote, GoalProgress, PlanHistory
from coach.domain.draft import PlannedCheckIn
from coach.domain.guide import Meeting, MeetingKind
from coach.errors import NotAllowed, NotFound
from coach.plans.guide import MAX_QUESTIONS, conversation_guide, guide_for
from coach.plans.guide_document import guide_document
from coach.plans.guide_words import guide_words
from coach.plans.lifecycle import Plans
from coach.storage.session import Database
from coach.tone.check import check_tone
from tests.coach.storage.world import Cast, approved

START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
WEEK = dt.timedelta(days=7)


@pytest.fixture
def history(database: Database, cast: Cast) -> PlanHistory:
    """A plan approved on 2 March 2026 with a talk every week and the last after nine weeks."""
    plan = approved(database, cast)
    found = Plans(database).show(plan.id, by=cast.manager)
    talks = tuple(PlannedCheckIn(on=START.date() + WEEK * n, focus=f"第{n}次") for n in range(1, 10))
    content = found.plan.content.model_copy(update={"check_ins": talks})
    return found.model_copy(update={"plan": found.plan.model_copy(update={"content": content, "created_at": START})})


def _meetings(history: PlanHistory, today: dt.date | None = None) -> tuple[Meeting, ...]:
    return conversation_guide(history, today=today or START.date()).meetings


def _sources(meeting: Meeting) -> list[str]:
    return [fact.source for fact in meeting.facts]


def test_every_talk_is_prepared_and_of_its_kind(history: PlanHistory) -> None:
    meetings = _meetings(history)
    assert [m.on for m in meetings] == [START.date() + WEEK * n for n in range(10)]
    assert meetings[0].kind is MeetingKind.FIRST
    assert meetings[-1].kind is MeetingKind.FINAL
    assert meetings[4].kind is MeetingKind.FORMAL
    assert {m.kind for m in meetings[1:4]} == {MeetingKind.ONE_TO_ONE}
    assert all(m.opening and m.questions and m.reactions and m.avoided and m.closing for m in meetings)
    assert all(len(m.questions) <= MAX_QUESTIONS for m in meetings)


def test_the_first_talk_states_what_was_approved(history: PlanHistory) -> None:
    first = _meetings(history)[0]
    concerns = [f"concern:{n}" for n, _ in enumerate(history.plan.content.concerns, start=1)]
    assert concerns == [s for s in _sources(first) if s.startswith("concern")]
    goal = next(fact for fact in first.facts if fact.source == "goal:g1").text
    assert "5%" in goal
    assert "2%" in goal


def test_no_figure_appears_that_the_plan_has_not(history: PlanHistory) -> None:
    known = set(re.findall(r"\d+", history.model_dump_json()))
    text = guide_document(conversation_guide(history, today=START.date()), form="md").decode()
    text = text.replace(history.plan.content_sha256, "")
    assert set(re.findall(r"\d+", text)) <= known


def test_recorded_figures_come_up_in_later_talks_only(history: PlanHistory) -> None:
    progress = (GoalProgress(goal_id="g1", value=3.5),)
    held = CheckIn(on=START.date() + WEEK, note="n", progress=progress, id="c1", by="u", at=START)
    meetings = _meetings(history.model_copy(update={"check_ins": (held,)}))
    shown = [f"check_in:{held.on.isoformat()}" in _sources(m) for m in meetings]
    assert shown == [False, False, *[True] * 8]
    assert any("3.5%" in fact.text for fact in meetings[2].facts)


def test_what_the_employer_owes_is_opened_with_once_it_is_late(history: PlanHistory) -> None:
    commitment = history.plan.content.commitments[0]
    today = commitment.due + dt.timedelta(days=1)
    meetings = _meetings(history, today)
    upcoming = next(m for m in meetings if m.on >= today)
    late = guide_words(Language.ZH).facts["late"].partition("{")[0]
    assert any(f.source == commitment.id and f.text.startswith(late) for f in upcoming.facts)
    note = CommitmentNote(commitment_id=commitment.id, kept=True, note="done", by="u", at=START)
    kept = _meetings(history.model_copy(update={"commitments": (note,)}), today)
    assert not any(f.text.startswith(late) for m in kept for f in m.facts if f.source == commitment.id)
    formal = next(m for m in kept if m.kind is MeetingKind.FORMAL and m.on >= commitment.due)
    assert commitment.id in _sources(formal)


def test_talks_planned_before_the_approval_are_left_out(history: PlanHistory) -> None:
    late = history.plan.model_copy(update={"created_at": START + 3 * WEEK})
    meetings = _meetings(history.model_copy(update={"plan": late}))
    assert meetings[0].on == (START + 3 * WEEK).date()
    assert len(meetings) == 7


def test_a_plan_without_talks_still_has_a_first_one(history: PlanHistory) -> None:
    content = history.plan.content.model_copy(update={"check_ins": ()})
    bare = history.model_copy(update={"plan": history.plan.model_copy(update={"content": content})})
    (only,) = _meetings(bare)
    assert only.kind is MeetingKind.FIRST


@pytest.mark.parametrize("who", ["employee", "other_manager", "lnd", "admin"])
def test_only_who_leads_the_talks_gets_it(database: Database, cast: Cast, who: str) -> None:
    plan = approved(database, cast)
    with pytest.raises((NotFound, NotAllowed)):
        guide_for(database, plan.id, by=getattr(cast, who))
    assert guide_for(database, plan.id, by=cast.hr).plan_id == plan.id


def test_both_languages_have_the_same_shape() -> None:
    zh, en = guide_words(Language.ZH), guide_words(Language.EN)
    for name in ("openings", "questions", "stages", "categories", "closing", "facts"):
        assert getattr(zh, name).keys() == getattr(en, name).keys()
    assert [r.meetings for r in zh.reactions] == [r.meetings for r in en.reactions]
    assert [a.meetings for a in zh.avoided] == [a.meetings for a in en.avoided]
    assert set(zh.openings) == set(zh.questions) == set(zh.closing) == set(MeetingKind)
    for name, text in zh.facts.items():
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", en.facts[name]))


@pytest.mark.parametrize("language", list(Language))
def test_most_of_what_it_warns_of_is_what_the_tone_check_finds(language: Language) -> None:
    quoted = [a.words for a in guide_words(language).avoided if a.words[0] in "“"]
    found = [words for words in quoted if check_tone(words, language=language).problem]
    assert len(found) * 2 >= len(quoted)


def test_the_word_file_opens(history: PlanHistory) -> None:
    import io

    import docx

    document = docx.Document(io.BytesIO(guide_document(conversation_guide(history, today=START.date()), form="docx")))
    assert document.paragraphs[0].text == "面谈指引"


@pytest.mark.parametrize("language", list(Language))
def test_nothing_it_suggests_hurts(language: Language) -> None:
    words = guide_words(language)
    lines = [line for group in (words.openings, words.questions, words.closing) for ls in group.values() for line in ls]
    lines += [*words.stages.values(), *words.categories.values(), *words.facts.values(), words.focus_first]
    lines += [r.answer for r in words.reactions] + [text for a in words.avoided for text in (a.why, a.instead)]
    hurt = {line: [s.text for s in check_tone(line, language=language).suggestions] for line in lines}
    assert {line: found for line, found in hurt.items() if found} == {}
    assert not any(re.search(r"\d", line) for line in lines)
