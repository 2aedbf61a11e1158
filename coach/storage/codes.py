"""Opaque codes of people in past plans: they count heads and say nothing."""

import hashlib
import hmac

LESSONS = "lessons"
"""Name of the installation's key for them."""


def code(key: bytes, kind: str, value: str | None) -> str | None:
    """Return the code of a person or plan, the same every time; None for nobody.

    Args:
        key: the installation's own (`coach.storage.secrets`).
        kind: "employee", "manager" or "plan": codes of two kinds never meet.
        value: the id.
    """
    if value is None:
        return None
    return hmac.new(key, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()[:20]
