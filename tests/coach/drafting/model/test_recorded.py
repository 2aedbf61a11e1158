"""The model engine over answers recorded from a real, weak model: gates and fallback as they happen.

To record anew: `COACH_RECORD_URL=http://127.0.0.1:PORT/v1 COACH_RECORD_MODEL=NAME pytest PATH_OF_THIS_FILE
--record-mode=rewrite`, then read the difference of `cassettes/` (CONTRIBUTING).
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from coach.drafting.body import DraftBody
from coach.drafting.gates import check_body
from coach.drafting.model import ModelEngine
from coach.drafting.model_material import Limits
from coach.llm import LangChainModel
from coach.prompting import Prompts
from coach.settings import Settings
from tests.coach.drafting.model.cases import CASES, FixedEngine, make_brief
from tests.coach.drafting.model.conftest import CASSETTES
from tests.fixtures.cassettes import HOST, SERIALIZER

OUTCOMES = CASSETTES / "outcomes.json"
"""Model that was recorded, and what became of every section."""
RECORDED = ("zh_rework", "zh_reply", "en_defects", "en_delivery")
"""Cases with a cassette."""
PATIENCE = 900
"""Seconds a recording may take for one answer: small models on small machines are slow."""


def recorded_engine(case: str, prompts: Prompts, record_mode: str) -> ModelEngine:
    recording = record_mode != "none"
    model = os.environ["COACH_RECORD_MODEL"] if recording else outcomes()["model"]
    settings = Settings(
        llm_base_url=os.environ["COACH_RECORD_URL"] if recording else f"{HOST}/v1",
        llm_api_key=os.environ.get("COACH_RECORD_KEY"),
        llm_model=model,
        llm_max_tokens=160,
        llm_timeout_seconds=PATIENCE,
    )
    chat = LangChainModel(settings, prompts=prompts, sleep=lambda _: None)
    return ModelEngine(chat=chat, prompts=prompts, fallback=FixedEngine(case), limits=Limits(seconds=20 * PATIENCE))


def outcomes() -> dict[str, Any]:
    if not OUTCOMES.exists():
        return {"model": "", "cases": {}}
    document: dict[str, Any] = json.loads(OUTCOMES.read_text(encoding="utf-8"))
    return document


def outcome(body: DraftBody) -> dict[str, Any]:
    """Return what became of every section, and the goal that resulted."""
    sections = {s.section: [s.engine, s.reason] for s in body.sections}
    return {"sections": sections, "goal": body.goals[0].statement, "requests": body.usage.requests}


def keep(case: str, model: str, found: dict[str, Any]) -> None:
    document = {"model": model, "cases": {**outcomes()["cases"], case: found}}
    CASSETTES.mkdir(exist_ok=True)
    OUTCOMES.write_text(json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


@pytest.mark.vcr
@pytest.mark.block_network
@pytest.mark.parametrize("case", RECORDED)
def test_the_recorded_answers_give_the_recorded_outcome(case: str, vcr: Any, record_mode: str) -> None:
    brief = make_brief(case)
    engine = recorded_engine(case, Prompts(), record_mode)
    body = engine.draft(brief)
    if record_mode != "none":
        keep(case, engine.name.removeprefix("model:"), outcome(body))
    assert outcome(body) == outcomes()["cases"][case]
    assert vcr.all_played or record_mode != "none"
    assert check_body(body, brief) == []


@pytest.mark.vcr
@pytest.mark.block_network
@pytest.mark.default_cassette("test_the_recorded_answers_give_the_recorded_outcome[zh_rework]")
def test_a_changed_prompt_finds_no_recorded_answer(tmp_path: Path, vcr: Any) -> None:
    own = Path(__file__).parents[4] / "prompts" / "zh" / "goal.md.j2"
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "goal.md.j2").write_text(own.read_text(encoding="utf-8").replace("改写", "重写", 1) + "！")
    body = recorded_engine("zh_rework", Prompts(tmp_path), "none").draft(make_brief("zh_rework"))
    assert not vcr.all_played
    assert {s.engine for s in body.sections} == {"grounded"}


def test_no_cassette_is_an_orphan() -> None:
    test = test_the_recorded_answers_give_the_recorded_outcome.__name__
    found = {p.name for p in CASSETTES.glob(f"*.{SERIALIZER}")}
    assert found == {f"{test}[{case}].{SERIALIZER}" for case in RECORDED}
    assert outcomes()["cases"].keys() == set(RECORDED)


@pytest.mark.parametrize("path", sorted(CASSETTES.glob(f"*.{SERIALIZER}")), ids=lambda p: p.stem.rpartition("[")[2])
def test_cassettes_are_readable_and_hold_no_key_host_or_person(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    case = CASES[path.stem.rpartition("[")[2].rstrip("]")]
    assert "\\u" not in text
    assert not any(word in text.lower() for word in ("authorization", "127.0.0.1", "localhost", "site-packages"))
    secret = [*case["names"], *case["identifiers"], *case["withheld"]]
    assert not [word for word in secret if word in text]
