"""What mails say of parcels, lines for goods, carts, sellers and stock; and whether what was to be
said later is still so."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, Final, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.flows.mailing.reading import About, Told
from holdfast.mail import Mail
from holdfast.payments import RefundBegun, RefundDone
from holdfast.people import Duty, staff_sql
from holdfast.returns import ReturnInspected

__all__ = [
    "ACCOUNTS", "BACK", "CARTS", "GOODS", "LOW", "PARCELS", "PAYOUTS", "RETURNS",
    "SALES", "SELLERS", "SMS_DAYS", "WISHED", "Still", "cart_is_left",
    "is_beside_returns", "people_of", "read_staff", "still_ordered", "to_be_reviewed", "to_staff",
]  # fmt: skip

Still: TypeAlias = Callable[[AsyncConnection, Mail], Awaitable[bool]]
MAX_LINES: Final = 10
STOCK: Final = "/staff/stock"
MAX_STAFF: Final = 20
"""Of staff, told of what one of them is to do."""

_CARTS: Final = sa.text("""
SELECT c.id, c.owner,
       (SELECT count(*) FROM cart_items i WHERE i.cart_id = c.id) AS count,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('name', l.name, 'quantity', l.quantity)), '[]')
        FROM (SELECT p.name, i.quantity FROM cart_items i JOIN products p ON p.id = i.product_id
              WHERE i.cart_id = c.id ORDER BY i.added_at LIMIT :most) l) AS lines
FROM carts c WHERE c.id = ANY(CAST(:ids AS uuid[]))
""")
_STATUS: Final = sa.text("SELECT status FROM orders WHERE id = CAST(:id AS uuid)")
_PEOPLE_OF: Final = """
    ARRAY(SELECT 'user:' || p.user_id FROM seller_people p WHERE p.seller_id = s.id
          ORDER BY p.user_id) AS people
"""
_PEOPLE: Final = sa.text(f"""
SELECT s.id, {_PEOPLE_OF} FROM sellers s WHERE s.id = ANY(CAST(:ids AS uuid[]))
""")
_SELLERS_OF: Final = sa.text("""
SELECT v.id, p.id AS product, p.seller_id FROM variants v JOIN products p ON p.id = v.product_id
WHERE v.id = ANY(CAST(:ids AS uuid[])) AND p.seller_id IS NOT NULL
""")
_SELLERS: Final = sa.text(f"""
SELECT s.id, s.name, {_PEOPLE_OF} FROM sellers s WHERE s.id = ANY(CAST(:ids AS uuid[]))
""")
# Of a seller to its people; of a photographer and a studio to their own page, if they have an
# account.
_PAYOUTS: Final = sa.text(f"""
SELECT o.id, s.name, '/selling/money' AS page, {_PEOPLE_OF}
FROM payouts o JOIN sellers s ON s.id = o.seller_id WHERE o.id = ANY(CAST(:ids AS uuid[]))
UNION ALL
SELECT o.id, r.name, '/my/income', ARRAY['user:' || r.user_id]
FROM payouts o JOIN resources r ON r.id = o.resource_id
WHERE o.id = ANY(CAST(:ids AS uuid[])) AND r.user_id IS NOT NULL
""")
_STAFF: Final = """
SELECT 'user:' || id FROM users u WHERE active AND {theirs}
ORDER BY created_at, id LIMIT :most
"""
_LEFT: Final = sa.text("""
SELECT EXISTS (SELECT FROM carts c JOIN cart_items i ON i.cart_id = c.id
               WHERE c.id = CAST(:id AS uuid) AND c.touched_at = CAST(:touched AS timestamptz))
""").bindparams(sa.bindparam("touched", type_=sa.Text))
_UNREVIEWED: Final = sa.text("""
SELECT EXISTS (
    SELECT FROM orders o JOIN order_items i ON i.order_id = o.id
    WHERE o.id = CAST(:id AS uuid) AND o.status = 'completed' AND o.refund = 'none'
      AND NOT EXISTS (SELECT FROM reviews r WHERE r.subject_id = i.product_id
                      AND 'user:' || r.author = o.owner))
""")

# What one command told stands in one transaction: the return, and that money begins to go back for
# it, or has gone. Batches hold no two commands that move the money of one order.
_WITH_RETURN: Final = sa.text("""
SELECT EXISTS (
    SELECT FROM events r JOIN events m ON m.subject = r.subject AND m.xid = r.xid
    WHERE r.subject = CAST(:id AS text) AND r.type = :inspected AND m.type IN (:begun, :done)
      AND m.data ->> 'paymentId' = CAST(:payment AS text)
      AND CAST(m.data ->> 'amount' AS bigint) = CAST(:amount AS bigint))
