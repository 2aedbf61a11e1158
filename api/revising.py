"""New versions of drafts, whichever door they are asked for at."""

from collections.abc import Mapping, Sequence

from api.bootstrap import Application
from api.runners import DRAFT, draft_payload
from coach.domain.base import Language
from coach.domain.draft import Draft
from coach.domain.gap import Answer, GapDescription
from coach.domain.people import Actor
from coach.drafting.body import Progress
from coach.drafting.pipeline import EngineChoice
from coach.drafting.revision.answers import answers_to, key_of, with_answers
from coach.drafting.revision.compare import Comparison, compare
from coach.drafting.revision.edit import Change, edited
from coach.drafting.revision.regenerate import goal_named, with_goal_anew
from coach.drafting.revision.shorten import shortened
from coach.drafting.revision.translate import translated
from coach.drafting.revision.versions import redone
from coach.errors import InvalidInput
from coach.precedents.askers import asker_of
from coach.storage.clock import now
from coach.storage.drafts import StoredDraft


def answered(
    app: Application, me: Actor, draft_id: str, given: Mapping[str, str]
) -> tuple[StoredDraft, GapDescription, tuple[Answer, ...]]:
    """The version that is answered, its description with the answers, and the answers.

    Raises:
        NotFound: there is no such draft, or not for these eyes.
        NotAllowed: visible, but not theirs to change.
        Conflict: there is a newer version, or people are deciding on this one.
        InvalidInput: an answer is too long, answers no question, or none was given.
    """
    stored = app.draft_versions.open(draft_id, me)
    before = stored.description.answers
    answers = answers_to(stored.draft.gap.questions, given, by=me.user_id, at=now(), before=before)
    return stored, with_answers(stored.description, answers), answers


def start_redo(app: Application, me: Actor, draft_id: str, given: Mapping[str, str], *, engine: str = "auto") -> str:
    """Answer questions and ask for the new version; return the id of the job. Raises what `answered` does."""
    stored, description, answers = answered(app, me, draft_id, given)
    payload = draft_payload(
        description, engine=engine, by=me, subject_employee_id=stored.subject_employee_id,
    ) | {"supersedes": draft_id, "parts": [key_of(each) for each in answers]}  # fmt: skip
    return app.work.enqueue(DRAFT, payload, by=me)


def redo_now(  # noqa: PLR0913 - what a redo is told
    app: Application,
    me: Actor,
    draft_id: str,
    given: Mapping[str, str],
    *,
    engine: EngineChoice = "auto",
    progress: Progress | None = None,
) -> StoredDraft:
    """Answer questions and draft at once: the command line's way. Raises what `answered` does."""
    stored, description, answers = answered(app, me, draft_id, given)
    known = description.model_copy(update={"known_names": app.people.names()})
    subject = stored.subject_employee_id
    made = app.drafter.draft(known, engine=engine, progress=progress, asker=asker_of(app.database, me, subject))
    parts = [key_of(each) for each in answers]
    draft = redone(made, stored.draft, description, parts=parts, by=me.user_id, at=now())
    return keep(app, me, draft, stored, description=description)


def keep(
    app: Application, me: Actor, draft: Draft, before: StoredDraft, *, description: GapDescription | None = None
) -> StoredDraft:
    """Store the next version of a draft; raises Conflict where somebody was quicker."""
    told, subject = description or before.description, before.subject_employee_id
    draft = app.drafter.scored(draft)
    kept = app.drafts.save(draft, told, by=me, subject_employee_id=subject, supersedes=before.id)
    return app.drafts.get(kept, me)


def edit(app: Application, me: Actor, draft_id: str, changes: Sequence[Change]) -> StoredDraft:
    """A person's changes as a new version; raises what `DraftVersions.open` and `edited` do."""
    stored = app.draft_versions.open(draft_id, me)
    known = stored.description.model_copy(update={"known_names": app.people.names()})
    return keep(app, me, edited(stored.draft, known, changes, by=me.user_id, at=now()), stored)


def shorten(app: Application, me: Actor, draft_id: str) -> StoredDraft:
    """The plan on about a page, as a new version; raises what `DraftVersions.open` and `shortened` do."""
    stored = app.draft_versions.open(draft_id, me)
    return keep(app, me, shortened(stored.draft, by=me.user_id, at=now()), stored)


def regenerate(
    app: Application, me: Actor, draft_id: str, goal_id: str, *, engine: EngineChoice = "auto"
) -> StoredDraft:
    """One goal written anew, as a new version; raises what `DraftVersions.open` and `with_goal_anew` do."""
    stored = app.draft_versions.open(draft_id, me)
    goal_named(stored.draft, goal_id)
    known = stored.description.model_copy(update={"known_names": app.people.names(), "language": stored.draft.language})
    asker = asker_of(app.database, me, stored.subject_employee_id)
    fresh = app.drafter.draft(known, engine=engine, asker=asker)
    return keep(app, me, with_goal_anew(stored.draft, fresh, goal_id, by=me.user_id, at=now()), stored)


def translate(app: Application, me: Actor, draft_id: str, language: Language) -> StoredDraft:
    """The plan in the other language, as a new version; raises what `DraftVersions.open` and `translated` do."""
    stored = app.draft_versions.open(draft_id, me)
    draft, description = stored.draft, stored.description
    if draft.language is language:
        raise InvalidInput("This plan is in that language already.", "Choose the other one.")
    known = description.model_copy(update={"known_names": app.people.names()})
    asker = asker_of(app.database, me, stored.subject_employee_id)
    here, there = app.drafter.in_both_languages(known, here=draft.language, asker=asker)
    made = translated(draft, here, there, as_of=description.as_of, by=me.user_id, at=now())
    return keep(app, me, made, stored, description=description.model_copy(update={"language": language}))


def difference(app: Application, me: Actor, one: str, two: str) -> Comparison:
    """Two drafts line by line; raises NotFound where one of them is not for these eyes."""
    return compare(app.drafts.get(one, me).draft, app.drafts.get(two, me).draft)
