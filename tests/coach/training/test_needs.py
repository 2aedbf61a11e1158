"""Which needs had a resource: counted without names, and never for fewer than three people."""

import datetime as dt

import pytest

from coach.domain.draft import Draft
from coach.domain.gap import GapCategory
from coach.domain.people import Actor
from coach.domain.recommendation import Alternative, AlternativeKind, NoResourceCause
from coach.errors import InvalidInput, NotAllowed, NotFound
from coach.storage.drafts import Drafts
from coach.storage.session import Database
from coach.training.coverage import NeedReports
from coach.training.marks import NeedMarks, NeedState
from coach.training.period import last_quarter, period_of
from knowledge_base.base import KnowledgeBase
from tests.coach.storage.world import Cast, description, draft
from tests.knowledge_base.world import open_kb, record

TODAY = dt.datetime.now(dt.UTC).date()
NOW = period_of(None, None, today=TODAY)


def needing(metric: str, *, cause: NoResourceCause = NoResourceCause.NOTHING_FITS, met: bool = False) -> Draft:
    """A draft with one goal about a metric."""
    made = draft(goals=1)
    statement = made.gap.statements[0].model_copy(update={"metric": metric, "category": GapCategory.COMPLIANCE})
    changes: dict[str, object] = {"gap": made.gap.model_copy(update={"statements": (statement,)})}
    if not met:
        instead = (Alternative(kind=AlternativeKind.MENTOR, text="带教"),)
        nothing = (
            draft()
            .no_resource[0]
            .model_copy(update={"for_goal": "g1", "cause": cause, "alternatives": instead, "instead": "王小明 helps"})
        )
        changes |= {"resources": (), "no_resource": (nothing,)}
    return made.model_copy(update=changes)


@pytest.fixture
def knowledge(database: Database) -> KnowledgeBase:
    return open_kb(database)


@pytest.fixture
def reports(database: Database, knowledge: KnowledgeBase) -> NeedReports:
    return NeedReports(database, knowledge)


def save(database: Database, by: Actor, subject: str, made: Draft, *, supersedes: str | None = None) -> str:
    return Drafts(database).save(made, description(), by=by, subject_employee_id=subject, supersedes=supersedes)


def test_three_employees_are_counted(database: Database, cast: Cast, reports: NeedReports) -> None:
    for subject in ("E10", "E11", "E2"):
        save(database, cast.hr, subject, needing("海关改单率"))
    (need,) = reports.unmet(NOW, by=cast.lnd).needs
    assert (need.employees, need.times, need.languages, need.last_seen) == (3, 3, ("zh",), TODAY)
    assert need.label.metrics == ("海关改单率",)
    assert need.instead == {AlternativeKind.MENTOR: 3}
    assert "王小明" not in need.model_dump_json()


def test_of_two_employees_nothing_is_told(database: Database, cast: Cast, reports: NeedReports) -> None:
    for subject in ("E10", "E10", "E11"):
        save(database, cast.hr, subject, needing("张三的海关改单率"))
    (need,) = reports.unmet(NOW, by=cast.lnd).needs
    assert (need.employees, need.times, need.languages, need.last_seen) == (None, None, (), None)
    assert need.instead == {}
    assert need.label.metrics == ()
    assert need.key == "gap:compliance"
    row = reports.coverage(NOW, by=cast.lnd)
    assert row.needs is None
    assert "张三" not in row.model_dump_json() + need.model_dump_json()


def test_metrics_worded_alike_are_one_need(database: Database, cast: Cast, reports: NeedReports) -> None:
    names = ("customs amendment rate", "amendment rate customs", "customs amendment rate")
    for subject, name in zip(("E10", "E11", "E2"), names, strict=True):
        save(database, cast.hr, subject, needing(name))
    (need,) = reports.unmet(NOW, by=cast.hr).needs
    assert need.employees == 3
    assert set(need.label.metrics) <= {"customs", "amendment", "rate"}
    assert need.label.metrics


def test_what_the_catalogue_is_not_to_blame_for_is_no_unmet_need(
    database: Database, cast: Cast, reports: NeedReports
) -> None:
    for subject in ("E10", "E11", "E2"):
        save(database, cast.hr, subject, needing("海关改单率", cause=NoResourceCause.ALREADY_MET))
        save(database, cast.hr, subject, needing("海关改单率", cause=NoResourceCause.USED_BY_ANOTHER_GOAL))
    assert reports.unmet(NOW, by=cast.lnd).needs == ()


