"""The gates: one set of rules for the body of either engine."""

from coach.drafting.body import DraftBody, DraftBrief, GateFinding


def check_body(body: DraftBody, brief: DraftBrief) -> list[GateFinding]:
    """Return every broken rule of `body`; an empty list means it may be shown.

    Sections can be judged one by one: a body holding only the section in question is checked for what it holds
    (`no_resource` coverage and goal coverage are checked for the goals present).
    """
    raise NotImplementedError
