"""New versions of drafts, whichever door they are asked for at."""

from collections.abc import Mapping

from api.bootstrap import Application
from api.runners import DRAFT, draft_payload
from coach.domain.draft import Draft
from coach.domain.gap import Answer, GapDescription
from coach.domain.people import Actor
from coach.drafting.body import Progress
from coach.drafting.pipeline import EngineChoice
from coach.drafting.revision.answers import answers_to, key_of, with_answers
from coach.drafting.revision.versions import redone
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
    kept = app.drafts.save(
        draft, description or before.description, by=me, subject_employee_id=before.subject_employee_id,
        supersedes=before.id,
    )  # fmt: skip
    return app.drafts.get(kept, me)
