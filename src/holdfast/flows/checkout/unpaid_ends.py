"""Who let too many reservations end unpaid: the journal of the seats they took says so, so nothing
is kept for it. A seat that was captured (paid for) wipes out what was before it.

What came free for who waited in line was held for them by whoever gave it back. It is theirs all
the same: they asked for it, and nobody else had it meanwhile."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from holdfast.db.engine import Database
from holdfast.ledger import LedgerReader, SeatMove

__all__ = ["seconds_to_wait"]

_OFFERS: Final = """
SELECT o.hold_id, w.owner FROM orders o
JOIN waiting_line w ON w.owner = o.owner AND w.order_id = o.id
WHERE o.hold_id = ANY($1::uuid[])
"""


async def seconds_to_wait(
    database: Database, reader: LedgerReader, key: str, by: str, most: int, seconds: float
) -> float:
    """0.0, or if at least ``most`` holds ended unpaid in the last ``seconds``: until when fewer
    did. ``by`` is how the names of those begin whose holds count."""
    # Each hold makes two entries. Most accounts have far fewer, and their journal is not read.
    if (await reader.account(key)).version < 2 * most:
        return 0.0
    # What somebody else ended is among them and does not count.
    moves = await reader.lately(key, seconds, 4 * most)
    ended = _ended(moves, by, await _offers(database, moves))
    return 0.0 if len(ended) < most else max(seconds - ended[most - 1], 1.0)


async def _offers(database: Database, moves: Sequence[SeatMove]) -> Mapping[UUID | None, str]:
    """Of those that lapsed and that the line was offered: whose they were."""
    lapsed = [one.hold for one in moves if one.operation == "expire"]
    if not lapsed:
        return {}
    return {row[0]: row[1] for row in await database.pool.fetch(_OFFERS, lapsed)}


def _ended(moves: Sequence[SeatMove], by: str, offers: Mapping[UUID | None, str]) -> list[float]:
    """How many seconds ago holds ended, the latest first."""
    owners: dict[UUID | None, str] = {
        move.hold: move.actor for move in moves if move.operation == "hold"
    }
    owners |= offers
    ended: list[float] = []
    after: SeatMove | None = None
    for move in moves:
        if move.operation == "capture":
            break
        if move.operation == "expire":
            counts = owners.get(move.hold, by).startswith(by)
        else:  # by staff, or to be held anew in the same command: not their doing
            counts = (
                move.operation == "release"
                and move.actor.startswith(by)
                and not (after is not None and _again(move, after))
            )
        if counts:
            ended.append(move.ago)
        after = move
    return ended


def _again(released: SeatMove, held: SeatMove) -> bool:
    return (
        held.operation == "hold"
        and held.ago == released.ago
        and held.actor == released.actor
        and held.request == released.request
    )
