"""Ids as one text: PostgreSQL makes the array of it, and takes nothing else for one."""

from uuid import UUID

import asyncpg
import pytest

from holdfast.db.engine import connect
from holdfast.db.id_lists import id_list, unseen_ids, written_ids

IDS = [UUID(int=7), UUID(int=2**128 - 1), UUID(int=7)]
ASKED = f"SELECT {unseen_ids('$1')}"


async def test_ids_arrive_as_they_were_given_however_they_are_written(database_url: str) -> None:
    connection = await connect(database_url)
    try:
        for ids in (IDS, IDS[:1], []):
            assert await connection.fetchval(ASKED, id_list(ids)) == ids
            assert await connection.fetchval(ASKED, written_ids(map(str, ids))) == ids
        with pytest.raises(asyncpg.InvalidTextRepresentationError):
            await connection.fetchval(ASKED, written_ids(["no id"]))
    finally:
        await connection.close()
