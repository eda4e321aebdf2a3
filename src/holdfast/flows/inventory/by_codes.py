"""Goods of which each unit is a code: their stock is the codes that nobody was given, and changes
with those alone."""

from collections.abc import Iterable
from uuid import UUID

import asyncpg

from holdfast.kit.errors import Problem

__all__ = ["StockIsCodes", "counted_by_codes", "must_not_be_codes"]

_THESE = "SELECT id FROM variants WHERE id = ANY($1::uuid[]) AND delivered_as = 'codes'"


class StockIsCodes(Problem):
    """Of what is delivered as codes there are as many as there are codes."""

    status = 409
    code = "stock-is-codes"
    title = "Its stock is its codes"


async def counted_by_codes(pool: asyncpg.Pool, ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of these whose stock is their codes."""
    return frozenset(row[0] for row in await pool.fetch(_THESE, list(ids)))


async def must_not_be_codes(pool: asyncpg.Pool, ids: Iterable[UUID], field: str) -> None:
    """Raises :class:`StockIsCodes`."""
    if await counted_by_codes(pool, ids):
        raise StockIsCodes("Bring codes, or take some out: that is its stock.", field=field)
