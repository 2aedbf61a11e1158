"""Asking the policy about stored objects, and answering in our errors."""

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from coach.domain.people import Actor, Role
from coach.domain.policy import Act, Facts, may, sees
from coach.errors import InvalidInput, NotAllowed, NotFound
from coach.storage.tables import PersonRow


def require(actor: Actor, act: Act, facts: Facts | None = None, *, what: str) -> None:
    """Let through, or raise.

    Args:
        actor: who acts.
        act: what they want to do.
        facts: what the policy must know about the object.
        what: the object in a word, for the message ("review", "plan").

    Raises:
        NotFound: the actor may not even see the object.
        NotAllowed: the actor sees it and may not do this.
    """
    if may(actor, act, facts):
        return
    if facts is not None and not sees(actor, act, facts):
        raise missing(what)
    raise NotAllowed(
        f"this account may not {act.value.replace('_', ' ')}", "ask somebody whose role allows it, or an administrator"
    )


def missing(what: str) -> NotFound:
    """The error for an object that is not there, or not for these eyes: the same words for both."""
    return NotFound(f"there is no such {what}", f"list the {what}s you can see and take an id from there")


def manager_of(session: Session, employee_id: str | None) -> str | None:
    """Employee id of the person's line manager today; None where there is none or nobody is named."""
    if employee_id is None:
        return None
    return session.scalar(select(PersonRow.manager_id).where(PersonRow.employee_id == employee_id))


def perhaps_visible(
    actor: Actor, author: InstrumentedAttribute[str], subject: InstrumentedAttribute[str | None]
) -> ColumnElement[bool]:
    """A condition that holds at least for every row the policy can allow: it spares reading the others."""
    if Role.HR in actor.roles:
        return author.is_not(None)
    reports = select(PersonRow.employee_id).where(PersonRow.manager_id == actor.employee_id)
    ways = [author == actor.user_id]
    if actor.employee_id is not None:
        ways += [subject.in_(reports), subject == actor.employee_id]
    return or_(*ways)


def storable(text: str, *, what: str) -> str:
    """Return the text, or refuse characters that no database keeps.

    Raises:
        InvalidInput: the text holds NUL or half of a surrogate pair.
    """
    if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise InvalidInput(f"the {what} holds characters that are not text", "paste it again as plain text")
    return text


def reason_given(reason: str, *, why: str) -> str:
    """Return the trimmed reason.

    Raises:
        InvalidInput: it is empty.
    """
    given = storable(reason, what="reason").strip()
    if not given:
        raise InvalidInput(why, "write one sentence")
    return given
