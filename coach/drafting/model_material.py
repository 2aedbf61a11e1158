"""What a prompt is filled with: masked, fenced and within a token budget."""

import re
from dataclasses import dataclass

from coach.domain.draft import SmartGoal
from coach.drafting.body import DraftBody, DraftBrief
from coach.drafting.masking import Mask
from coach.prompting import Outside
from knowledge_base.tokens import count_tokens

_LIST_MARK = re.compile(r"\A\s*(?:[-*•]\s|\d{1,2}(?:[.)]\s|、))\s*")
_PASSAGES = 3
_LONGEST_MESSAGE = 240


@dataclass(frozen=True)
class Limits:
    """How much a model may cost a draft."""

    seconds: float = 180
    """Longest time for all requests of a draft."""
    situation_tokens: int = 800
    """Most tokens of the manager's text in one request."""
    evidence_tokens: int = 600
    """Most tokens of evidence in one request."""
    lines: int = 8
    """Most lines of a section that are reworded; later ones keep the grounded wording."""
    most_bad: int = 3
    """After so many unusable answers in a row the rest is left to the grounded engine."""


@dataclass(frozen=True)
class OfferedResource:
    """A resource as the prompt shows it: under an alias, so that no id of the catalogue is ever text."""

    id: str
    """`r1`, `r2`, ..."""
    goal: str
    """Goal id."""
    about: Outside
    """Title, passage and the drafted reason."""


class Material:
    """Masks, cuts and fences whatever goes into the prompts of one draft, and remembers what was shown."""

    def __init__(self, brief: DraftBrief, limits: Limits) -> None:
        self._brief = brief
        self._limits = limits
        self._mask = Mask.of(brief)
        self._shown: dict[str, None] = {}

    @property
    def sources(self) -> str:
        """Everything shown so far, as it was shown, with the names put back."""
        return self._mask.restore("\n".join(self._shown))

    def show(self, text: str) -> Outside:
        """Return the text as it may leave, fenced."""
        hidden = self._mask.hide(text)
        self._shown[hidden] = None
        return Outside(hidden)

    def restore(self, text: str) -> str:
        """Return a line that came back without a list mark (small models number their lines), names put back."""
        return self._mask.restore(_LIST_MARK.sub("", text)).strip()

    def masked(self, text: str) -> str:
        """Return a short line of our own, such as a message of a gate, as it may leave."""
        return " ".join(self._mask.hide(text).split())[:_LONGEST_MESSAGE]

    def situation(self) -> Outside:
        """Return the safe text of the gap, cut to its budget."""
        return self.show(cut(self._brief.reading.safe_text, self._limits.situation_tokens))

    def role(self) -> Outside:
        """Return role and industry, as far as they are known."""
        description = self._brief.description
        return self.show(cut(" / ".join(filter(None, (description.role, description.industry))) or "-", 60))

    def lines(self, lines: tuple[str, ...]) -> Outside:
        """Return drafted lines, one a line."""
        return self.show("\n".join(f"- {' '.join(line.split())}" for line in lines))

    def evidence(self, goal: SmartGoal) -> Outside:
        """Return what was found for the statements of a goal, best first, cut to its budget."""
        evidence = self._brief.evidence
        found = [p for s in goal.addresses for p in evidence.found_for(s)[:_PASSAGES]]
        texts = [f"{p.title}: {p.text}" for p in found]
        texts += [f"{c.title}: {c.text}" for c in evidence.cards[:1]]
        return self.show(cut("\n".join(dict.fromkeys(texts)) or "-", self._limits.evidence_tokens))

    def resources(self, body: DraftBody) -> list[OfferedResource]:
        """Return the recommended resources under their aliases `r1`, `r2`, ... in the order of the body."""
        texts = {p.record_id: p.text for p in reversed(self._brief.evidence.passages)}
        share = self._limits.evidence_tokens // max(len(body.resources), 1)
        offered = []
        for number, resource in enumerate(body.resources, start=1):
            about = cut(f"{resource.title}\n{texts.get(resource.resource_id, '')}", share)
            shown = self.show(f"{about}\n{resource.why}")
            offered.append(OfferedResource(f"r{number}", resource.for_goal, shown))
        return offered


def cut(text: str, tokens: int) -> str:
    """Return the beginning of a text that has at most so many tokens."""
    text = text[: tokens * 8]  # hardly any token is longer: spares counting a hundred thousand characters
    while text and (counted := count_tokens(text)) > tokens:
        text = text[: min(len(text) - 1, len(text) * tokens // counted)]
    return text
