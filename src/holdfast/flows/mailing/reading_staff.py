"""What mails say to those of staff who are to act: of orders to send, or held for a person, of who
asks to sell, and of what is to come back."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.flows.mailing.reading import About, Told
from holdfast.flows.mailing.reading_goods import MAX_LINES, people_of, read_staff, to_staff
from holdfast.mail import Mail
from holdfast.people import Duty

__all__ = [
    "APPLIED", "ASKED_BACK", "GIVEN_THERE", "HELD", "TO_SEND", "goods_wait", "provider_called",
    "still_applies", "still_held", "still_to_approve",
]  # fmt: skip

_DUTY: Final[Duty] = "orders:read"
_MONEY: Final[Duty] = "refunds:read"
_OWN_GOODS: Final = sa.text("""
SELECT o.id, o.number,
       jsonb_agg(jsonb_build_object('name', i.product_name, 'quantity', i.quantity,
                                    'options', i.options) ORDER BY i.line) AS lines
FROM orders o JOIN order_items i ON i.order_id = o.id
LEFT JOIN products p ON p.id = i.product_id
WHERE o.id = ANY(CAST(:ids AS uuid[])) AND p.seller_id IS NULL
GROUP BY o.id, o.number
""")
_HELD: Final = sa.text("""
SELECT id, number, total, currency FROM orders WHERE id = ANY(CAST(:ids AS uuid[]))
""")
_RETURNS: Final = sa.text("""
SELECT r.id, min(p.seller_id::text) AS seller,
       count(*) > count(p.seller_id) OR count(DISTINCT p.seller_id) > 1 AS of_shop
FROM returns r JOIN return_lines l ON l.return_id = r.id
JOIN order_items i ON i.order_id = r.order_id AND i.line = l.line
LEFT JOIN products p ON p.id = i.product_id
WHERE r.id = ANY(CAST(:ids AS uuid[])) GROUP BY r.id
""")
_PAYMENTS: Final = sa.text("""
SELECT p.id, p.provider, p.subject_id, o.number FROM payments p
LEFT JOIN orders o ON o.id = p.subject_id WHERE p.id = ANY(CAST(:ids AS uuid[]))
""")
_NAMES: Final = {"stripe": "Stripe", "paypal": "PayPal", "yookassa": "YooKassa"}
_UNSENT: Final = sa.text("""
SELECT EXISTS (SELECT FROM orders WHERE id = CAST(:id AS uuid) AND status = 'paid')
   AND NOT EXISTS (SELECT FROM fraud_checks
                   WHERE order_id = CAST(:id AS uuid) AND status IN ('held', 'refused'))
""")
_STILL_HELD: Final = sa.text("""
SELECT EXISTS (SELECT FROM fraud_checks WHERE order_id = CAST(:id AS uuid) AND status = 'held')
""")
_APPLIES: Final = sa.text("""
SELECT EXISTS (SELECT FROM sellers WHERE id = CAST(:id AS uuid) AND standing = 'applied')
""")
_ASKED_BACK: Final = sa.text("""
SELECT EXISTS (SELECT FROM returns WHERE id = CAST(:id AS uuid)
               AND status IN ('requested', 'approved'))
""")


def provider_called(provider: str) -> str:
    """As people know it."""
    return _NAMES.get(provider, provider)


async def goods_wait(connection: AsyncConnection, mail: Mail) -> bool:
    """It may leave, and nobody did what there is to do."""
    return bool(await connection.scalar(_UNSENT, {"id": mail.subject_id}))


async def still_held(connection: AsyncConnection, mail: Mail) -> bool:
    """Nobody decided."""
    return bool(await connection.scalar(_STILL_HELD, {"id": mail.subject_id}))


async def still_applies(connection: AsyncConnection, mail: Mail) -> bool:
    """Nobody decided."""
    return bool(await connection.scalar(_APPLIES, {"id": mail.subject_id}))


async def still_to_approve(connection: AsyncConnection, mail: Mail) -> bool:
    """It is still to come, or to be decided about."""
    return bool(await connection.scalar(_ASKED_BACK, {"id": mail.said["fact"]["returnId"]}))


async def _to_send(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    """Of orders with goods of the shop's own, with these."""
    staff, found = await read_staff(connection, _DUTY), {}
    for row in await connection.execute(_OWN_GOODS, {"ids": list(ids)}) if staff else ():
        lines = [
            one | {"options": ", ".join(one["options"].values())} for one in row.lines[:MAX_LINES]
        ]
        said = {
            "number": row.number, "lines": lines, "more": max(len(row.lines) - MAX_LINES, 0),
        }  # fmt: skip
        found[str(row.id)] = Told(staff[0], None, said, tuple(staff[1:]))
    return found


async def _held(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    staff, found = await read_staff(connection, _DUTY), {}
    for row in await connection.execute(_HELD, {"ids": list(ids)}) if staff else ():
        total = {"amount": row.total, "currency": row.currency}
        said = {"number": row.number, "total": total}
        found[str(row.id)] = Told(staff[0], None, said, tuple(staff[1:]))
    return found


async def _given_there(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    """Of payments; ``number`` is the order's, none of one into a wallet."""
    staff, found = await read_staff(connection, _MONEY), {}
    for row in await connection.execute(_PAYMENTS, {"ids": list(ids)}) if staff else ():
        page = "/staff/payments" if row.number is None else f"/staff/orders/{row.subject_id}"
        said = {"number": row.number, "at": provider_called(row.provider), "page": page}
        found[str(row.id)] = Told(staff[0], None, said, tuple(staff[1:]))
    return found


async def _asked_back(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    """Of returns: to the seller whose all of it is, or else to staff, as it is decided about."""
    rows = (await connection.execute(_RETURNS, {"ids": list(ids)})).all()
    sellers = {str(row.id): UUID(row.seller) for row in rows if row.seller and not row.of_shop}
    people = await people_of(connection, sellers.values())
    staff = await read_staff(connection, _DUTY)
    found = {}
    for row in rows:
        seller = sellers.get(str(row.id))
        own = () if seller is None else people.get(seller, ())
        page = f"/selling/returns/{row.id}?seller={seller}" if own else f"/staff/returns/{row.id}"
        if own or staff:
            first, *others = own or staff
            found[str(row.id)] = Told(first, None, {"page": page}, tuple(others))
    return found


TO_SEND: Final = About("toSend", "/staff/orders/{id}", _to_send, work=True, duty=_DUTY)
GIVEN_THERE: Final = About("there", "{page}", _given_there, work=True, duty=_MONEY)
HELD: Final = About("held", "/staff/fraud", _held, work=True, duty=_DUTY)
APPLIED: Final = to_staff("applied", "/staff/sellers", "sellers:write")
ASKED_BACK: Final = About("askedBack", "{page}", _asked_back, work=True, duty=_DUTY, by="returnId")
