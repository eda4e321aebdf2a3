"""A seller ends selling: all of theirs is off sale at once, what was sold is finished, what was
earned is paid out; then the account is closed, and nobody works for it any more.

Until then it waits, and says for what. Orders, invoices, payouts and the journal stay as they are.
"""

from contextlib import suppress
from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast import people
from holdfast.catalog.writing import raise_directory
from holdfast.db.engine import Database
from holdfast.db.jobs import Job
from holdfast.db.reading import unread_by
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.event_log import write_event
from holdfast.flows.inventory.sellers import ROLE
from holdfast.flows.selling.bringing import money_of
from holdfast.flows.selling.noting import SHARE_TYPES, SHARES
from holdfast.flows.selling.payouts import NothingToPayOut, propose_payout
from holdfast.flows.selling.standing import SellerElsewhere, elsewhere, put_on_sale
from holdfast.flows.settlement.settler import Settler
from holdfast.ledger import accounts_join
from holdfast.payments import FREEZING, DisputeChanged, RefundPayment
from holdfast.returns import OPEN
from holdfast.sellers import (
    Holder,
    Seller,
    SellerStood,
    SellerSuspended,
    ShareOrder,
    change_seller,
    currencies_of,
    locked_seller,
    people_of,
    seller_of,
)

__all__ = [
    "LEFT_OPEN_CODES", "LeftOpen", "LeftOpenCode", "end", "leave", "left_open",
    "look_after_leaving",
]  # fmt: skip

LeftOpenCode: TypeAlias = Literal["order", "return", "dispute", "earned", "payout", "owed"]
LEFT_OPEN_CODES: Final[tuple[LeftOpenCode, ...]] = (
    "order", "return", "dispute", "earned", "payout", "owed",
)  # fmt: skip
_RETURNED: Final = ", ".join(f"'{one}'" for one in OPEN)  # as the index of open ones has it


def _about(kind: type[Job], field: str) -> str:
    """What jobs are about that are to be done, or that were given up: SQL, ``id`` each."""
    return f"""(
    SELECT CAST(convert_from(payload, 'UTF8')::jsonb #>> '{{payload,{field}}}' AS uuid) AS id
    FROM (SELECT payload FROM jobs WHERE queue = '{kind.NAME}'
          UNION ALL SELECT payload FROM dead_jobs WHERE queue = '{kind.NAME}') AS asked)"""


