"""What the tests of the door to chat models ask, and how."""

from pydantic import BaseModel, ConfigDict

from coach.llm import LangChainModel, Message
from coach.settings import Settings
from tests.fixtures.chat_server import ChatServer


class Line(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str
    count: int


GOOD = '{"text": "练习 drill", "count": 2}'
ASK = [Message(role="system", content="You write."), Message(role="user", content="Write a line.")]


def make_model(server: ChatServer, **changes: object) -> LangChainModel:
    settings = Settings.model_validate(
        {"llm_base_url": server.url, "llm_model": "scripted", "llm_timeout_seconds": 30, **changes}
    )
    return LangChainModel(settings, sleep=lambda _: None)


def ask(server: ChatServer, **changes: object) -> Line:
    return make_model(server, **changes).answer(ASK, Line).value
