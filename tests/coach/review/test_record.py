"""Exports of the audit log verify without the store."""

from pathlib import Path

import pytest

from coach.errors import InvalidInput, NotAllowed, Unavailable
from coach.review.record import export_audit, history_of, verify_audit, verify_export
from coach.storage.session import Database
from tests.coach.storage.world import Cast, submitted


def test_an_export_verifies_anywhere_and_shows_what_was_cut(database: Database, cast: Cast, tmp_path: Path) -> None:
    review = submitted(database, cast)
    out = tmp_path / "audit.jsonl"
    count = export_audit(database, out, by=cast.hr)
    whole = verify_export(out)
    assert (whole.ok, whole.entries, whole.head) == (True, count, verify_audit(database).head)
    assert review.id in out.read_text(encoding="utf-8")

    lines = out.read_text(encoding="utf-8").splitlines(keepends=True)
    for broken in (lines[1:], lines[:3] + lines[4:], [lines[1], lines[0], *lines[2:]], [*lines, lines[-1]]):
        out.write_text("".join(broken), encoding="utf-8")
        assert not verify_export(out).ok
    out.write_text("".join(lines[:-1]), encoding="utf-8")
    assert verify_export(out).ok
    cut = verify_export(out, head_hash=whole.head)
    assert cut.problems == ("the hash noted earlier does not occur in this log",)


def test_who_may_read_the_log(database: Database, cast: Cast, tmp_path: Path) -> None:
    review = submitted(database, cast)
    assert [each.action for each in history_of(database, review.id, by=cast.admin)] == ["review.submitted"]
    for actor in (cast.manager, cast.employee, cast.lnd):
        with pytest.raises(NotAllowed):
            export_audit(database, tmp_path / "a", by=actor)
        with pytest.raises(NotAllowed):
            history_of(database, review.id, by=actor)
        with pytest.raises(NotAllowed):
            verify_audit(database, by=actor)


def test_files_that_cannot_be_used_say_so(database: Database, tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        export_audit(database, tmp_path / "no" / "folder.jsonl")
    with pytest.raises(InvalidInput):
        verify_export(tmp_path / "missing")
    (tmp_path / "x").write_text("{}\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match="line 1"):
        verify_export(tmp_path / "x")
    assert verify_audit(database).ok
