"""Pattern cards as people decide on them."""

from enum import StrEnum

from coach.domain.base import Model


class CardVerdict(StrEnum):
    """What HR can say about a release of a card."""

    APPROVE = "approve"
    """Drafting may use it."""
    REJECT = "reject"
    """Drafting may not; the same content is not proposed again."""
    WITHDRAW = "withdraw"
    """An approved one is taken out of use."""


class CardRelease(Model):
    """One release of a pattern card, as HR sees it: what it would say, never whose plans stand behind it."""

    id: str
    """`<card id>@<version>`."""
    card_id: str
    """Id of the card, the same from one release to the next."""
    gap_type: str
    """Value of `GapCategory`."""
    status: str
    """proposed, approved, rejected, superseded or withdrawn."""
    in_use: bool
    """Approved, and the k rule holds for it now."""
    people: int
    """Different employees behind it, at least (a band)."""
    title_zh: str
    """Title in Chinese."""
    title_en: str
    """Title in English."""
    text_zh: str
    """What drafts in Chinese are given."""
    text_en: str
    """What drafts in English are given."""
    fingerprint: str
    """SHA-256 of the content."""
    proposed_at: str
    """ISO 8601, UTC."""
    decided_at: str | None = None
    """When it was decided, where it was."""
    decided_by: str | None = None
    """Account that decided; null for the k rule."""
    reason: str = ""
    """Why, in that person's words."""


class RefreshReport(Model):
    """What computing the cards anew changed."""

    proposed: tuple[str, ...] = ()
    """Releases that wait for HR now."""
    withdrawn: tuple[str, ...] = ()
    """Releases that lost their k and are out of use."""
    waiting: tuple[str, ...] = ()
    """Cards that would say something else, by too few people's plans to be released again yet."""


class Forgotten(Model):
    """What deleting records did."""

    records: int
    """Records deleted; 0 where there were none of these ids."""
    withdrawn: tuple[str, ...] = ()
    """Releases of pattern cards that lost their k by it."""
    files_clean: bool = False
    """Whether no byte of them is left in the files of the store and its indexes."""
    seconds: float = 0.0
    """Wall time, with the cleaning of files and indexes."""
