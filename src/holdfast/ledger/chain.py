"""A lane's chain: each batch it writes is sealed by a hash of what it wrote and of the seal before.

A lane begins a chain of its own with its first batch, so lanes never wait for one another; and so
it does when it cannot know whether its last batch was committed. A chain's opening names the last
head of each chain that went on since the opening before it, and that opening's own hash: so all of
them hang together.
"""

from typing import Final

import asyncpg
from msgspec import Struct

CHAIN_BITS: Final = 40
"""A batch's number: its chain, then so many bits for its place there, from 1."""
_TRIES: Final = 100

# Two lanes that begin at once: the second finds its number taken, and names the first's opening.
_BEGIN: Final = f"""
WITH last AS (SELECT id, head FROM ledger_chains ORDER BY id DESC LIMIT 1),
ends AS (
    SELECT h.batch, h.head FROM ledger_chains c
    CROSS JOIN LATERAL (
        SELECT batch, head FROM ledger_heads
        WHERE batch >= c.id << {CHAIN_BITS} AND batch < (c.id + 1) << {CHAIN_BITS}
        ORDER BY batch DESC LIMIT 1) h
    WHERE h.batch NOT IN (SELECT (s ->> 0)::bigint
                          FROM ledger_chains k, jsonb_array_elements(k.seen) AS s)
), seen AS (
    SELECT coalesce(jsonb_agg(jsonb_build_array(batch, encode(head, 'hex')) ORDER BY batch),
                    '[]') AS list
    FROM ends
)
INSERT INTO ledger_chains (id, seen, head)
SELECT last.id + 1, seen.list,
       sha256(last.head || int8send(last.id + 1) || convert_to(seen.list::text, 'UTF8'))
FROM last, seen
ON CONFLICT (id) DO NOTHING RETURNING id, head
"""


class ChainLink(Struct, frozen=True, gc=False):
    """What a batch is sealed with: its number, and the head before it."""

    batch: int
    previous: bytes


class Chain:
    """Where a lane's chain stands; ``link`` is None while that is not known."""

    def __init__(self) -> None:
        self._last: tuple[int, bytes] | None = None

    async def link(self, connection: asyncpg.Connection) -> ChainLink:
        """What the next batch is sealed with, in a new chain if there is none. To be called
        outside any transaction."""
        if self._last is None:
            self._last = await _begin(connection)
        batch, head = self._last
        return ChainLink(batch + 1, head)

    def sealed(self, link: ChainLink, head: bytes) -> None:
        """The batch is committed."""
        self._last = (link.batch, head)

    def unsealed(self, link: ChainLink) -> None:
        """The batch is known not to be committed."""
        self._last = (link.batch - 1, link.previous)

    def lose(self) -> None:
        """Nobody knows whether the last batch was committed: begin anew."""
        self._last = None


async def _begin(connection: asyncpg.Connection) -> tuple[int, bytes]:
    for _ in range(_TRIES):
        row = await connection.fetchrow(_BEGIN)
        if row is not None:
            return row[0] << CHAIN_BITS, row[1]
    raise RuntimeError("no chain begins: ledger_chains has lost its first row?")