# What was paid a moment ago has no sub-order yet; what is still to be paid has none either. What
# was completed or refunded a moment ago is not on the account before its event is read and its job
# is done; and a refund that a provider is still asked for may be refused, and is theirs again.
_COUNTS: Final = sa.text(f"""
WITH told AS (
    SELECT DISTINCT CAST(CASE e.type WHEN '{DisputeChanged.TYPE}' THEN e.data ->> 'orderId'
                         ELSE e.subject END AS uuid) AS order_id
    FROM {unread_by(SHARES)} WHERE e.type = ANY(:types))
SELECT 'order' AS code, count(*) AS count FROM (
    SELECT o.id FROM suborders s JOIN orders o ON o.id = s.order_id
    WHERE s.seller_id = :seller AND (s.status = 'sold' AND o.status <> 'cancelled'
                                     OR o.refund IN ('begun', 'failed'))
    UNION
    SELECT s.order_id FROM {_about(ShareOrder, "orderId")} j
    JOIN suborders s ON s.order_id = j.id WHERE s.seller_id = :seller
    UNION
    SELECT s.order_id FROM {_about(RefundPayment, "paymentId")} j
    JOIN payments p ON p.id = j.id JOIN suborders s ON s.order_id = p.subject_id
    WHERE s.seller_id = :seller
    UNION
    SELECT o.id FROM products p JOIN variants v ON v.product_id = p.id
    JOIN order_items i ON i.variant_id = v.id JOIN orders o ON o.id = i.order_id
    WHERE p.seller_id = :seller AND o.status IN ('pending', 'paid')
    UNION
    SELECT t.order_id FROM told t
    WHERE EXISTS (SELECT FROM suborders s WHERE s.order_id = t.order_id AND s.seller_id = :seller)
       OR EXISTS (SELECT FROM order_items i JOIN products p ON p.id = i.product_id
                  WHERE i.order_id = t.order_id AND p.seller_id = :seller)) AS orders
UNION ALL
SELECT 'return', count(DISTINCT r.id) FROM returns r JOIN return_lines q ON q.return_id = r.id
    JOIN suborder_lines l ON l.order_id = r.order_id AND l.line = q.line
    JOIN suborders s ON s.id = l.suborder_id
    WHERE r.status IN ({_RETURNED}) AND s.seller_id = :seller
UNION ALL
SELECT 'dispute', count(DISTINCT d.id) FROM disputes d JOIN payments p ON p.id = d.payment_id
    JOIN suborders s ON s.order_id = p.subject_id
    WHERE d.status = ANY(:freezing) AND s.seller_id = :seller
UNION ALL
SELECT 'payout', count(*) FROM payouts
    WHERE seller_id = :seller AND status IN ('proposed', 'sending', 'refused')
""")
_HAS_MONEY: Final = sa.text(f"""
SELECT EXISTS (
    SELECT FROM (SELECT DISTINCT currency FROM suborders
          WHERE seller_id = CAST(:seller AS uuid)) s
    {
    accounts_join(
        "ARRAY['earned/' || :seller || '/' || s.currency, 'owed/' || :seller || '/' || s.currency]"
    )
}
    WHERE a.balance <> 0)
""").bindparams(sa.bindparam("seller", type_=sa.Text))
_LEAVING: Final = "SELECT id FROM sellers WHERE standing = 'leaving' ORDER BY id"
# Whoever worked for one is mailed that it is closed, then nothing says so any more.
_FORGET: Final = """
DELETE FROM seller_people p USING sellers s
WHERE s.id = p.seller_id AND s.standing = 'closed' AND NOT EXISTS (
    SELECT FROM events e WHERE e.type = 'seller.standing' AND e.subject = s.id::text
      AND e.at > clock_timestamp() - interval '10 minutes')
"""
_ELSEWHERE: Final = sa.text("""
SELECT EXISTS (SELECT FROM seller_people p JOIN sellers s ON s.id = p.seller_id
               WHERE p.user_id = :user AND s.standing IN ('approved', 'suspended', 'leaving'))
""")


class LeftOpen(Struct, frozen=True):
    """So many of a kind; of money, so much of a currency."""

    code: LeftOpenCode
    count: int = 1
    amount: int | None = None
    currency: str | None = None

    @property
    def is_of_others(self) -> bool:
        """Something that was sold goes on, or is to be decided."""
        return self.code in ("order", "return", "dispute")


async def leave(database: Database, caller: Caller, seller_id: UUID, *, leaving: bool) -> None:
    """By their own wish: all of it is off sale from now on; or they stay, and put on sale again
    what they like. Twice does nothing more. Raises :class:`~holdfast.sellers.SellerNotFound`,
    :class:`~holdfast.sellers.SellerSuspended` and :class:`SellerElsewhere`."""
    async with database.transaction() as connection:
        seller = await locked_seller(connection, seller_id)
        if seller.is_suspended:
            raise SellerSuspended("Ask the shop why. Your orders and your money go on.")
        to: Literal["leaving", "approved"] = "leaving" if leaving else "approved"
        if seller.standing == to:
            return
        if seller.is_leaving and seller.note:
            raise SellerElsewhere(
                "The shop closes this account: ask it.", extra={"standing": seller.standing}
            )
        if not seller.may_become(to):
            raise elsewhere(seller)
        await change_seller(connection, replace(seller, standing=to, note=""))
        if leaving:
            await put_on_sale(connection, caller, seller_id, off=True, by_seller=True)
        await raise_directory(connection)
        await write_event(connection, SellerStood(to, ""), seller_id, caller.request)
        await caller.note(connection, f"seller.{to}", str(seller_id))


