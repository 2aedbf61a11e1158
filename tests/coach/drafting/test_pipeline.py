"""The whole path from text to draft, with the real intake, both engines' roles and a fake knowledge base."""

import datetime as dt
from dataclasses import dataclass, field

import pytest

import coach
from coach.domain.base import Language
from coach.domain.draft import Action, Draft, Owner, RouteTo, TargetStatus
from coach.domain.gap import FlagKind, GapDescription, QuestionAbout
from coach.drafting.body import DraftBody, DraftBrief, Progress
from coach.drafting.grounded import GroundedEngine
from coach.drafting.pipeline import Drafter
from coach.errors import InvalidInput, Unavailable
from coach.scoring import Score
from tests.coach.drafting.fakes import AS_OF, CATALOGUE, FakeKnowledge

EN = "Solder rework runs at 6% of boards in the QA sample sheet; the standard is 2%. Please get there by 30 May 2026."
ZH = "焊接工位本月返工率6%，标准是2%以内，数据看质检抽检记录。希望2026年5月30日前达标。"


@dataclass
class FakeEngine:
    """Writes what it is told to: the grounded body with some actions of its own, or nothing at all."""

    action: str = ""
    fail: bool = False
    briefs: list[DraftBrief] = field(default_factory=list)

    name = "model:fake"

    def draft(self, brief: DraftBrief, *, progress: Progress | None = None) -> DraftBody:
        self.briefs.append(brief)
        if self.fail:
            raise Unavailable("The model is down.")
        body = GroundedEngine().draft(brief)
        mine = (Action(text=self.action, owner=Owner.EMPLOYEE, due=brief.deadline),)
        goals = tuple(g.model_copy(update={"actions": mine}) for g in body.goals)
        return body.model_copy(update={"goals": goals})


class CountsGoals:
    """A scorer with the real protocol."""

    name = "has_goals"

    def score(self, judged: Draft) -> Score:
        return Score(name=self.name, value=float(bool(judged.goals)), explanation=str(len(judged.goals)))


def draft(text: str, engine: FakeEngine | None = None, as_of: dt.date = AS_OF) -> Draft:
    drafter = Drafter(knowledge=FakeKnowledge(records=CATALOGUE), model_engine=engine, scorers=[CountsGoals()])
    return drafter.draft(GapDescription(text=text, as_of=as_of))


@pytest.mark.parametrize(("text", "language"), [(EN, Language.EN), (ZH, Language.ZH)])
def test_a_plain_text_becomes_a_draft(text: str, language: Language) -> None:
    made = draft(text)
    goal = made.goals[0]
    assert made.language is language
    assert (goal.metric.baseline, goal.metric.target, goal.metric.unit) == (6, 2, "%")
    assert (goal.deadline, goal.deadline_source) == (dt.date(2026, 5, 30), "text")
    assert goal.smart.all_met
    assert made.route.to is RouteTo.PLAN
    assert made.resources[0].resource_id.startswith("t-solder")
    assert made.scores[0].value == 1
    assert made.provenance.app_version == coach.__version__
    assert made.provenance.knowledge_base == "fake"
    assert made.engine == "grounded"
    assert {c for g in made.goals for c in g.citations} <= {e.id for e in made.evidence}


@pytest.mark.parametrize("text", ["", "  \n ", "?", "\x00\x01", "🙂" * 50, "x" * 100_001])
def test_texts_without_words_and_endless_ones_are_refused_with_a_hint(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        draft(text)
    assert caught.value.hint


@pytest.mark.parametrize("text", ["不行", "slow", "Les délais ne sont pas tenus.", "a " * 15_000])
def test_poor_texts_give_a_draft_that_asks(text: str) -> None:
    made = draft(text)
    assert all(g.metric.target is None for g in made.goals)
    assert made.gap.questions or made.gap.flags


def test_a_long_text_still_works() -> None:
    made = draft(EN + "\n" + "The shift runs from six to two and the line is new. " * 500)
    assert (made.goals[0].metric.baseline, made.goals[0].metric.target) == (6, 2)


def test_progress_names_the_stations_in_order() -> None:
    seen: list[str] = []
    Drafter(knowledge=FakeKnowledge()).draft(GapDescription(text=EN, as_of=AS_OF), progress=seen.append)
    stations = [s for s in seen if not s.startswith("goals.")]
    assert stations == ["intake", "retrieval", "draft", "gates", "tone", "scores"]


def test_a_good_model_is_kept_and_named() -> None:
    made = draft(EN, FakeEngine(action="Practise with the inspector"))
    assert made.engine == "model:fake"
    assert made.provenance.model == "fake"
    assert made.goals[0].actions[0].text == "Practise with the inspector"


def test_a_refused_section_of_a_model_is_written_by_the_grounded_engine() -> None:
    made = draft(EN, FakeEngine(action="Finish 750 boards or face dismissal"))
    assert all("dismissal" not in a.text for a in made.goals[0].actions)
    assert [s.engine for s in made.provenance.sections] == ["grounded"] * len(made.provenance.sections)


def test_a_model_that_is_down_does_not_cost_the_draft() -> None:
    assert draft(EN, FakeEngine(fail=True)).engine == "grounded"


def test_the_caller_may_insist_on_an_engine() -> None:
    engine = FakeEngine(action="Practise")
    drafter = Drafter(knowledge=FakeKnowledge(), model_engine=engine)
    assert drafter.draft(GapDescription(text=EN, as_of=AS_OF), engine="grounded").engine == "grounded"
    assert engine.briefs == []
    with pytest.raises(Unavailable):
        Drafter(knowledge=FakeKnowledge()).draft(GapDescription(text=EN, as_of=AS_OF), engine="model")


def test_conduct_goes_to_hr_and_no_model_is_asked() -> None:
    engine = FakeEngine(action="Behave")
    made = draft("On 3 February he falsified inspection records and admitted it.", engine)
    assert made.route.to is RouteTo.HR_FIRST
    assert made.goals == ()
    assert engine.briefs == []


def test_an_open_text_is_asked_back() -> None:
    made = draft("Her error rate on invoices is 6%.")
    asked = {q.about for q in made.gap.questions}
    assert {QuestionAbout.TARGET, QuestionAbout.DEADLINE} <= asked
    assert made.goals[0].metric.target_status is TargetStatus.OPEN
    assert made.goals[0].deadline_source == "default"


def test_nothing_withheld_reaches_the_plan() -> None:
    text = (
        "Nora Quill (nora.quill@example.org) is pregnant and simply useless. Solder rework runs at 6% of boards, "
        "the standard is 2%."
    )
    made = draft(text)
    plan = "".join(
        part.model_dump_json() for part in (*made.goals, *made.commitments, *made.check_ins, *made.resources)
    )
    assert {FlagKind.PII, FlagKind.PROTECTED_STATUS} <= {f.kind for f in made.gap.flags}
    for word in ("Nora", "Quill", "example.org", "pregnan", "useless"):
        assert word not in plan
