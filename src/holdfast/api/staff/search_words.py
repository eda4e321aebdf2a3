"""Staff: words that stand for each other in searches, and what was looked for in vain."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import caller, database
from holdfast.flows.staff.search_words import (
    BadSynonyms,
    SynonymsChanged,
    forget_misses,
    save_synonyms,
)
from holdfast.kit.paging import BadCursor, decode_cursor, page_of
from holdfast.search import MAX_GROUPS, MAX_PHRASES, read_misses, read_synonyms

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/search", tags=["staff"])

MISSES: Final = "/misses"
Phrase = Annotated[str, Field(max_length=100)]


class SynonymsForm(Ask):
    """All groups, in place of those of `revision`."""

    revision: int = Field(strict=True)
    groups: Annotated[
        list[Annotated[list[Phrase], Field(max_length=MAX_PHRASES)]], Field(max_length=MAX_GROUPS)
    ]


class SynonymsBody(Answer):
    revision: int
    groups: list[list[str]] = Field(description="Each phrase of a group finds what the others do")


class MissBody(Answer):
    query: str = Field(description="In small letters, shortened")
    count: int
    first_at: Instant
    last_at: Instant


class MissesBody(Answer):
    misses: list[MissBody] = Field(description="The most frequent first")
    next_cursor: str | None


@router.get("/synonyms")
async def get_synonyms(request: Request) -> SynonymsBody:
    """The words that stand for each other in searches."""
    async with database(request).read() as connection:
        revision, groups = await read_synonyms(connection)
    return SynonymsBody(revision=revision, groups=[list(group) for group in groups])


@router.put("/synonyms", responses=problems(BadSynonyms, SynonymsChanged))
async def put_synonyms(request: Request, asked: SynonymsForm) -> SynonymsBody:
    """Save all of them. Searches go by them within a second."""
    await save_synonyms(database(request), caller(request), asked.revision, asked.groups)
    return await get_synonyms(request)


@router.get(MISSES, responses=problems(BadCursor))
async def list_misses(request: Request, limit: Limit = 50, cursor: Cursor = None) -> MissesBody:
    """Searches that found nothing, counted within seconds; filters do not count."""
    after = decode_cursor(cursor, tuple[int, str]) if cursor else None
    async with database(request).read() as connection:
        rows = await read_misses(connection, after, limit + 1)
    page, next_cursor = page_of(rows, limit, lambda row: (row.count, row.query))
    shown = [
        MissBody(query=one.query, count=one.count, first_at=one.first_at, last_at=one.last_at)
        for one in page
    ]
    return MissesBody(misses=shown, next_cursor=next_cursor)


@router.delete(MISSES, status_code=204)
async def delete_misses(
    request: Request,
    query: Annotated[
        str | None, Query(max_length=200, description="That one alone; else all are forgotten")
    ] = None,
) -> Response:
    """Count from nought again."""
    await forget_misses(database(request), query)
    return Response(status_code=204)
