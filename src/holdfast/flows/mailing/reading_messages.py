"""What mails say of conversations: that there is something to read, to whom it was written, and
not what; and whether that is still so when the mail is to go."""

from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking import AT_HOME
from holdfast.flows.mailing.reading import About, Told
from holdfast.flows.mailing.reading_goods import read_staff
from holdfast.mail import Mail, names_a_site
from holdfast.people import Duty, photographer_sql

__all__ = ["INQUIRIES", "MESSAGES", "inquiry_unread", "message_unread"]

_DUTY: Final[Duty] = "clients:read"
_READ: Final = sa.text(f"""
SELECT c.id, c.customer, c.seller_id, c.studio_id, c.subject = 'order' AS of_order,
       coalesce(p.name, o.number, x.name, '') AS name, coalesce(s.name, q.name, '') AS seller,
       u.name AS customer_name,
       (SELECT r.name FROM conversation_messages m
        JOIN resources r ON r.user_id = m.author AND r.kind = 'photographer'
        WHERE m.conversation_id = c.id AND m.number = c.answered AND m.side = 'photographer'
        ORDER BY r.id LIMIT 1) AS photographer,
       EXISTS (SELECT FROM message_photos p JOIN conversation_messages m
               USING (conversation_id, number)
               WHERE p.conversation_id = c.id AND m.status <> 'hidden'
                 AND m.side <> 'customer' AND m.number > c.read_by_customer) AS pictures_back,
       EXISTS (SELECT FROM message_photos p JOIN conversation_messages m
               USING (conversation_id, number)
               WHERE p.conversation_id = c.id AND m.status <> 'hidden'
                 AND m.side = 'customer' AND m.number > c.read_by_merchant) AS pictures_asked,
       ARRAY(SELECT 'user:' || w.user_id FROM seller_people w WHERE w.seller_id = c.seller_id
             ORDER BY w.user_id) AS people,
       ARRAY(SELECT DISTINCT 'user:' || h.user_id FROM bookings b
             JOIN booking_resources t ON t.booking_id = b.id AND t.move = b.moves
             JOIN resources r ON r.id = t.resource_id
             JOIN resources h ON h.id = CASE WHEN c.studio_id IS NULL THEN r.id
                 WHEN {AT_HOME} THEN r.studio_id ELSE r.id END
             WHERE c.subject = 'order' AND c.seller_id IS NULL AND b.order_id = c.subject_id
               AND (h.id = c.studio_id OR c.studio_id IS NULL AND h.kind = 'photographer')
               AND EXISTS (SELECT FROM users w WHERE w.id = h.user_id AND {photographer_sql("w")})
             UNION SELECT 'user:' || w.id FROM users w
             WHERE c.subject = 'resource' AND w.id = x.user_id AND {photographer_sql("w")}
             ORDER BY 1) AS booked
FROM conversations c JOIN users u ON u.id = c.customer
LEFT JOIN products p ON c.subject = 'product' AND p.id = c.subject_id
LEFT JOIN orders o ON c.subject = 'order' AND o.id = c.subject_id
LEFT JOIN resources x ON c.subject = 'resource' AND x.id = c.subject_id
LEFT JOIN sellers s ON s.id = c.seller_id
LEFT JOIN resources q ON q.id = c.studio_id
WHERE c.id = ANY(CAST(:ids AS uuid[]))
""")
# Unread, and no other mail of it went or is about to go to the same place since it was read.
_UNREAD: Final = """
SELECT EXISTS (
    SELECT FROM conversations c JOIN mails n ON n.id = :mail
    WHERE c.id = CAST(:id AS uuid) AND c.{last} > c.read_by_{side}
      AND NOT EXISTS (
        SELECT FROM mails m
        WHERE m.owner = n.owner AND m.subject_id = n.subject_id AND m.kind = n.kind
          AND m.channel = n.channel AND m.address = n.address AND m.id <> n.id
          AND m.created_at > coalesce(c.{side}_read_at, '-infinity')
          AND (m.status = 'sent' OR (m.status IN ('waiting', 'sending', 'handing')
                                     AND (m.created_at, m.id) < (n.created_at, n.id)))))
"""
_TO_CUSTOMER: Final = sa.text(_UNREAD.format(last="answered", side="customer"))
_TO_MERCHANT: Final = sa.text(_UNREAD.format(last="asked", side="merchant"))


async def message_unread(connection: AsyncConnection, mail: Mail) -> bool:
    """The customer did not read it meanwhile, and was not told since they last did."""
    return bool(await connection.scalar(_TO_CUSTOMER, {"mail": mail.id, "id": mail.subject_id}))


async def inquiry_unread(connection: AsyncConnection, mail: Mail) -> bool:
    """Whose it is to answer did not read it meanwhile, and was not told since they last did."""
    return bool(await connection.scalar(_TO_MERCHANT, {"mail": mail.id, "id": mail.subject_id}))


async def _messages(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    """To the customer, from whom the last answer is."""
    rows = await connection.execute(_READ, {"ids": list(ids)})
    return {
        str(row.id): Told(
            f"user:{row.customer}",
            None,
            _said(row)
            | {"seller": row.seller or row.photographer or "", "pictures": row.pictures_back},
        )
        for row in rows
    }


async def _inquiries(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    """To the people of the seller, or to staff, where it is with the shop; and to the photographer
    whom it is with, or those of a booking that it is about, who answer on a page
    of their own. Of one with a studio that page is for whose studio it is, and staff are told only
    where the booking is there no more."""
    found, staff = {}, await read_staff(connection, _DUTY)
    for row in await connection.execute(_READ, {"ids": list(ids)}):
        people = list(row.people) if row.seller_id else staff
        page = f"/selling/messages/{row.id}?seller={row.seller_id}"
        if row.seller_id is None:
            page = f"/staff/conversations/{row.id}"
        own = {one: {"page": f"/my/messages/{row.id}"} for one in row.booked}
        if row.studio_id is None or not own:
            people = [*own, *(one for one in people if one not in own)]
        else:
            people = list(own)
        if people:
            said = _said(row) | {"page": page, "pictures": row.pictures_asked}
            found[str(row.id)] = Told(people[0], None, said, tuple(people[1:]), own)
    return found


def _said(row: Any) -> dict[str, Any]:
    name = row.customer_name
    return {
        "name": row.name,
        "order": row.of_order,
        "seller": row.seller,
        "studio": row.studio_id is not None,
        "customer": "" if names_a_site(name) else name,
    }


MESSAGES: Final = About("message", "/messages/{id}", _messages)
INQUIRIES: Final = About("inquiry", "{page}", _inquiries, work=True, duty=_DUTY)
