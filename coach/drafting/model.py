"""The model engine: the grounded body, reworded section by section by a chat model, as far as every check agrees.

What a model writes is wording. Figures, dates, targets, owners, citations and the choice of evidence stay those of the
grounded body; a line that adds or loses one is refused. A section that fails twice, or comes too late, stays grounded.
"""

import logging
import time
from typing import Any

from coach.answers import BadAnswer
from coach.chat import Answer, ChatModel, Message, ModelUnavailable, plus
from coach.domain.draft import SectionSource, Usage
from coach.drafting.body import DraftBody, DraftBrief, Engine, GateFinding, Progress
from coach.drafting.gates import check_body
from coach.drafting.model_checks import Given, check_lines
from coach.drafting.model_lines import RESOURCES, read_lines
from coach.drafting.model_material import Limits, Material
from coach.drafting.model_parts import Part, UnknownResource, parts_of, with_lines
from coach.drafting.model_rules import Problem, Reason, model_rules
from coach.errors import InvalidInput, NotFound
from coach.prompting import Prompts

log = logging.getLogger(__name__)

_SHORTEST_SECONDS = 1.0


class ModelEngine:
    """Writes a body with a chat model; whatever the model does, the body is valid.

    Args:
        chat: the model.
        prompts: where prompts are found.
        fallback: the grounded engine.
        limits: what a draft may cost.
    """

    def __init__(self, *, chat: ChatModel, prompts: Prompts, fallback: Engine, limits: Limits | None = None) -> None:
        self._chat = chat
        self._prompts = prompts
        self._fallback = fallback
        self._limits = limits or Limits()

    @property
    def name(self) -> str:
        """`model:<name>`."""
        return f"model:{self._chat.name}"

    def draft(self, brief: DraftBrief, *, progress: Progress | None = None) -> DraftBody:
        """Return the grounded body, reworded where a rewording passed every check.

        Raises:
            CoachError: the grounded engine could not write a body.
        """
        base = self._fallback.draft(brief, progress=progress)
        if not base.goals:
            return base
        run = _Run(self, brief, base)
        for part in parts_of(base, run.material, self._limits):
            if progress is not None:
                progress(model_rules(brief.language).parts[part.prompt])
            run.reword(part)
        return run.result()

    def ask(self, conversation: list[Message], part: Part, brief: DraftBrief, seconds: float) -> Answer[Any]:
        """Ask the model for one part."""
        return self._chat.answer(conversation, part.schema, language=brief.language, seconds=seconds)

    def render(self, name: str, brief: DraftBrief, **inputs: object) -> tuple[str, str, str]:
        """Return text, name and fingerprint of a prompt."""
        prompt = self._prompts.render(name, brief.language, **inputs)
        return prompt.text, prompt.name, prompt.fingerprint

    @property
    def limits(self) -> Limits:
        """What a draft may cost."""
        return self._limits


