"""The first loop: a closed plan becomes a redacted past plan in the knowledge base."""

import logging

from api.bootstrap import Application
from coach.domain.checkin import PlanHistory
from knowledge_base.errors import KnowledgeBaseError

log = logging.getLogger("coach.lessons")


def remember(application: Application, history: PlanHistory) -> None:
    """Add the lesson of a closed plan, once the closing is committed; a busy store does not undo the closing."""
    with application.database.transaction():
        application.database.after_commit(lambda: _index(application, history))


def _index(application: Application, history: PlanHistory) -> None:
    from coach.plans.lessons import lesson_of

    try:
        application.knowledge.add([lesson_of(history, application.database)])
        application.precedents.refresh()
    except KnowledgeBaseError as error:
        log.warning("the lesson of plan %s was not indexed: %s", history.plan.id, type(error).__name__)
