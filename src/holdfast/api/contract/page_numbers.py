"""Pages by their number: only so far, since what stands before a page is read and passed over. By
the cursor of the page before, every page costs the same."""

from typing import Annotated, Any, Final, TypeAlias

from fastapi import Query

from holdfast.kit.errors import Problem
from holdfast.kit.paging import MAX_PAGE
from holdfast.kit.sentences import say

__all__ = ["MOST_PASSED", "Limit", "PageNumber", "PageTooFar", "passed_over"]

MOST_PASSED: Final = 10_000


class PageTooFar(Problem):
    """A page by its number far behind, or by number and cursor both."""

    status = 422
    code = "page-too-far"
    title = "That page is not given by its number"

    def __init__(self, detail: str = "", **more: Any) -> None:
        said = say(
            "Pages are counted up to {most} entries. Go on with nextCursor, without page.",
            most=MOST_PASSED,
        )
        super().__init__(detail or said, **more)


PageNumber: TypeAlias = Annotated[
    int | None,
    Query(ge=1, description=f"Its number, as far as {MOST_PASSED} entries are passed over"),
]
"""The parameter ``page``; None: the first, or the one behind ``cursor``."""

Limit: TypeAlias = Annotated[int, Query(ge=1, le=MAX_PAGE)]
"""The parameter ``limit``."""


def passed_over(page: int | None, limit: int, cursor: str | None = None) -> int:
    """How many stand before the page. Raises :class:`PageTooFar`."""
    passed = ((page or 1) - 1) * limit
    if passed > MOST_PASSED or (cursor and page is not None):
        raise PageTooFar(field="page")
    return passed