""").bindparams(inspected=ReturnInspected.TYPE, begun=RefundBegun.TYPE, done=RefundDone.TYPE)


async def is_beside_returns(connection: AsyncConnection, mail: Mail) -> bool:
    """What goes back for a return, the mail about the return says; unless it came back to the shop
    since, or was given back at the provider."""
    fact = mail.said["fact"]
    if fact.get("again") or fact.get("there"):
        return True
    asked = {"id": mail.subject_id, "payment": fact["paymentId"], "amount": fact["amount"]}
    return not await connection.scalar(_WITH_RETURN, asked)


async def still_ordered(connection: AsyncConnection, mail: Mail) -> bool:
    """It waits for its money still: of what was paid or is off meanwhile the mail about that
    tells."""
    return bool(await connection.scalar(_STATUS, {"id": mail.subject_id}) == "pending")


async def cart_is_left(connection: AsyncConnection, mail: Mail) -> bool:
    """Nobody touched it since, and nothing of it was bought."""
    asked = {"id": mail.subject_id, "touched": mail.said["fact"]["touchedAt"]}
    return bool(await connection.scalar(_LEFT, asked))


async def to_be_reviewed(connection: AsyncConnection, mail: Mail) -> bool:
    """The buyer kept it, and has not said of all of it how it is."""
    return bool(await connection.scalar(_UNREVIEWED, {"id": mail.subject_id}))


async def _carts(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    rows = await connection.execute(_CARTS, {"ids": list(ids), "most": MAX_LINES})
    return {
        str(row.id): Told(row.owner, None, {"lines": row.lines, "more": max(row[2] - MAX_LINES, 0)})
        for row in rows
    }


async def _sellers(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    return _to_people((await connection.execute(_SELLERS, {"ids": list(ids)})).all())


async def _payouts(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    return _to_people((await connection.execute(_PAYOUTS, {"ids": list(ids)})).all())


def _to_people(rows: Sequence[Any]) -> dict[str, Told]:
    return {
        str(row.id): Told(
            row.people[0],
            None,
            {"name": row.name, "page": getattr(row, "page", "")},
            tuple(row.people[1:]),
        )
        for row in rows
        if row.people
    }


async def read_staff(connection: AsyncConnection, duty: Duty) -> list[str]:
    """Those of staff who are told of what one of them is to do: who has the duty to see it."""
    query = sa.text(_STAFF.format(theirs=staff_sql("u", duty)))
    return list((await connection.execute(query, {"most": MAX_STAFF})).scalars())


async def people_of(
    connection: AsyncConnection, sellers: Iterable[UUID]
) -> dict[UUID, tuple[str, ...]]:
    """Who sells for each, of sellers for whom somebody does."""
    wanted = sorted(set(sellers))
    rows = await connection.execute(_PEOPLE, {"ids": wanted}) if wanted else ()
    return {row.id: tuple(row.people) for row in rows if row.people}


def told_to(duty: Duty) -> Callable[[AsyncConnection, Sequence[str]], Awaitable[dict[str, Told]]]:
    """What the event says, to those of staff who have this duty."""

    async def read(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
        people = await read_staff(connection, duty)
        if not people:
            return {}
        return {one: Told(people[0], None, {}, tuple(people[1:])) for one in ids}

    return read


def to_staff(name: str, path: str, duty: Duty) -> About:
    """What the event says, to those of staff who have this duty alone."""
    return About(name, path, told_to(duty), work=True, duty=duty)


_DUTY: Final[Duty] = "stock:read"
_COUNTING: Final = told_to(_DUTY)


async def _low(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    """To who sells it, or else to staff."""
    rows = (await connection.execute(_SELLERS_OF, {"ids": list(ids)})).all()
    people = await people_of(connection, [row.seller_id for row in rows])
    staff = await _COUNTING(connection, ids)
    found = {one: replace(told, said={"page": STOCK}) for one, told in staff.items()}
    for row in rows:
        if row.seller_id in people:
            first, *others = people[row.seller_id]
            page = f"/selling/products/{row.product}?seller={row.seller_id}"
            found[str(row.id)] = Told(first, None, {"page": page}, tuple(others))
    return found


PARCELS: Final = About("parcel", "/track/{link}", None, order=True)
RETURNS: Final = About("return", "/orders/{id}", None, order=True)
GOODS: Final = About("goods", "/checkout/{orderId}", None, order=True, waits=True)
BACK: Final = About("back", "/product/{handle}", None)
SALES: Final = About("sale", "/product/{handle}", None)
WISHED: Final = About("wish", "/product/{handle}", None)
CARTS: Final = About("cart", "/cart", _carts)
SELLERS: Final = About("seller", "/selling", _sellers, work=True)
ACCOUNTS: Final = About("payTo", "/selling/money?seller={id}", _sellers, work=True)
PAYOUTS: Final = About("payout", "{page}", _payouts, work=True)
LOW: Final = About("stock", "{page}", _low, work=True, duty=_DUTY)
SMS_DAYS: Final = to_staff("smsDay", "/staff/mails", "settings:read")
