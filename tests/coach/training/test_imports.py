"""Uploads, previews and imports: agreed exactly, done once, written down; on both databases."""

from pathlib import Path
from threading import Event

import pytest

from coach.domain.people import Actor
from coach.errors import Conflict, InvalidInput, NotAllowed, NotFound
from coach.runner import JobContext
from coach.settings import Settings
from coach.storage.audit import entries
from coach.storage.session import Database
from coach.training.desk import Choice
from coach.training.imports import IMPORT, CatalogueImports
from coach.training.local import LocalImports
from coach.training.mappings import Mappings
from coach.work import Work
from knowledge_base.base import KnowledgeBase
from knowledge_base.catalogue.fields import Field
from knowledge_base.errors import BadRecord
from tests.coach.storage.world import Cast
from tests.knowledge_base.catalogue.files import ROWS, export
from tests.knowledge_base.world import open_kb, record

CHOICE = Choice(source="lms", corrections={})


class Office:
    """Everything an import needs; the job is run by hand."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.folder = database, folder
        self.knowledge: KnowledgeBase = open_kb(database)
        self.mappings = Mappings(database)
        self.imports = CatalogueImports(database, self.knowledge, self.mappings)
        self.work = Work(Settings(home=database.home), database)
        self.work.register(IMPORT, self.imports.run)

    def upload(self, by: Actor, rows: list[list[str]] | None = None) -> str:
        content = export(self.folder / "e.csv", rows).read_bytes()
        return self.imports.upload("导出.csv", content, by=by).upload.id

    def run(self, upload_id: str, by: Actor) -> object:
        """What the worker does."""
        payload = {"upload_id": upload_id, "by": by.user_id}
        context = JobContext(self.database, str(self.imports.find(upload_id, by=by).job_id), payload, closing=Event())  # type: ignore[arg-type]
        finish = self.imports.run(context)
        with self.database.transaction():
            return finish()

    def actions(self) -> list[str]:
        with self.database.reading() as session:
            return [each.action for each in entries(session) if each.object_type == "catalogue"]


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    return Office(database, tmp_path)


def test_a_file_goes_from_upload_to_import(office: Office, cast: Cast) -> None:
    upload_id = office.upload(cast.lnd)
    preview = office.imports.preview(upload_id, CHOICE, by=cast.lnd)
    office.imports.start(upload_id, preview.id, by=cast.lnd, work=office.work)
    assert office.actions() == ["catalogue.import_asked"]
    result = office.run(upload_id, cast.lnd)
    assert isinstance(result, dict)
    assert result["counts"]["new"] == 3
    assert office.knowledge.ids() == ["C1", "C2", "C3"]
    assert office.actions() == ["catalogue.import_asked", "catalogue.imported"]
    assert office.imports.find(upload_id, by=cast.lnd).state == "done"


def test_only_the_preview_that_was_looked_at_is_imported(office: Office, cast: Cast) -> None:
    upload_id = office.upload(cast.lnd)
    old = office.imports.preview(upload_id, CHOICE, by=cast.lnd)
    office.imports.preview(upload_id, Choice("other", {}), by=cast.lnd)
    with pytest.raises(Conflict, match="changed since"):
        office.imports.start(upload_id, old.id, by=cast.lnd, work=office.work)
    assert office.actions() == []


def test_a_store_that_changed_meanwhile_asks_for_a_new_preview(office: Office, cast: Cast) -> None:
    upload_id = office.upload(cast.lnd)
    preview = office.imports.preview(upload_id, CHOICE, by=cast.lnd)
    office.knowledge.add([record("unrelated", "another course")])
    office.knowledge.add([record("C1", "somebody was quicker")])
    with pytest.raises(Conflict, match="changed since"):
        office.imports.start(upload_id, preview.id, by=cast.lnd, work=office.work)
    again = office.imports.again(upload_id, by=cast.lnd)
    assert again.id != preview.id
    office.imports.start(upload_id, again.id, by=cast.lnd, work=office.work)


def test_a_change_elsewhere_in_the_store_does_not_matter(office: Office, cast: Cast) -> None:
    upload_id = office.upload(cast.lnd)
    preview = office.imports.preview(upload_id, CHOICE, by=cast.lnd)
    office.knowledge.add([record("unrelated", "another course")])
    assert office.imports.start(upload_id, preview.id, by=cast.lnd, work=office.work)


def test_a_change_between_asking_and_working_stops_the_job_before_it_writes(office: Office, cast: Cast) -> None:
    upload_id = office.upload(cast.lnd)
    preview = office.imports.preview(upload_id, CHOICE, by=cast.lnd)
    office.imports.start(upload_id, preview.id, by=cast.lnd, work=office.work)
    office.knowledge.add([record("C1", "somebody was quicker")])
    with pytest.raises(Conflict):
        office.run(upload_id, cast.lnd)
    assert office.knowledge.ids() == ["C1"]
    assert office.imports.find(upload_id, by=cast.lnd).state == "waiting"


def test_a_crash_half_way_is_gone_on_with(office: Office, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    upload_id = office.upload(cast.lnd)
    preview = office.imports.preview(upload_id, CHOICE, by=cast.lnd)
    office.imports.start(upload_id, preview.id, by=cast.lnd, work=office.work)
    add = office.knowledge.add

    def half(records: list[object], **more: object) -> None:
        add(records[:1], **more)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    with monkeypatch.context() as crash:
        crash.setattr(office.knowledge, "add", half)
        with pytest.raises(KeyboardInterrupt):
            office.run(upload_id, cast.lnd)
    assert office.knowledge.ids() == ["C1"]
    office.run(upload_id, cast.lnd)
    assert office.knowledge.ids() == ["C1", "C2", "C3"]
    assert office.actions() == ["catalogue.import_asked", "catalogue.imported"]


def test_an_import_is_asked_for_once(office: Office, cast: Cast) -> None:
    upload_id = office.upload(cast.lnd)
    preview = office.imports.preview(upload_id, CHOICE, by=cast.lnd)
    office.imports.start(upload_id, preview.id, by=cast.lnd, work=office.work)
    with pytest.raises(Conflict, match="already"):
        office.imports.start(upload_id, preview.id, by=cast.lnd, work=office.work)


def test_uploads_are_for_lnd_and_hr_and_each_sees_their_own(office: Office, cast: Cast) -> None:
    for actor in (cast.manager, cast.employee, cast.admin):
        with pytest.raises(NotAllowed):
            office.upload(actor)
    upload_id = office.upload(cast.lnd)
    with pytest.raises(NotFound):
        office.imports.look(upload_id, by=cast.hr)


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [("a.csv", b"", InvalidInput), ("a.exe", b"x", InvalidInput), ("a.csv", b"x" * 10_000_001, InvalidInput),
     ("a.xlsx", b"no zip", BadRecord), ("a.csv", b"Title\n", BadRecord)],
)  # fmt: skip
def test_what_is_no_catalogue_leaves_nothing_behind(
    office: Office, cast: Cast, name: str, content: bytes, error: type[Exception]
) -> None:
    with pytest.raises(error):
        office.imports.upload(name, content, by=cast.lnd)


def test_a_mapping_is_saved_and_used_again(office: Office, cast: Cast) -> None:
    office.mappings.save("lms", {"课程编号": Field.ID, "讲师": Field.PROVIDER}, by=cast.lnd)
    preview = office.imports.preview(office.upload(cast.lnd), Choice("lms", {}, saved="lms"), by=cast.lnd)
    assert preview.mapping["讲师"] is Field.PROVIDER
    assert preview.mapping["课程名称"] is Field.TITLE
    assert [each.name for each in office.mappings.list(by=cast.hr)] == ["lms"]
    office.mappings.remove("lms", by=cast.hr)
    with pytest.raises(NotFound):
        office.mappings.get("lms", by=cast.lnd)


def test_a_file_at_hand_is_imported_and_written_down(office: Office, cast: Cast, tmp_path: Path) -> None:
    local = LocalImports(office.database, office.knowledge, office.mappings)
    path = export(tmp_path / "local.csv", ROWS)
    told: list[tuple[int, int]] = []
    plan = local.preview(path, CHOICE, by=cast.lnd)
    local.carry_out(plan, by=cast.lnd, told=lambda done, total: told.append((done, total)))
    assert told[-1] == (3, 3)
    export(path, ROWS[:1])
    report = local.carry_out(local.preview(path, Choice("lms", {}, whole=True), by=cast.lnd), by=cast.lnd)
    assert report.withdrawn == 2
    assert office.actions() == ["catalogue.imported", "catalogue.imported"]
    with pytest.raises(NotAllowed):
        local.preview(path, CHOICE, by=cast.manager)
