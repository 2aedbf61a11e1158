"""Searching and indexing with bad input, through the doors: a clear sentence or a sensible answer, no traceback."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.cli.group import run
from api.startup import DEMO, add_demo_people
from tests.api.conftest import open_application
from tests.fixtures.people import Person

QUERIES = {
    "empty": "",
    "space": "   ",
    "one letter": "a",
    "one character": "换",
    "punctuation": "，。！？…—;:'\"()",
    "emoji": "😀🎉👩‍👩‍👧",
    "mixed scripts": "换模 changeover смена الورشة 段取り替え",
    "quote": '"',
    "star": "chang*",
    "near": "NEAR(换模 changeover, 5)",
    "minus": "-换模 NOT changeover OR (",
    "column": "text:换模 ^title",
    "sql": "'; DROP TABLE kb_records; --",
    "percent": "%_%",
    "lone surrogate": "\ud83d 换模 \udfff",
    "nul": "换模\0 changeover",
    "control": "\x1b[31m换模\x07",
    "long": "changeover " * 900,
    "one long word": "x" * 9_000,
    "right to left": "\u202e换模\u202c",
}
BY_NAME = [pytest.param(text, id=name) for name, text in QUERIES.items()]
DRAWS_NOTHING = ("empty", "space", "punctuation", "emoji", "quote")


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """A home with the demo people and the first resources of the catalogue, made once."""
    home = tmp_path_factory.mktemp("stocked")
    shutil.copy(sqlite_template, home / "coach.db")
    application = open_application(home)
    add_demo_people(application)
    few = tmp_path_factory.mktemp("rows") / "training.jsonl"
    few.write_text("\n".join((DEMO / "training.jsonl").read_text("utf-8").splitlines()[:8]), encoding="utf-8")
    application.knowledge.index([few])
    application.close()
    return home


@pytest.fixture
def home(stocked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    own = tmp_path / "home"
    shutil.copytree(stocked, own)
    monkeypatch.setenv("COACH_HOME", str(own))
    return own


@pytest.fixture(scope="module")
def someone(stocked: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    """A manager who is signed in to a running application."""
    own = tmp_path_factory.mktemp("served") / "home"
    shutil.copytree(stocked, own)
    application = open_application(own)
    with TestClient(create_app(application), base_url="http://testserver") as client:
        yield Person.signed_in(client, "manager")
    application.close()


@pytest.fixture
def coach(home: Path) -> "type[Coach]":
    return Coach


class Coach:
    """The command, and what it said."""

    @staticmethod
    def says(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(list(argv))
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        assert "Unexpected" not in said.err, said.err
        return code, said.out, said.err


def test_every_text_may_be_searched_for(coach: type[Coach], capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in QUERIES.items():
        code, out, err = coach.says(capsys, "search", "--json", "--explain", "-k", "3", "--", text)
        assert code == 0, (name, err)
        assert (json.loads(out) == []) or name not in DRAWS_NOTHING, name
        if "换模" in text and name != "near":
            assert json.loads(out)[0]["record_id"] in ("tr-zh-001", "tr-en-001"), name  # the same drill
    assert "DROP" not in coach.says(capsys, "index", "--ids")[1]


@pytest.mark.parametrize(
    "argv",
    [
        ("-k", "0"), ("-k", "-1"), ("-k", "1000000000"), ("-k", "many"), ("--kind", "gossip"), ("--lang", "fr"),
        ("--out", "x.tsv"), ("--nonsense",),
    ],
)  # fmt: skip
def test_wrong_use_is_said_to_be_wrong(
    coach: type[Coach], capsys: pytest.CaptureFixture[str], argv: tuple[str, ...]
) -> None:
    code, out, err = coach.says(capsys, "search", "Excel", *argv)
    assert (code, out) == (2, "")
    assert err


GOOD = b'{"id": "q1", "text": "changeover"}\n'


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (GOOD, 0, ""),
        (b"\xef\xbb\xbf" + GOOD, 0, ""),
        (GOOD.decode().encode("utf-16"), 0, ""),
        (b'{"_id": 7, "text": "\\ud800 changeover"}\n', 0, ""),
        (b"", 0, ""),
        (GOOD + b"{not json}\n", 2, "Line 2"),
        (GOOD + b"[1]\n", 2, "Line 2"),
        (GOOD + GOOD, 2, "q1"),
        (b'{"text": "changeover"}\n', 2, "no id"),
        (b'{"id": "", "text": "changeover"}\n', 2, "no id"),
        (b'{"id": "q1"}\n', 2, "no text"),
        (b'{"id": "q1", "text": 5}\n', 2, "no text"),
        (b"\xff\xfe\xfd\x00\x01", 2, "UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", 2, "UTF-8"),
        (b'{"id": "q1", "text": ' + b"[" * 100_000 + b"}", 2, "Line 1"),
    ],
)
def test_a_file_of_queries(
    coach: type[Coach], capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes, code: int, words: str
) -> None:
    source, out = tmp_path / "q.jsonl", tmp_path / "run.tsv"
    source.write_bytes(content)
    out.write_text("older run")
    got, _, err = coach.says(capsys, "search", "--queries", str(source), "--out", str(out), "-k", "2")
    assert got == code, err
    assert words in err
    assert (out.read_text() == "older run") is (code != 0), "a refused file leaves the run that was there"
    assert list(tmp_path.glob("*.part")) == []


def test_a_place_that_is_not_there(coach: type[Coach], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_bytes(GOOD)
    out = str(tmp_path / "no" / "run.tsv")
    assert coach.says(capsys, "search", "--queries", str(tmp_path / "q.jsonl"), "--out", out)[0] in (1, 2)
    assert coach.says(capsys, "search", "--queries", str(tmp_path / "none.jsonl"), "--out", out)[0] == 2
    assert coach.says(capsys, "index", str(tmp_path / "nowhere"))[0] == 2


def test_what_cannot_be_read_is_skipped_with_its_reason(
    coach: type[Coach], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    rows = [
        {"id": "a", "text": "One."}, {"id": "a", "text": "Twice."}, {"id": "b"}, {"id": "c", "text": None},
        {"id": "million", "text": "Long tale. " * 91_000}, {"id": "s", "text": "lone \ud800 surrogate \u0000 nul"},
        {"id": "d", "title": "Deep", "text": "x", "more": json.loads("[" * 200 + "]" * 200)},
    ]  # fmt: skip
    lines = [json.dumps(row) for row in rows] + ["{broken", "[" * 100_000, "17"]
    (folder / "rows.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "rubbish.jsonl").write_bytes(bytes(range(256)) * 50)
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "empty.csv").write_bytes(b"")
    (folder / "torn.docx").write_bytes(b"PK\x03\x04 not a zip")
    code, out, _ = coach.says(capsys, "index", str(folder), "--json")
    report = json.loads(out)
    assert code == 0
    assert report["indexed"] == 4
    reasons = {item["path"].removeprefix("corpus/"): item["reason"] for item in report["skipped"]}
    assert {"rows.jsonl:2", "rows.jsonl:3", "rows.jsonl:4", "rows.jsonl:8", "rows.jsonl:9", "rows.jsonl:10"} <= set(
        reasons
    )
    assert {"rubbish.jsonl", "empty.csv", "torn.docx"} <= set(reasons)
    assert all(len(reason) > 10 for reason in reasons.values())
    assert [each["because"] for each in report["assumed"]] == ["default"]
    assert json.loads(coach.says(capsys, "search", "--json", "tale")[1])


@pytest.mark.parametrize("text", BY_NAME)
def test_the_api_answers_every_text(someone: Person, text: str) -> None:
    answer = someone.get("/v1/search?q=" + quote(text, safe="", errors="surrogatepass"))
    assert answer.status_code in (200, 422), answer.text
    if answer.status_code == 200:
        assert all(each["match"]["marks"] is not None for each in answer.json())


@pytest.mark.parametrize("query", ["k=0", "k=-1", "k=1000000000", "k=x", "kind=gossip", "lang=fr", ""])
def test_the_api_says_what_is_wrong(someone: Person, query: str) -> None:
    answer = someone.get("/v1/search?" + (f"q=Excel&{query}" if query else ""))
    assert answer.status_code == 422
    assert answer.json()["title"]


def test_a_long_text_is_read_and_the_api_says_how(someone: Person) -> None:
    answer = someone.get("/v1/search?q=" + quote("Nothing of the kind here. " * 300 + "Quick changeover."))
    assert answer.status_code == 200, answer.text
    assert answer.headers["x-coach-notice"] == "query-condensed"
    assert answer.json()[0]["record_id"] in ("tr-en-001", "tr-zh-001")
    assert someone.get("/v1/search?q=" + "x" * 10_001).status_code == 422


@pytest.mark.parametrize("text", BY_NAME)
def test_the_page_answers_every_text(someone: Person, text: str) -> None:
    answer = someone.get("/search?q=" + quote(text, safe="", errors="surrogatepass"))
    assert answer.status_code in (200, 422)
    assert "Traceback" not in answer.text


def _coach(home: Path, *argv: str) -> "subprocess.Popen[str]":
    environment = os.environ | {"COACH_HOME": str(home), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-c", "from api.cli.group import main; main()", *argv]
    return subprocess.Popen(command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_two_processes_index_one_home(home: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        rows = [{"id": f"{name}-{n}", "text": f"Row {n} of {name} about drills."} for n in range(70)]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    both = [_coach(home, "index", str(tmp_path / f"{name}.jsonl")) for name in ("one", "two")]
    said = [process.communicate(timeout=120) for process in both]
    for process, (_, err) in zip(both, said, strict=True):
        assert "Traceback" not in err
        assert process.returncode == 0 or err.strip().splitlines()[-1].startswith("coach: "), err
    assert any(process.returncode == 0 for process in both)
    again = [_coach(home, "index", str(tmp_path / f"{name}.jsonl")).communicate(timeout=120) for name in ("one", "two")]
    ids, err = _coach(home, "index", "--ids").communicate(timeout=120)
    assert {f"{name}-{n}" for name in ("one", "two") for n in range(70)} <= set(ids.split()), (again, err)


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX system")
def test_a_home_that_may_not_be_written(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("not a folder")
    process = _coach(place / "home", "search", "Excel")
    out, err = process.communicate(timeout=120)
    assert process.returncode == 1, out
    assert "Traceback" not in err
    assert err.startswith("coach: ")
