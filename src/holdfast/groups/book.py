"""Customer groups as stored, and whose they are: a gathered read."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.db.slices import delete_in_slices
from holdfast.groups.group import MOST_GROUPS, MOST_MEMBERS, Group
from holdfast.groups.keys import groups_key
from holdfast.ledger import Expect, LedgerReader

_MEMBERS: Final = f"""
(SELECT count(*) FROM (SELECT FROM customer_group_members m
                       WHERE m.group_id = g.id LIMIT {MOST_MEMBERS}) counted)
"""
_COLUMNS: Final = f"g.id, g.name, g.translations::text, g.created_at, {_MEMBERS}"
_ONE: Final = f"SELECT {_COLUMNS} FROM customer_groups g WHERE g.id = $1 AND g.status = 'open'"
_PAGE: Final = f"""
SELECT {_COLUMNS} FROM customer_groups g
WHERE g.status = 'open' AND ($1::uuid IS NULL OR g.id < $1)
  AND ($2::text IS NULL OR position(lower($2) IN lower(g.name)) > 0 OR EXISTS (
      SELECT FROM jsonb_each_text(g.translations) t
      WHERE position(lower($2) IN lower(t.value)) > 0))
ORDER BY g.id DESC LIMIT $3
"""
_NAMED: Final = """
SELECT g.id, g.name, g.translations::text, g.created_at FROM customer_groups g
WHERE g.status = 'open' AND g.id = ANY($1::uuid[]) ORDER BY g.id
"""
_COUNT: Final = "SELECT count(*) FROM customer_groups WHERE status = 'open'"
_NAME_TAKEN: Final = """
SELECT EXISTS (SELECT FROM customer_groups
               WHERE status = 'open' AND lower(name) = lower($1) AND id IS DISTINCT FROM $2)
"""
_OF_OWNERS: Final = """
SELECT m.owner, m.group_id FROM customer_group_members m
JOIN customer_groups g ON g.id = m.group_id AND g.status = 'open'
WHERE m.owner = ANY($1::text[])
"""
_IN_IT: Final = """
SELECT owner FROM customer_group_members WHERE group_id = $1 AND owner = ANY($2::text[])
"""
_FORGET: Final = """
DELETE FROM customer_group_members WHERE (group_id, owner) IN (
    SELECT m.group_id, m.owner FROM customer_group_members m
    JOIN customer_groups g ON g.id = m.group_id WHERE g.status = 'closed' LIMIT $1)
"""
_decode = msgspec.json.Decoder(dict[str, str]).decode


class Membership(Struct, frozen=True):
    """In which ``groups`` somebody is, and what an order that is priced by it expects. Of somebody
    of whom it was not asked: none."""

    groups: frozenset[UUID] = frozenset()
    guard: Expect | None = None


async def membership_of(database: Database, reader: LedgerReader, owner: str) -> Membership:
    """In which groups the customer is. The account is read first: whoever comes or goes after that
    has moved it on, so that an order which expects it is refused."""
    account = await reader.account(groups_key(owner))
    return Membership(await groups_of(database, owner), Expect(account.key, account.version))


async def groups_of(database: Database, owner: str) -> frozenset[UUID]:
    """The ids of the customer's groups."""
    return await database.gathered(_load).get(owner) or frozenset()


async def load_group(pool: asyncpg.Pool, group_id: UUID) -> Group | None:
    """The group, if it is open."""
    row = await pool.fetchrow(_ONE, group_id)
    return None if row is None else _group(row)


async def groups_page(
    pool: asyncpg.Pool, words: str | None, before: UUID | None, limit: int
) -> list[Group]:
    """Newest first, before the given one; those with ``words`` in a name."""
    return [_group(row) for row in await pool.fetch(_PAGE, before, words, limit)]


async def groups_named(pool: asyncpg.Pool, ids: Collection[UUID]) -> list[Group]:
    """Those of these that are open, uncounted."""
    if not ids:
        return []
    return [_group((*row, 0)) for row in await pool.fetch(_NAMED, list(ids))]


async def too_many_groups(pool: asyncpg.Pool) -> bool:
    """Whether there are as many as there may be."""
    return int(await pool.fetchval(_COUNT)) >= MOST_GROUPS


async def name_taken(pool: asyncpg.Pool, name: str, but: UUID | None = None) -> bool:
    """Whether another open group is called so."""
    return bool(await pool.fetchval(_NAME_TAKEN, name, but))


async def members_among(
    pool: asyncpg.Pool, group_id: UUID, owners: Sequence[str]
) -> frozenset[str]:
    """Who of these is in the group."""
    return frozenset(row[0] for row in await pool.fetch(_IN_IT, group_id, list(owners)))


async def forget_closed(pool: asyncpg.Pool) -> None:
    """Who was in groups that are closed is not kept."""
    await delete_in_slices(pool, _FORGET)


async def _load(pool: asyncpg.Pool, owners: Sequence[str]) -> Mapping[str, frozenset[UUID]]:
    found: dict[str, set[UUID]] = {}
    for owner, group_id in await pool.fetch(_OF_OWNERS, owners):
        found.setdefault(owner, set()).add(group_id)
    return {owner: frozenset(groups) for owner, groups in found.items()}


def _group(row: Sequence[Any]) -> Group:
    return Group(
        id=row[0],
        name=row[1],
        translations=_decode(row[2]),
        created_at=row[3],
        members=row[4],
    )