def test_coverage_hides_the_side_that_points_to_somebody(database: Database, cast: Cast, reports: NeedReports) -> None:
    for subject in ("E10", "E11", "E2"):
        save(database, cast.hr, subject, needing("海关改单率", met=True))
    row = reports.coverage(NOW, by=cast.lnd).rows[0]
    assert (row.employees, row.needs, row.with_resource, row.without_resource) == (3, 3, 3, 0)
    save(database, cast.hr, "E10", needing("海关改单率"))
    row = reports.coverage(NOW, by=cast.lnd).rows[0]
    assert (row.needs, row.with_resource, row.without_resource) == (4, None, None)


def test_of_a_draft_and_the_one_it_replaces_the_last_counts(
    database: Database, cast: Cast, reports: NeedReports
) -> None:
    for subject in ("E10", "E11", "E2"):
        first = save(database, cast.hr, subject, needing("海关改单率"))
        save(database, cast.hr, subject, needing("海关改单率", met=True), supersedes=first)
    assert reports.unmet(NOW, by=cast.lnd).needs == ()


def test_other_days_do_not_count(database: Database, cast: Cast, reports: NeedReports) -> None:
    save(database, cast.hr, "E10", needing("海关改单率"))
    before = period_of(dt.date(2020, 1, 1), dt.date(2020, 3, 31), today=TODAY)
    assert reports.coverage(before, by=cast.lnd).rows == ()


def test_only_lnd_and_hr_see_needs(
    cast: Cast, reports: NeedReports, database: Database, knowledge: KnowledgeBase
) -> None:
    for actor in (cast.manager, cast.employee, cast.admin):
        with pytest.raises(NotAllowed):
            reports.unmet(NOW, by=actor)
        with pytest.raises(NotAllowed):
            reports.coverage(NOW, by=actor)
        with pytest.raises(NotAllowed):
            NeedMarks(database, knowledge).mark("gap:compliance", NeedState.SOURCING, by=actor)


def test_a_mark_says_who_and_when_and_the_newest_counts(
    database: Database, cast: Cast, reports: NeedReports, knowledge: KnowledgeBase
) -> None:
    for subject in ("E10", "E11", "E2"):
        save(database, cast.hr, subject, needing("海关改单率"))
    key = reports.unmet(NOW, by=cast.lnd).needs[0].key
    knowledge.add([record("T9", "Customs", title="Customs")])
    marks = NeedMarks(database, knowledge)
    marks.mark(key, NeedState.SOURCING, by=cast.lnd)
    marks.mark(key, NeedState.SOLVED, by=cast.hr, resource_id="T9")
    mark = reports.unmet(NOW, by=cast.lnd).needs[0].mark
    assert mark is not None
    assert (mark.state, mark.resource_id, mark.by_user_id) == (NeedState.SOLVED, "T9", cast.hr.user_id)


@pytest.mark.parametrize("need", ["", "topic:nothing", "gap:x", "metric:compliance:zz", "metric:compliance:' OR 1=1"])
def test_only_possible_needs_are_marked(database: Database, cast: Cast, knowledge: KnowledgeBase, need: str) -> None:
    with pytest.raises(NotFound):
        NeedMarks(database, knowledge).mark(need, NeedState.SOURCING, by=cast.lnd)


def test_solved_needs_a_resource_on_offer(database: Database, cast: Cast, knowledge: KnowledgeBase) -> None:
    marks = NeedMarks(database, knowledge)
    with pytest.raises(InvalidInput):
        marks.mark("gap:compliance", NeedState.SOLVED, by=cast.lnd)
    with pytest.raises(NotFound):
        marks.mark("gap:compliance", NeedState.SOLVED, by=cast.lnd, resource_id="nowhere")
    with pytest.raises(InvalidInput):
        marks.mark("gap:compliance", NeedState.OPEN, by=cast.lnd, resource_id="T9")


@pytest.mark.parametrize(
    ("today", "first"),
    [("2026-11-22", "2026-07-01"), ("2026-01-05", "2025-10-01"), ("2026-04-01", "2026-01-01")],
)
def test_the_last_quarter(today: str, first: str) -> None:
    assert last_quarter(dt.date.fromisoformat(today)) == dt.date.fromisoformat(first)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InvalidInput):
        period_of(dt.date(2026, 2, 1), dt.date(2026, 1, 1), today=TODAY)
