"""Lists are paged by cursor: the id of the last row seen."""

from collections.abc import Callable, Sequence
from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel

from coach.errors import InvalidInput

Row = TypeVar("Row")

Limit = Annotated[int, Query(ge=1, le=200, description="Rows of one page.")]
Cursor = Annotated[str | None, Query(max_length=200, description="`next` of the page before.")]


class Page(BaseModel, Generic[Row]):
    """One page of a list."""

    items: list[Row]
    """The rows, in the order of the list."""
    next: str | None
    """Cursor of the next page; null on the last."""


def page_of(rows: Sequence[Row], identify: Callable[[Row], str], *, cursor: str | None, limit: int) -> Page[Row]:
    """Cut a page out of a list that stands in a stable order.

    Raises:
        InvalidInput: the cursor names no row of the list.
    """
    start = 0
    if cursor is not None:
        ids = [identify(row) for row in rows]
        if cursor not in ids:
            raise InvalidInput("This cursor does not belong to the list.", "Start again without a cursor.")
        start = ids.index(cursor) + 1
    items = list(rows[start : start + limit])
    more = start + limit < len(rows)
    return Page(items=items, next=identify(items[-1]) if more and items else None)
