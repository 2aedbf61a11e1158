"""One chain of versions, one next version, and only for who may make it; on both databases."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from coach.errors import Conflict, NotAllowed, NotFound
from coach.review.queue import ReviewQueue
from coach.storage.draft_versions import DraftVersions
from coach.storage.drafts import Drafts
from coach.storage.session import Database
from tests.coach.storage.world import Cast, approved, description, draft, submitted


def first(database: Database, cast: Cast) -> str:
    return Drafts(database).save(draft(), description(), by=cast.manager, subject_employee_id="E10")


def follow(database: Database, cast: Cast, draft_id: str) -> str:
    drafts = Drafts(database)
    return drafts.save(draft(), description(), by=cast.manager, subject_employee_id="E10", supersedes=draft_id)


def test_versions_are_one_chain(database: Database, cast: Cast) -> None:
    one = first(database, cast)
    two = follow(database, cast, one)
    three = follow(database, cast, two)
    versions = DraftVersions(database)
    for each in (one, two, three):
        assert [v.id for v in versions.list(each, cast.manager)] == [one, two, three]
        assert versions.newest(each, cast.manager) == three
    with pytest.raises(Conflict, match="newer version"):
        follow(database, cast, one)


def test_of_many_at_once_one_makes_the_next_version(database: Database, cast: Cast) -> None:
    one = first(database, cast)

    def attempt(_: int) -> str | None:
        try:
            return follow(database, cast, one)
        except Conflict:
            return None

    with ThreadPoolExecutor(6) as pool:
        made = [each for each in pool.map(attempt, range(6)) if each]
    assert len(made) == 1
    assert DraftVersions(database).newest(one, cast.manager) == made[0]


def test_who_may_make_a_version(database: Database, cast: Cast) -> None:
    one, versions = first(database, cast), DraftVersions(database)
    for actor in (cast.employee, cast.hr, cast.admin, cast.lnd):
        with pytest.raises(NotFound):
            versions.open(one, actor)
    review = submitted(database, cast)
    with pytest.raises(NotAllowed):
        versions.open(review.draft_id, cast.hr)


def test_what_people_decide_on_stays_as_it_is(database: Database, cast: Cast) -> None:
    review = submitted(database, cast)
    with pytest.raises(Conflict, match="in review"):
        DraftVersions(database).open(review.draft_id, cast.manager)
    plan = approved(database, cast)
    with database.reading() as session:
        query = text("SELECT draft_id FROM reviews WHERE id = (SELECT review_id FROM plans WHERE id = :plan)")
        draft_id = session.execute(query, {"plan": plan.id}).scalar_one()
    with pytest.raises(Conflict, match="become a plan"):
        DraftVersions(database).open(draft_id, cast.manager)


def test_only_the_newest_version_goes_to_review(database: Database, cast: Cast) -> None:
    one = first(database, cast)
    two = follow(database, cast, one)
    queue = ReviewQueue(database)
    with pytest.raises(Conflict, match="newer version"):
        queue.submit(one, by=cast.manager)
    assert queue.submit(two, by=cast.manager).draft_id == two


def test_the_audit_log_names_what_a_version_replaces(database: Database, cast: Cast) -> None:
    one = first(database, cast)
    two = follow(database, cast, one)
    with database.reading() as session:
        query = text("SELECT payload FROM audit WHERE object_id = :id")
        found = session.execute(query, {"id": two}).scalar_one()
    assert json.loads(found)["supersedes"] == one
