"""Stored drafts: whole, of any age, and for the right eyes only."""

import pytest
from sqlalchemy import text, update

from coach.domain.people import Actor
from coach.errors import Corrupt, InvalidInput, NotAllowed, NotFound
from coach.storage.draft_schema import read_draft
from coach.storage.drafts import Drafts
from coach.storage.session import Database
from coach.storage.tables import DraftRow
from tests.coach.storage.world import Cast, description, draft, submitted


def test_a_draft_comes_back_as_it_was_written(database: Database, cast: Cast) -> None:
    drafts = Drafts(database)
    draft_id = drafts.save(draft(), description(), by=cast.manager, subject_employee_id="E10")
    stored = drafts.get(draft_id, cast.manager)
    assert stored.draft == draft().model_copy(update={"id": draft_id})
    assert (stored.description, stored.author_user_id) == (description(), cast.manager.user_id)
    with database.reading() as session:
        assert session.execute(text("SELECT name, value FROM draft_scores")).all() == [("grounding", 1.0)]


def test_who_may_write_about_whom(database: Database, cast: Cast) -> None:
    drafts = Drafts(database)
    for by, subject in ((cast.manager, "E11"), (cast.manager, "E2"), (cast.manager, "E99"), (cast.employee, "E10")):
        with pytest.raises(NotFound):
            drafts.save(draft(), description(), by=by, subject_employee_id=subject)
    for by in (cast.employee, cast.admin, cast.lnd):
        with pytest.raises(NotAllowed):
            drafts.save(draft(), description(), by=by)
    assert drafts.save(draft(), description(), by=cast.manager)
    assert drafts.save(draft(), description(), by=cast.hr, subject_employee_id="E11")
    with pytest.raises(NotFound):
        drafts.save(draft(), description(), by=cast.hr, subject_employee_id="E20")


def test_who_sees_a_draft(database: Database, cast: Cast) -> None:
    drafts = Drafts(database)
    draft_id = drafts.save(draft(), description(), by=cast.manager, subject_employee_id="E10")

    def sees(actor: Actor) -> bool:
        listed = draft_id in {each.id for each in drafts.list(actor)}
        try:
            drafts.get(draft_id, actor)
        except NotFound:
            assert not listed
            return False
        assert listed
        return True

    assert [name for name, actor in cast._asdict().items() if sees(actor)] == ["manager"]
    other = submitted(database, cast)
    draft_id = other.draft_id
    assert [name for name, actor in cast._asdict().items() if sees(actor)] == ["manager", "hr", "second_hr"]


def test_lists_are_paged_newest_first(database: Database, cast: Cast) -> None:
    drafts = Drafts(database)
    saved = [drafts.save(draft(), description(), by=cast.manager, subject_employee_id="E10") for _ in range(5)]
    first = drafts.list(cast.manager, limit=2)
    rest = drafts.list(cast.manager, after=first[-1].id, limit=10)
    assert [each.id for each in (*first, *rest)] == saved[::-1]


def test_old_drafts_are_brought_up_to_date_and_newer_ones_refused() -> None:
    stored = draft().model_dump(mode="json")
    oldest = {("lang" if key == "language" else key): value for key, value in stored.items()}
    step = {0: lambda old: {("language" if key == "lang" else key): value for key, value in old.items()}}
    assert read_draft(oldest, 0, steps=step, newest=1) == draft()
    for version, steps in ((2, step), (0, {})):
        with pytest.raises(Corrupt):
            read_draft(stored, version, steps=steps, newest=1)


def test_a_damaged_draft_says_so(database: Database, cast: Cast) -> None:
    drafts = Drafts(database)
    draft_id = drafts.save(draft(), description(), by=cast.manager)
    with database.transaction() as session:
        session.execute(update(DraftRow).values(draft={"language": "zh"}))
    with pytest.raises(Corrupt):
        drafts.get(draft_id, cast.manager)


@pytest.mark.parametrize("odd", ["a\x00b", "\ud800"])
def test_text_no_database_keeps_is_refused(odd: str, database: Database, cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        Drafts(database).save(draft(), description().model_copy(update={"text": odd}), by=cast.manager)
    within = draft().model_copy(update={"engine": "a\x00b"})
    with pytest.raises(InvalidInput):
        Drafts(database).save(within, description(), by=cast.manager)
    fine = draft().model_copy(update={"engine": "a\\u0000b"})
    assert Drafts(database).save(fine, description(), by=cast.manager)
