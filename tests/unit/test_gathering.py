"""What many read at once is read together."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import asyncpg
import pytest

from holdfast.db.engine import Database
from holdfast.db.gather import Gather
from holdfast.kit.paging import BadCursor


class Rows:
    """What there is, and how it was asked for."""

    def __init__(self, rows: dict[str, int]) -> None:
        self.rows = rows
        self.asked: list[list[str]] = []

    async def load(self, keys: Sequence[str]) -> dict[str, int]:
        self.asked.append(sorted(keys))
        await asyncio.sleep(0)
        return {key: self.rows[key] for key in keys if key in self.rows}


async def test_who_comes_while_one_reads_is_answered_by_the_next_reading() -> None:
    rows = Rows({"a": 1, "b": 2})
    gather = Gather(rows.load)
    first = asyncio.create_task(gather.get("a"))
    while not rows.asked:
        await asyncio.sleep(0)  # until the first reading has begun
    later = asyncio.gather(gather.get("b"), gather.many(["b", "c", "b"]), gather.get("a"))
    assert await first == 1
    assert list(await later) == [2, {"b": 2}, 1]
    assert rows.asked == [["a"], ["a", "b", "c"]]


async def test_a_reading_that_fails_fails_for_those_who_asked() -> None:
    async def broken(keys: Sequence[str]) -> dict[str, int]:
        raise OSError("away")

    gather = Gather(broken)
    with pytest.raises(OSError, match="away"):
        await gather.many(["a", "b"])


async def test_what_is_wrong_with_one_is_told_to_who_asked_for_it_alone() -> None:
    asked: list[list[str]] = []

    async def load(keys: Sequence[str]) -> dict[str, int]:
        asked.append(sorted(keys))
        if "bad" in keys:
            raise BadCursor
        return dict.fromkeys(keys, 1)

    gather = Gather(load)
    first, bad, last = await asyncio.gather(
        gather.get("first"), gather.get("bad"), gather.get("last"), return_exceptions=True
    )
    assert (first, last) == (1, 1)
    assert isinstance(bad, BadCursor)
    assert asked == [["bad", "first", "last"], ["first"], ["bad"], ["last"]]


async def test_a_database_has_one_gather_for_each_way_to_load() -> None:
    async def one(pool: asyncpg.Pool, keys: Sequence[UUID]) -> dict[UUID, int]:
        return {}

    async def other(pool: asyncpg.Pool, keys: Sequence[UUID]) -> dict[UUID, int]:
        return {}

    database = Database("postgresql://nobody@localhost/none")
    assert database.gathered(one) is database.gathered(one)
    assert database.gathered(one) is not database.gathered(other)
