"""From a gap description to a draft: read, gather, route, write, gate, check the wording, score."""

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import coach
from coach.domain.base import Language
from coach.domain.draft import Draft, Provenance
from coach.domain.gap import GapDescription
from coach.domain.wording import WordingSuggestion
from coach.drafting.body import DraftBody, DraftBrief, Engine, Progress
from coach.drafting.gates import check_body
from coach.drafting.grounded import GroundedEngine
from coach.drafting.intake.reading import Reading
from coach.drafting.repair import mended, with_fallback
from coach.drafting.retrieval import KnowledgeSource, gather
from coach.drafting.routing import route_of
from coach.drafting.schedule import deadline_of
from coach.errors import CoachError, InvalidInput, Unavailable
from coach.scoring import Scorer
from knowledge_base.records import Asker

MAX_CHARACTERS = 100_000
"""Longest gap description."""
EngineChoice = Literal["auto", "grounded", "model"]
"""`auto` is the model where one is given, else the grounded engine."""


class Drafter:
    """Turns gap descriptions into drafts. Holds no state between drafts; may be used from several threads.

    Args:
        knowledge: what is searched.
        model_engine: the engine that writes with a chat model; None without one.
        scorers: judges of the finished draft; their scores are stored with it.
    """

    def __init__(
        self,
        *,
        knowledge: KnowledgeSource,
        model_engine: Engine | None = None,
        scorers: Sequence[Scorer[Draft]] = (),
    ) -> None:
        self._knowledge = knowledge
        self._model = model_engine
        self._grounded: Engine = GroundedEngine()
        self._scorers = tuple(scorers)

    def draft(
        self,
        description: GapDescription,
        *,
        engine: EngineChoice = "auto",
        progress: Progress | None = None,
        asker: Asker | None = None,
    ) -> Draft:
        """Return the draft for a gap description.

        Args:
            description: what the manager handed in.
            engine: which engine writes.
            progress: told the name of each station as it starts: intake, retrieval, draft, gates, tone, scores.
            asker: whose past plans no pattern card may need (the drafting manager's own team, the person it is
                about); None where nobody in particular drafts.

        Raises:
            InvalidInput: the text is empty or longer than 100,000 characters.
            Unavailable: `engine` is "model" and there is none.
        """
        started = time.perf_counter()
        say = progress or (lambda station: None)
        writer = self._writer(engine)
        brief = self._brief(_checked(description), say, asker)
        say("draft")
        body, wrote = self._written(brief, writer, say)
        say("tone")
        wording = _wording(brief)
        draft = self._assembled(brief, body, wrote, wording, time.perf_counter() - started)
        say("scores")
        return self.scored(draft)

    def in_both_languages(
        self, description: GapDescription, *, here: Language, asker: Asker | None = None
    ) -> tuple[Draft, Draft]:
        """What the grounded engine writes in `here` and in the other language, from one and the same evidence."""
        from coach.drafting.revision.reading import read_description

        there = Language.EN if here is Language.ZH else Language.ZH
        brief = self._brief(_checked(description.model_copy(update={"language": here})), lambda station: None, asker)
        other_words = description.model_copy(update={"language": there})
        reading = read_description(other_words)
        other = replace(brief, description=other_words, reading=reading, route=route_of(reading))
        one, two = (self._from_rules(each) for each in (brief, other))
        return one, two

    def _from_rules(self, brief: DraftBrief) -> Draft:
        body, wrote = self._written(brief, self._grounded, lambda station: None)
        return self._assembled(brief, body, wrote, _wording(brief), 0.0)

    def scored(self, draft: Draft) -> Draft:
        """The draft with its scores reckoned anew: after people or rules changed it."""
        return draft.model_copy(update={"scores": tuple(scorer.score(draft) for scorer in self._scorers)})

    def _writer(self, engine: EngineChoice) -> Engine:
        if engine == "model" and self._model is None:
            raise Unavailable("No chat model is set up.", "Set COACH_LLM_BASE_URL, or draft with the grounded engine.")
        return self._grounded if engine == "grounded" or self._model is None else self._model

    def _brief(self, description: GapDescription, say: Progress, asker: Asker | None) -> DraftBrief:
        from coach.drafting.revision.reading import read_description

        say("intake")
        reading: Reading = read_description(description)
        say("retrieval")
        evidence = gather(reading, description, self._knowledge, asker=asker)
        deadline, source = deadline_of(reading.horizon, description.as_of)
        return DraftBrief(description, reading, evidence, deadline, source, route_of(reading))

    def _written(self, brief: DraftBrief, writer: Engine, say: Progress) -> tuple[DraftBody, str]:
        """Return a body that passes the gates, and the name of the engine that wrote it."""
        if writer is self._grounded or not brief.reading.gap.statements:
            body = self._grounded.draft(brief, progress=say)
            say("gates")
            return mended(body, brief, self._grounded), self._grounded.name
        try:
            body = writer.draft(brief, progress=say)
        except CoachError:
            return self._written(brief, self._grounded, say)
        say("gates")
        if findings := check_body(body, brief):
            body = with_fallback(body, self._grounded.draft(brief), findings)
        return mended(body, brief, self._grounded), writer.name

    def _assembled(
        self, brief: DraftBrief, body: DraftBody, wrote: str, wording: tuple[WordingSuggestion, ...], seconds: float
    ) -> Draft:
        return Draft(
            language=brief.language,
            engine=wrote,
            route=brief.route,
            gap=brief.reading.gap,
            goals=body.goals,
            resources=body.resources,
            no_resource=body.no_resource,
            commitments=body.commitments,
            check_ins=body.check_ins,
            wording=wording,
            evidence=brief.evidence.items(),
            provenance=Provenance(
                app_version=coach.__version__,
                prompts=body.prompts,
                model=wrote.partition(":")[2] or None,
                usage=body.usage,
                seconds=round(seconds, 4),
                knowledge_base=self._knowledge.fingerprint(),
                sections=body.sections,
            ),
        )


def _checked(description: GapDescription) -> GapDescription:
    if not description.text.strip():
        raise InvalidInput("The gap description is empty.", "Describe what is going wrong in a sentence or two.")
    if len(description.text) > MAX_CHARACTERS:
        raise InvalidInput(
            f"The gap description has {len(description.text):,} characters; the limit is {MAX_CHARACTERS:,}.",
            "Shorten it to what the plan needs.",
        )
    return description


def _wording(brief: DraftBrief) -> tuple[WordingSuggestion, ...]:
    """Return the suggestions for the manager's own text; a replacement may not repeat a name or withheld word."""
    from coach.tone.check import check_tone

    return check_tone(brief.description.text, language=brief.language).suggestions
