"""Endpoints that answer well, and engines set up against them."""

import json
from pathlib import Path
from typing import Any

from coach.drafting.model import ModelEngine
from coach.drafting.model_material import Limits
from coach.llm import LangChainModel
from coach.prompting import Prompts
from coach.settings import Settings
from tests.coach.drafting.model.cases import FixedEngine
from tests.fixtures.chat_server import ChatServer, Reply, Request, reply

GOOD: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "good.json").read_text(encoding="utf-8"))
KEYS = {"statement": "goal", "resources": "resources"}


def part_of(request: Request) -> str:
    """Return which part a request asks for: by its words, which the snapshots pin."""
    asked = next(m["content"] for m in request["messages"] if m["role"] == "user")
    for part, words in PART_WORDS.items():
        if asked.startswith(words):
            return part
    raise AssertionError(asked[:80])


PART_WORDS = {
    "goal": ("请结合这个情况", "Reword one goal"),
    "resources": ("已为改进计划找到", "Some training resources"),
    "commitments": ("请改写改进计划中公司", "Reword what the employer"),
    "check_ins": ("请改写改进计划中每次", "Reword what the one-to-ones"),
}


def good(case: str, request: Request) -> Reply:
    """Answer as a good model would."""
    return reply(json.dumps(GOOD[case][part_of(request)], ensure_ascii=False))


def engine_at(url: str, case: str, **limits: Any) -> ModelEngine:
    """Return the model engine against an endpoint, over the fixed body of a case."""
    settings = Settings(llm_base_url=url, llm_model="scripted", llm_timeout_seconds=30)
    chat = LangChainModel(settings, sleep=lambda _: None)
    return ModelEngine(chat=chat, prompts=Prompts(), fallback=FixedEngine(case), limits=Limits(**limits))


def engine_for(server: ChatServer, case: str, **limits: Any) -> ModelEngine:
    """Return the model engine against a scripted server."""
    return engine_at(server.url, case, **limits)
