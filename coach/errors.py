"""The error tree of the application. Each error says what happened and what to do.

    CoachError
    ├── InvalidInput      the caller's text, file or argument is wrong        (CLI 2, HTTP 422)
    ├── NotFound          no such object, or not one the caller may see       (CLI 1, HTTP 404)
    ├── NotAllowed        known person, forbidden act                         (CLI 1, HTTP 403)
    ├── NotSignedIn       nobody known                                        (CLI 1, HTTP 401)
    ├── Conflict          the object changed meanwhile, or the step is done   (CLI 1, HTTP 409)
    ├── Unavailable       something outside is down: model, store, disk       (CLI 1, HTTP 503)
    │   └── ModelUnavailable  no answer from the chat model (`coach.llm`)
    ├── BadAnswer         the model's answer is unusable (`coach.answers`); drafting falls back, nobody sees it
    └── Corrupt           stored things contradict each other                 (CLI 1, HTTP 500)

The knowledge base stands alone and has a tree of its own with the same two attributes (`knowledge_base.errors`).
"""


class CoachError(Exception):
    """Base of the tree.

    Args:
        what: what happened, one sentence, no personal data.
        hint: what to do about it, one sentence.
    """

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


class InvalidInput(CoachError):
    """The caller's text, file or argument is wrong."""


class NotFound(CoachError):
    """There is no such object, or not one the caller may see."""


class NotAllowed(CoachError):
    """The caller is known and may not do this."""


class NotSignedIn(CoachError):
    """The caller is not known."""


class Conflict(CoachError):
    """The object changed meanwhile, or the step has been taken already."""


class Unavailable(CoachError):
    """Something outside this process is down: model, store, disk."""


class Corrupt(CoachError):
    """Stored things contradict each other."""
