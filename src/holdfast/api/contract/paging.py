"""Pages of a list: how many lines, and from where."""

from typing import Annotated

from fastapi import Query

from holdfast.kit.paging import MAX_PAGE

__all__ = ["Cursor", "Limit"]

Limit = Annotated[int, Query(ge=1, le=MAX_PAGE)]
Cursor = Annotated[str | None, Query(max_length=200)]
