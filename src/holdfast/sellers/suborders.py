"""Sub-orders: what one seller has of one order, and the moves of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

import asyncpg
import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.ledger import NOW, Rider, Transition, tell
from holdfast.sellers.commission import Commission
from holdfast.sellers.facts import SaleShared
from holdfast.sellers.money import DISPUTE, FEE, SALE
from holdfast.sellers.tables import SUBORDER_STATES

SubOrderStatus: TypeAlias = Literal["sold", "earned"]

_COLUMNS: Final = (
    "id, order_id, seller_id, currency, status, gross, commission, disputed, sold_at, earned_at"
)
_OF_ORDER: Final = f"SELECT {_COLUMNS} FROM suborders WHERE order_id = $1 ORDER BY id"
_LINES: Final = """
SELECT line, suborder_id, rate, fixed FROM suborder_lines
WHERE order_id = ANY($1::uuid[]) ORDER BY order_id, line
"""
_LINES_OF: Final = """
SELECT l.line
FROM suborders s JOIN suborder_lines l ON l.order_id = s.order_id AND l.suborder_id = s.id
WHERE s.order_id = $1 AND s.seller_id = $2
"""
_SELLERS: Final = """
SELECT l.line, s.seller_id
FROM suborders s JOIN suborder_lines l ON l.order_id = s.order_id AND l.suborder_id = s.id
WHERE s.order_id = $1
"""
# Paid once, told once more when a late payment rescues it: the first stands.
_ADD: Final = sa.text("""
INSERT INTO suborders (id, order_id, seller_id, currency, sold_at)
SELECT id, order_id, seller_id, currency, sold_at
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(
    id uuid, order_id uuid, seller_id uuid, currency text, sold_at timestamptz)
ON CONFLICT (order_id, seller_id) DO NOTHING
""")
_ADD_LINES: Final = sa.text("""
INSERT INTO suborder_lines (order_id, line, suborder_id, rule_id, rate, fixed)
SELECT r.order_id, r.line, s.id, r.rule_id, r.rate, r.fixed
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(
    order_id uuid, line smallint, suborder_id uuid, rule_id uuid, rate integer, fixed bigint)
JOIN suborders s ON s.id = r.suborder_id
ON CONFLICT DO NOTHING
""")
# What was earned since: not to be paid out yet.
_FRESH: Final = """
SELECT coalesce(sum(gross - commission), 0)::bigint FROM suborders
WHERE seller_id = $1 AND currency = $2 AND earned_at > $3
"""


_CURRENCIES: Final = """
SELECT DISTINCT currency FROM suborders WHERE seller_id = $1 ORDER BY currency
"""


class SubOrder(Struct, frozen=True):
    """``gross`` is what is kept of the price of the seller's lines, ``commission`` the shop's part
    of it: both 0 until the order is completed. ``disputed``: what banks took back of the price,
    which is no part of ``gross``."""

    id: UUID
    order_id: UUID
    seller_id: UUID
    currency: str
    status: SubOrderStatus
    gross: int
    commission: int
    disputed: int
    sold_at: datetime
    earned_at: datetime | None

    @property
    def is_earned(self) -> bool:
        """The order was completed, and the share is on the seller's account."""
        return self.status == "earned"


class NewLine(Struct, frozen=True):
    """A line of a paid order that is a seller's, with what it was sold under."""

    order_id: UUID
    line: int
    seller_id: UUID
    currency: str
    sold_at: datetime
    suborder_id: UUID
    rule_id: UUID | None
    rate: int
    fixed: int


async def suborders_of(pool: asyncpg.Pool, order_id: UUID) -> list[SubOrder]:
    """One for each seller of the order."""
    return [SubOrder(*row) for row in await pool.fetch(_OF_ORDER, order_id)]


async def commissions_of(
    pool: asyncpg.Pool, orders: Sequence[UUID]
) -> dict[UUID, dict[int, Commission]]:
    """By sub-order and line, what each was sold under."""
    found: dict[UUID, dict[int, Commission]] = {}
    for line, suborder, rate, fixed in await pool.fetch(_LINES, list(orders)):
        found.setdefault(suborder, {})[line] = Commission(rate, fixed)
    return found


async def lines_of_seller(pool: asyncpg.Pool, order_id: UUID, seller_id: UUID) -> frozenset[int]:
    """Which lines of the order are this seller's."""
    return frozenset(row[0] for row in await pool.fetch(_LINES_OF, order_id, seller_id))


async def sellers_of_lines(pool: asyncpg.Pool, order_id: UUID) -> dict[int, UUID]:
    """Whose the lines of the order are, but for the shop's own."""
    return {row[0]: row[1] for row in await pool.fetch(_SELLERS, order_id)}


async def currencies_of(pool: asyncpg.Pool, seller_id: UUID) -> list[str]:
    """In which goods of the seller were ever sold."""
    return [row[0] for row in await pool.fetch(_CURRENCIES, seller_id)]


async def fresh_of(pool: asyncpg.Pool, seller_id: UUID, currency: str, since: datetime) -> int:
    """What a seller has of orders that were completed ``since``."""
    found: int = await pool.fetchval(_FRESH, seller_id, currency, since)
    return found


async def add_suborders(connection: AsyncConnection, lines: Sequence[NewLine]) -> None:
    """In the caller's transaction; those of an order that are there stay as they are."""
    if not lines:
        return
    whole = {
        one.suborder_id: {
            "id": one.suborder_id,
            "order_id": one.order_id,
            "seller_id": one.seller_id,
            "currency": one.currency,
            "sold_at": one.sold_at,
        }
        for one in lines
    }
    await connection.execute(_ADD, {"rows": _json(list(whole.values()))})
    await connection.execute(_ADD_LINES, {"rows": _json(lines)})


def _json(rows: object) -> str:
    return msgspec.json.encode(rows).decode()


def shared(suborder: SubOrder, gross: int, commission: int, disputed: int) -> tuple[Rider, ...]:
    """Its order is completed, or less of it is kept: the share is so much now."""
    also: list[tuple[str, object]] = [
        ("gross", gross),
        ("commission", commission),
        ("disputed", disputed),
    ]
    if not suborder.is_earned:
        also.append(("earned_at", NOW))
    fact = SaleShared(suborder.order_id, suborder.seller_id, gross, commission, suborder.currency)
    move = Transition(SUBORDER_STATES, suborder.id, (suborder.status,), "earned", tuple(also))
    return move, tell(fact, suborder.id)


def sale_shared(
    suborder: SubOrder, gross: int, commission: int, disputed: int
) -> tuple[tuple[int, str], ...]:
    """What that moves on the seller's account."""
    taken = disputed - suborder.disputed
    return (
        (gross - suborder.gross + taken, f"{SALE}{suborder.order_id}"),
        (-taken, f"{DISPUTE}{suborder.order_id}"),
        (suborder.commission - commission, f"{FEE}{suborder.order_id}"),
    )


def share_moved(subject: str) -> bool:
    """Whether a ``Conflict`` is about a sub-order's state."""
    return subject.startswith(f"{SUBORDER_STATES.name}/")
