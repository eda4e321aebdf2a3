"""What of somebody's others still rely on, so that they cannot go yet; and what they would give
up."""

from typing import Final, Literal, TypeAlias

import msgspec
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.flows.personal_data.whose import Whose, bound
from holdfast.flows.wallets.treasury import Treasury
from holdfast.flows.wallets.wallets import balances
from holdfast.kit.errors import Problem
from holdfast.ledger import LedgerReader
from holdfast.packages import MINUTE, grant_key

__all__ = [
    "OPEN_CODES", "GivenKind", "GivenUp", "Open", "OpenCode", "StillOpen", "ValueLeft",
    "must_be_done", "open_things", "value_left",
]  # fmt: skip

OpenCode: TypeAlias = Literal[
    "role", "order-unpaid", "order-undelivered", "refund-open", "return-open", "dispute-open",
    "payment-open", "booking-open", "booking-unpaid",
]  # fmt: skip

GivenKind: TypeAlias = Literal["wallet", "hours", "certificate"]
OPEN_CODES: Final[tuple[OpenCode, ...]] = (
    "role", "order-unpaid", "order-undelivered", "refund-open", "return-open", "dispute-open",
    "payment-open", "booking-open", "booking-unpaid",
)  # fmt: skip
_UNDELIVERED: Final = """
    status = 'paid' AND booking_id IS NULL AND fulfilment IS DISTINCT FROM 'delivered'
    AND (EXISTS (SELECT FROM order_items i WHERE i.order_id = orders.id)
         OR EXISTS (SELECT FROM package_purchases p WHERE p.order_id = orders.id)
         AND NOT EXISTS (SELECT FROM package_grants g WHERE g.order_id = orders.id))
"""
# An order that ran out of time is sent after all if it is paid late, until its buyer cancels it.
_MAY_RESCUE: Final = """
    purpose = 'order' AND provider <> 'manual'
    AND (status IN ('authorized', 'succeeded') OR status = 'pending' AND reference IS NOT NULL)
    AND EXISTS (SELECT FROM orders o WHERE o.id = payments.subject_id
                AND o.status = 'cancelled' AND o.reason = 'expired')
"""
# Whose card may have been charged is known by what is kept of its owner.
_MAY_BE_CHARGED: Final = """
    method IN ('kept-card', 'chosen-card') AND status = 'pending'
    AND created_at > clock_timestamp() - interval '1 day'
"""
_COUNTS: Final = f"""
SELECT 'role' AS code, count(*) AS count FROM (
    SELECT id FROM users WHERE id = :user AND roles <> '{{customer}}'
    UNION ALL SELECT user_id FROM seller_people WHERE user_id = :user
    UNION ALL SELECT id FROM resources WHERE user_id = :user) AS roles
UNION ALL SELECT 'order-unpaid', count(*) FILTER (WHERE status = 'pending')
    FROM orders WHERE id = ANY(:orders)
UNION ALL SELECT 'order-undelivered', count(*) FILTER (WHERE {_UNDELIVERED})
    FROM orders WHERE id = ANY(:orders)
UNION ALL SELECT 'refund-open', count(*) FROM orders
    WHERE id = ANY(:orders) AND (refund IN ('begun', 'failed') OR EXISTS (
        SELECT FROM refunds_by_hand h WHERE h.order_id = orders.id AND h.state = 'waiting'))
UNION ALL SELECT 'return-open', count(*) FROM returns
    WHERE order_id = ANY(:orders) AND status IN ('requested', 'approved', 'received')
UNION ALL SELECT 'dispute-open', count(*) FROM disputes d JOIN payments p ON p.id = d.payment_id
    WHERE p.subject_id = ANY(:subjects) AND d.status IN ('inquiry', 'open', 'answered')
UNION ALL SELECT 'payment-open', count(*) FROM payments
    WHERE subject_id = ANY(:subjects) AND (purpose = 'top-up'
    AND (status = 'authorized' OR status = 'pending' AND reference IS NOT NULL
         AND created_at > clock_timestamp() - interval '1 day') OR {_MAY_RESCUE}
        OR {_MAY_BE_CHARGED})
UNION ALL SELECT 'booking-open', count(*) FROM bookings WHERE id = ANY(:bookings)
    AND status IN ('requested', 'countered', 'held', 'confirmed', 'in_progress')
UNION ALL SELECT 'booking-unpaid', count(*) FROM bookings WHERE id = ANY(:bookings)
    AND status = 'completed' AND prepaid < price
"""
_GRANTS: Final = """
SELECT id, kind, owner, name, currency FROM package_grants
WHERE owner = ANY(:owners) AND status = 'active' AND grace_until > clock_timestamp()
  AND (gift IS NULL OR given_at IS NULL AND code_hash IS NULL
       AND coalesce(lower(gift ->> 'to_email'), '') = ANY(:emails || ARRAY['']))
ORDER BY id LIMIT 200
"""


class Open(Struct, frozen=True):
    """So many of one kind."""

    code: OpenCode
    count: int


class GivenUp(Struct, frozen=True):
    """What is left of somebody's: minor units of a currency, or minutes."""

    kind: GivenKind
    name: str
    unit: str
    left: int


class StillOpen(Problem):
    """Somebody else relies on it; ``open`` says on what, and how many of each."""

    status = 409
    code = "still-open"
    title = "Something is still open"


class ValueLeft(Problem):
    """Money, hours or certificates would be lost; ``left`` names them."""

    status = 409
    code = "value-left"
    title = "There is something left to use"


async def open_things(connection: AsyncConnection, whose: Whose) -> list[Open]:
    """In the order of :data:`OPEN_CODES`; those there are."""
    rows = (await connection.execute(bound(_COUNTS), whose.values)).all()
    found = {str(code): int(count) for code, count in rows}
    return [Open(code, found[code]) for code in OPEN_CODES if found.get(code)]


def must_be_done(open_: list[Open]) -> None:
    """Raises :class:`StillOpen`."""
    if open_:
        raise StillOpen(
            "Others rely on something of this account: see to it first.",
            extra={"open": msgspec.to_builtins(open_)},
        )


async def value_left(
    database: Database, reader: LedgerReader, treasury: Treasury | None, whose: Whose
) -> list[GivenUp]:
    """Of wallets (where this process has them), and of what is prepaid. What was given away, or
    goes to somebody on its day, is theirs."""
    found: list[GivenUp] = []
    if treasury is not None:
        for owner in whose.owners:
            found += await _in_wallets(treasury, owner)
    async with database.read() as connection:
        grants = (await connection.execute(bound(_GRANTS), whose.values)).all()
    for grant in grants:
        state = await reader.account(grant_key(grant.kind, grant.owner, grant.id))
        if left := state.balance + state.held:
            unit = grant.currency if grant.kind == "certificate" else MINUTE
            kind: GivenKind = "hours" if grant.kind == "hours" else "certificate"
            found.append(GivenUp(kind, grant.name, unit, left))
    return found


async def _in_wallets(treasury: Treasury, owner: str) -> list[GivenUp]:
    now = [(one.wallet.currency, one.state) for one in await balances(treasury, owner)]
    left = [(currency, state.balance + state.held) for currency, state in now]
    return [GivenUp("wallet", "", currency, amount) for currency, amount in left if amount]