async def left_open(settler: Settler, seller_id: UUID) -> list[LeftOpen]:
    """What is still open of a seller, in the order of :data:`LEFT_OPEN_CODES`."""
    async with settler.database.read() as connection:
        found = await _counted(connection, seller_id)
    for currency in await currencies_of(settler.database.pool, seller_id):
        money = await money_of(settler.reader, Holder("seller", seller_id), currency)
        sums: tuple[tuple[LeftOpenCode, int], ...] = (
            ("earned", money.earned.balance),
            ("owed", money.owed.balance),
        )
        found += [LeftOpen(code, 1, amount, currency) for code, amount in sums if amount]
    return sorted(found, key=lambda one: LEFT_OPEN_CODES.index(one.code))


async def _counted(connection: AsyncConnection, seller_id: UUID) -> list[LeftOpen]:
    asked = {"seller": seller_id, "freezing": list(FREEZING), "types": list(SHARE_TYPES)}
    rows = (await connection.execute(_COUNTS, asked)).all()
    return [LeftOpen(code, count) for code, count in rows if count]


async def _has_money(settler: Settler, connection: AsyncConnection, seller_id: UUID) -> bool:
    """Earned, or owed."""
    partitions = list(range(1, settler.reader.partitions + 1))
    asked = {"seller": str(seller_id), "partitions": partitions}
    return bool(await connection.scalar(_HAS_MONEY, asked))


async def look_after_leaving(settler: Settler, now: datetime) -> int:
    """Those who leave: what is theirs is paid out once nothing goes on, and then they are closed;
    how many were."""
    pool = settler.database.pool
    await pool.execute(_FORGET)
    closed = 0
    for (seller_id,) in await pool.fetch(_LEAVING):
        closed += await end(settler, seller_id, now)
    return closed


async def end(settler: Settler, seller_id: UUID, now: datetime) -> bool:
    """Go as far as may be gone with one who leaves; whether the account is closed now."""
    async with settler.database.read() as connection:
        seller = await seller_of(connection, seller_id)
    if seller is None or not seller.is_leaving:
        return False
    open_ = await left_open(settler, seller_id)
    if not any(one.is_of_others for one in open_):
        for one in open_:
            if one.code == "earned" and one.currency is not None:
                holder = Holder("seller", seller_id)
                with suppress(NothingToPayOut):
                    await propose_payout(
                        settler, process("time"), holder, one.currency, now=now, whole=True
                    )
    return not open_ and await _closed(settler, process("time"), seller_id)


async def _closed(settler: Settler, caller: Caller, seller_id: UUID) -> bool:
    """Whether it could be: nothing of it may have come up since it was looked at. Money is looked
    at last, for what was still to be booked stands there by then."""
    async with settler.database.transaction() as connection:
        seller = await locked_seller(connection, seller_id)
        if not seller.is_leaving or await _counted(connection, seller_id):
            return False
        if await _has_money(settler, connection, seller_id):
            return False
        await put_on_sale(connection, caller, seller_id, off=True, by_seller=True)
        await change_seller(connection, replace(seller, standing="closed"))
        await _let_go(connection, seller)
        await raise_directory(connection)
        await write_event(connection, SellerStood("closed", ""), seller_id, caller.request)
        await caller.note(connection, "seller.closed", str(seller_id))
    return True


async def _let_go(connection: AsyncConnection, seller: Seller) -> None:
    """Who worked for it, and works for no other, is no seller any more."""
    for person in await people_of(connection, seller.id):
        user = await people.by_id(connection, person, lock=True)
        if user is None or ROLE not in user.roles:
            continue
        if not await connection.scalar(_ELSEWHERE, {"user": person}):
            await people.set_roles(connection, person, [one for one in user.roles if one != ROLE])