class _Run:
    """One draft in the making."""

    def __init__(self, engine: ModelEngine, brief: DraftBrief, base: DraftBody) -> None:
        self._engine = engine
        self._brief = brief
        self._body = base
        self._rules = model_rules(brief.language)
        self._known = _rules_broken(check_body(base, brief))
        self._ends = time.monotonic() + engine.limits.seconds
        self._stopped: Reason | None = None
        self._bad = 0
        self._usage = Usage()
        self._prompts: dict[str, str] = {}
        self._instructions = ""
        self._reworded: set[str] = set()
        self._sources = {s.section: s for s in base.sections}
        self.material = Material(brief, engine.limits)

    def result(self) -> DraftBody:
        """Return the body with its provenance."""
        provenance = {"sections": tuple(self._sources.values()), "prompts": self._prompts, "usage": self._usage}
        return self._body.model_copy(update=provenance)

    def reword(self, part: Part) -> None:
        """Reword the sections of a part, or say why they stay."""
        why = dict.fromkeys(part.sections, "")
        try:
            if self._stopped is None:
                why |= self._converse(part)
                self._bad = 0
        except ModelUnavailable as error:
            self._spend(error.usage)
            self._stopped = Reason.TIME if self._remaining() < _SHORTEST_SECONDS else Reason.DOWN
            log.info("model gave up: %s", error.what)
        except BadAnswer as error:
            self._spend(error.usage)
            self._bad += 1
            why = dict.fromkeys(part.sections, self._rules.reasons[Reason.ANSWER])
            if self._bad >= self._engine.limits.most_bad:
                self._stopped = Reason.RUBBISH
        except (InvalidInput, NotFound) as error:
            self._stopped = Reason.PROMPT
            log.warning("prompts cannot be used: %s", error.what)
        for section in set(part.sections) - self._reworded:
            reason = why[section] or self._rules.reasons[self._stopped or Reason.ANSWER]
            self._sources[section] = SectionSource(section=section, engine="grounded", reason=reason)

    def _converse(self, part: Part) -> dict[str, str]:
        """Ask once, and once more with what the checks said; return the sections that stay grounded, and why."""
        conversation = [
            Message(role="system", content=self._render("system")),
            Message(role="user", content=self._render(part.prompt, **part.inputs)),
        ]
        pending = self._attempt(part, conversation, set(part.sections))
        if pending:
            problems = [m for messages in pending.values() for m in messages]
            repair = self._render("section_repair", problems=list(dict.fromkeys(problems)))
            conversation.append(Message(role="user", content=repair))
            try:
                pending = self._attempt(part, conversation, set(pending))
            except BadAnswer as error:
                self._spend(error.usage)
        rejected = self._rules.reasons[Reason.REJECTED]
        return {section: rejected.replace("{problem}", messages[0]) for section, messages in pending.items()}

    def _attempt(self, part: Part, conversation: list[Message], wanted: set[str]) -> dict[str, list[str]]:
        """Ask, and keep what passes; return what is wrong with the rest of the wanted sections."""
        remaining = self._remaining()
        if remaining < _SHORTEST_SECONDS:
            raise ModelUnavailable("the time for the draft is over")
        answer = self._engine.ask(conversation, part, self._brief, remaining)
        self._spend(answer.usage)
        self._prompts |= answer.prompts
        conversation.append(Message(role="assistant", content=answer.value.model_dump_json()))
        try:
            chosen, proposals = part.propose(answer.value, self._body)
        except UnknownResource:
            return {section: [self._rules.messages[Problem.UNKNOWN_RESOURCE]] for section in wanted}
        found = {}
        for section in (s for s in part.sections if s in wanted):
            # one section after the other: each is judged in the body that holds those accepted before it
            body = chosen if section == RESOURCES else self._body
            found[section] = self._judge(part, section, proposals[section], body)
        return {section: messages for section, messages in found.items() if messages}

    def _judge(self, part: Part, section: str, proposed: tuple[str, ...], body: DraftBody) -> list[str]:
        """Take the lines of a section into the body where they pass; return what is wrong with them."""
        before = read_lines(body, section)[: None if section == RESOURCES else self._engine.limits.lines]
        lines = tuple(self.material.restore(line) for line in proposed)
        given = Given(
            language=self._brief.language,
            before=before,
            sources=self.material.sources,
            instructions=self._instructions,
            goal=part.goals.get(section),
            free=section == RESOURCES,
        )
        if problems := check_lines(lines, given):
            return [self._rules.messages[p] for p in problems]
        candidate = with_lines(body, section, lines)
        broken = [f for f in check_body(candidate, self._brief) if (f.section, f.rule) not in self._known]
        if broken:
            return [self.material.masked(f.message) for f in broken]
        self._body = candidate
        self._reworded.add(section)
        partly = len(read_lines(candidate, section)) > len(lines)
        reason = self._rules.reasons[Reason.PARTLY] if partly else None
        self._sources[section] = SectionSource(section=section, engine=self._engine.name, reason=reason)
        return []

    def _render(self, name: str, **inputs: object) -> str:
        text, full_name, fingerprint = self._engine.render(name, self._brief, **inputs)
        self._prompts[full_name] = fingerprint
        if name == "system":
            self._instructions = text
        return text

    def _spend(self, usage: Usage) -> None:
        self._usage = plus(self._usage, usage)

    def _remaining(self) -> float:
        return self._ends - time.monotonic()


def _rules_broken(findings: list[GateFinding]) -> set[tuple[str, str]]:
    return {(f.section, f.rule) for f in findings}
