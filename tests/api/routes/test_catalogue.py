"""Catalogue work over HTTP, from upload to import, and who may do it."""

from pathlib import Path

from fastapi.testclient import TestClient

from api.bootstrap import Application
from tests.fixtures.people import Person
from tests.knowledge_base.catalogue.files import export


def upload(person: Person, content: bytes, name: str = "lms.csv") -> dict[str, object]:
    answer = person.client.post("/v1/catalogue/uploads", files={"file": (name, content)}, headers=person._headers())
    return {"status": answer.status_code, **answer.json()}


def test_an_export_is_imported_over_http(client: TestClient, application: Application, tmp_path: Path) -> None:
    lnd = Person.signed_in(client, "lnd")
    look = upload(lnd, export(tmp_path / "e.csv").read_bytes())
    assert look["status"] == 201
    place = f"/v1/catalogue/uploads/{look['upload']['id']}"  # type: ignore[index]
    preview = lnd.post(f"{place}/preview", {"source": "lms", "mapping": {"讲师": "provider"}}).json()
    assert preview["counts"]["new"] == 3
    stale = lnd.post(f"{place}/import", {"preview_id": "0" * 24})
    assert stale.status_code == 409
    assert stale.headers["content-type"] == "application/problem+json"
    keyed = [lnd.post(f"{place}/import", {"preview_id": preview["id"]}, key="import-0001") for _ in range(2)]
    assert [each.status_code for each in keyed] == [202, 202]
    assert keyed[0].json() == keyed[1].json()
    assert application.work.wait(keyed[0].json()["job_id"]).status == "done"
    assert lnd.get("/v1/resources/C1").json()["metadata"]["provider"] == "甲"
    assert lnd.get("/v1/catalogue/report").json()["records"] == 3
    assert lnd.get("/v1/catalogue/report", format="csv").content.startswith(b"\xef\xbb\xbfid,")


def test_bad_uploads_and_requests_are_problems(client: TestClient) -> None:
    lnd = Person.signed_in(client, "lnd")
    assert upload(lnd, b"")["status"] == 422
    assert upload(lnd, b"x", "a.exe")["status"] == 422
    assert upload(lnd, b"no zip", "a.xlsx")["status"] == 422
    assert lnd.get("/v1/catalogue/uploads/nothing").status_code == 404
    assert lnd.get("/v1/catalogue/coverage", **{"from": "2026-05-01", "to": "2026-01-01"}).status_code == 422
    assert lnd.post("/v1/catalogue/unmet/gap:nothing/mark", {"state": "sourcing"}).status_code == 404


def test_others_are_refused(client: TestClient, manager: Person) -> None:
    assert upload(manager, b"Title\nx\n")["status"] == 403
    for path in ("mappings", "report", "coverage", "unmet"):
        assert manager.get(f"/v1/catalogue/{path}").status_code == 403, path
    assert manager.post("/v1/catalogue/unmet/gap:safety/mark", {"state": "sourcing"}).status_code == 403
