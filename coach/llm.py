"""The one door to a chat model: any OpenAI-compatible endpoint, through LangChain, with typed answers.

An answer is asked for in the strictest way the endpoint understands (`coach.dialect`), read leniently and validated
strictly (`coach.answers`), within a total time and a size (`coach.wire`). What cannot be had is an error of two kinds:
`BadAnswer` (it answered rubbish) or `ModelUnavailable` (it is down, slow or refuses us).
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from coach.answers import BadAnswer, BadAnswerKind, Typed, example_of, parse_answer
from coach.chat import Answer, ChatModel, Message, ModelUnavailable, plus, repair_request, with_text
from coach.dialect import Dialect
from coach.domain.base import Language
from coach.domain.draft import Usage
from coach.failures import Failure, of_broken_answer, of_connection, of_no_choice, of_size, of_status, of_time
from coach.prompting import Prompts, RenderedPrompt
from coach.settings import Settings

__all__ = ["Answer", "BadAnswer", "BadAnswerKind", "ChatModel", "LangChainModel", "Message", "ModelUnavailable", "plus"]

log = logging.getLogger(__name__)

_TRIES = 3
_FIRST_WAIT_SECONDS = 0.5
_LONGEST_WAIT_SECONDS = 20.0
_REST_SECONDS = 30.0
"""How long an endpoint that is down is left alone."""


@dataclass(frozen=True)
class _Reply:
    text: str
    reasoning: str
    refusal: str
    finish: str
    usage: Usage


class LangChainModel:
    """A chat model behind an OpenAI-compatible endpoint.

    Args:
        settings: endpoint, key, model, times and sizes (`llm_*`).
        prompts: where the prompts for shape and repair are found; None for ours and the customer's folder.
        sleep: how to wait between tries.

    Raises:
        ModelUnavailable: no endpoint is set.
    """

    def __init__(
        self, settings: Settings, *, prompts: Prompts | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        if not settings.llm_base_url:
            raise ModelUnavailable(
                "no model endpoint is set", "Set COACH_LLM_BASE_URL, or draft with --engine grounded."
            )
        self._settings = settings
        self._prompts = prompts or Prompts(settings.prompts_folder)
        self._sleep = sleep
        self._dialect = Dialect()
        self._rests_until = 0.0

    @property
    def name(self) -> str:
        """Name of the model."""
        return self._settings.llm_model

    @property
    def dialect(self) -> Dialect:
        """What the endpoint is known to understand; the fullest until it has refused something."""
        return self._dialect

    def answer(
        self,
        messages: Sequence[Message],
        schema: type[Typed],
        *,
        language: Language = Language.EN,
        seconds: float | None = None,
    ) -> Answer[Typed]:
        """Return a typed answer, with at most one repair request; see `ChatModel.answer`."""
        if time.monotonic() < self._rests_until:
            raise ModelUnavailable("the model did not answer a moment ago and is left alone for a while")
        longest = self._settings.llm_timeout_seconds
        shape = self._prompts.render("answer_shape", language, example=example_of(schema))
        call = _Call(self, schema, shape=shape, ends=time.monotonic() + min(longest, seconds or longest))
        try:
            return Answer(call.ask(messages), call.usage, call.prompts)
        except BadAnswer as bad:
            if bad.kind in (BadAnswerKind.REFUSED, BadAnswerKind.TOO_LARGE):
                raise
            repair = self._prompts.render("answer_repair", language, problem=bad.problem)
            log.info("model answer %s, asking for a repair", bad.kind.value)
            call.prompts[repair.name] = repair.fingerprint
            call.shows_shape = True
            return Answer(call.ask([*messages, *repair_request(call.last_text, repair.text)]), call.usage, call.prompts)
        except ModelUnavailable:
            if seconds is None or seconds >= longest:
                self._rests_until = time.monotonic() + _REST_SECONDS
            raise

    @cached_property
    def _chat(self) -> Any:
        key = self._settings.llm_api_key
        return _chat_class()(
            model=self._settings.llm_model,
            base_url=self._settings.llm_base_url,
            api_key=key.get_secret_value() if key else "none",
        )

    def send(self, conversation: Sequence[Message], parameters: dict[str, Any], seconds: float) -> _Reply:
        """Send one request; raises whatever the libraries raise."""
        from langsmith import tracing_context

        from coach.wire import timeout

        with tracing_context(enabled=False):  # a LANGSMITH_TRACING of the machine must not copy texts elsewhere
            message = self._chat.invoke(
                [(m.role, m.content) for m in conversation], extra_body=parameters, timeout=timeout(seconds)
            )
        extra = message.additional_kwargs
        return _Reply(
            text=message.text,
            reasoning=extra.get("reasoning", ""),
            refusal=extra.get("refusal", ""),
            finish=str(message.response_metadata.get("finish_reason") or ""),
            usage=_usage(message.usage_metadata),
        )

    def remember(self, dialect: Dialect) -> None:
        """Remember what the endpoint has just understood."""
        self._dialect = dialect

    def wait(self, seconds: float) -> None:
        """Wait between two tries."""
        self._sleep(seconds)

    @property
    def max_tokens(self) -> int:
        """Most tokens of one answer."""
        return self._settings.llm_max_tokens


class _Call:
    """One typed answer being asked for: its time, its usage, its tries."""

    def __init__(self, model: LangChainModel, schema: type[Any], *, shape: RenderedPrompt, ends: float) -> None:
        self._model = model
        self._schema = schema
        self._shape = shape
        self._ends = ends
        self.usage = Usage()
        self.prompts: dict[str, str] = {}
        self.last_text = ""
        self.shows_shape = False

    def ask(self, conversation: Sequence[Message]) -> Any:
        """Return the validated answer to a conversation."""
        self.last_text = ""
        reply = self._reply(conversation)
        self.usage = plus(self.usage, reply.usage)
        self.last_text = reply.text
        return self._validated(reply)

    def _validated(self, reply: _Reply) -> Any:
        if reply.refusal or reply.finish == "content_filter":
            raise BadAnswer(BadAnswerKind.REFUSED, "the model refused", usage=self.usage)
        try:
            return parse_answer(reply.text, self._schema, reasoning=reply.reasoning)
        except BadAnswer as bad:
            if reply.finish == "length":
                raise BadAnswer(BadAnswerKind.TRUNCATED, "the answer was cut off; be brief", usage=self.usage) from bad
            raise BadAnswer(bad.kind, bad.problem, usage=self.usage) from bad

    def _reply(self, conversation: Sequence[Message]) -> _Reply:
        dialect, tries = self._model.dialect, 0
        while True:
            try:
                reply = self._send(conversation, dialect)
            except _Failed as failed:
                weaker = dialect.after_refusal(failed.failure.status, failed.failure.said)
                if weaker is not None and failed.failure.bad is None:
                    dialect = weaker
                    continue
                tries += 1
                self._wait_or_give_up(failed.failure, tries)
            else:
                self._model.remember(dialect)
                return reply

    def _send(self, conversation: Sequence[Message], dialect: Dialect) -> _Reply:
        remaining = self._ends - time.monotonic()
        if remaining <= 0:
            raise ModelUnavailable("the model took too long", usage=self.usage)
        parameters = dialect.parameters(self._schema, self._model.max_tokens)
        self.usage = plus(self.usage, Usage(requests=1))
        if self.shows_shape or not dialect.guided:
            self.prompts[self._shape.name] = self._shape.fingerprint
            conversation = with_text(conversation, self._shape.text)
        try:
            return self._model.send(conversation, parameters, remaining)
        except Exception as error:  # the edge: three libraries raise as they like on broken answers
            raise _Failed(_read_failure(error)) from error

    def _wait_or_give_up(self, failure: Failure, tries: int) -> None:
        log.info("model request failed: %s (status %s, try %d)", failure.what, failure.status or "none", tries)
        if failure.bad is not None:
            raise BadAnswer(failure.bad, failure.what, usage=self.usage)
        wait = failure.retry_after if failure.retry_after is not None else _FIRST_WAIT_SECONDS * 2 ** (tries - 1)
        too_long = wait > min(_LONGEST_WAIT_SECONDS, self._ends - time.monotonic())
        if failure.final or tries >= _TRIES or too_long:
            raise ModelUnavailable(failure.what, failure.hint, usage=self.usage)
        self._model.wait(wait)


class _Failed(Exception):
    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.what)
        self.failure = failure


def _read_failure(error: Exception) -> Failure:
    """Return what an exception of the chat libraries means."""
    import openai

    from coach.wire import AnswerTooLarge

    match error:
        case openai.APIStatusError():
            after = error.response.headers.get("retry-after")
            found = of_status(error.status_code, str(error.body or error.message), after)
        case openai.APITimeoutError():
            found = of_time()
        case AnswerTooLarge() | openai.APIConnectionError(__cause__=AnswerTooLarge()):
            found = of_size()
        case openai.APIConnectionError():
            found = of_connection()
        case IndexError():
            found = of_no_choice()
        case _:
            found = of_broken_answer()
    return found


def _usage(counted: Any) -> Usage:
    known = counted or {}
    return Usage(input_tokens=known.get("input_tokens", 0), output_tokens=known.get("output_tokens", 0))


def _clean_counts(reported: Any) -> dict[str, int]:
    """Return the token counts a server reports; some report rubbish, on which LangChain stumbles."""
    known = reported if isinstance(reported, dict) else {}
    counts = {key: known.get(key) for key in ("prompt_tokens", "completion_tokens")}
    return {key: count if isinstance(count, int) and count > 0 else 0 for key, count in counts.items()}


@cache
def _chat_class() -> Callable[..., Any]:
    """Return the chat class, made on first use: importing LangChain takes over a second."""
    from langchain_openai import ChatOpenAI

    from coach.wire import bounded_client

    for noisy in ("openai", "httpcore2", "httpx2"):
        logging.getLogger(noisy).setLevel(logging.WARNING)  # on DEBUG they log whole requests

    class ReasoningChat(ChatOpenAI):
        """ChatOpenAI that keeps the field in which some servers put the whole answer."""

        def _create_chat_result(self, response: Any, generation_info: dict[str, Any] | None = None) -> Any:
            document = response if isinstance(response, dict) else response.model_dump(warnings=False)
            document["usage"] = _clean_counts(document.get("usage"))
            result = super()._create_chat_result(document, generation_info)
            for generation, choice in zip(result.generations, document["choices"], strict=True):
                message = choice["message"]
                reasoning = message.get("reasoning_content") or message.get("reasoning")
                kept = {"reasoning": reasoning, "refusal": message.get("refusal")}
                generation.message.additional_kwargs |= {k: v if isinstance(v, str) else "" for k, v in kept.items()}
            return result

    def make(**settings: Any) -> ReasoningChat:
        return ReasoningChat(**settings, http_client=bounded_client(), max_retries=0, cache=False, verbose=False)

    return make
