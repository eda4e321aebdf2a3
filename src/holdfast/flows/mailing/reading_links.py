"""What mails with a pay link say: the order, and what is booked by it."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking.services import bookings_called
from holdfast.flows.mailing.reading import ORDERS, About, Told
from holdfast.mail import Mail

__all__ = ["LINKS_TO_PAY", "link_opens"]

_BOOKED: Final = sa.text("""
SELECT l.order_id, l.booking_id, b.service_name, b.starts_at, b.zone
FROM pay_links l JOIN bookings b ON b.id = l.booking_id
WHERE l.order_id = ANY(CAST(:ids AS uuid[])) AND l.revoked_at IS NULL
""")
_OPENS: Final = sa.text("""
SELECT EXISTS (SELECT FROM pay_links l JOIN orders o ON o.id = l.order_id
               WHERE l.id = :id AND l.revoked_at IS NULL AND o.status = 'pending')
""")


async def _to_pay(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    assert ORDERS.read is not None
    orders = await ORDERS.read(connection, ids)
    rows = (await connection.execute(_BOOKED, {"ids": list(ids)})).all()
    called = await bookings_called(connection, [row.booking_id for row in rows])
    booked = {
        str(row.order_id): {
            "service": called.get(row.booking_id, row.service_name),
            "starts": row.starts_at.isoformat(),
            "zone": row.zone,
        }
        for row in rows
    }
    return {
        one: replace(told, said=told.said | {"booking": booked.get(one)})
        for one, told in orders.items()
    }


async def link_opens(connection: AsyncConnection, mail: Mail) -> bool:
    """It was not taken back, and its order waits for its money."""
    link_id = UUID(mail.said["fact"]["linkId"])
    return bool(await connection.scalar(_OPENS, {"id": link_id}))


LINKS_TO_PAY: Final = About("toPay", "/orders/{id}", _to_pay, order=True)
