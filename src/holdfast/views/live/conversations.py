"""Live conversations: in how many there is something to read, to each who takes part; and that
something of them changed, by the version."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from holdfast.conversations import CONVERSATIONS
from holdfast.db.engine import Database
from holdfast.live import Channel, Reads, Who
from holdfast.people import staff_sql
from holdfast.views.conversations import of_booked

__all__ = ["LIVE_CONVERSATIONS", "UnreadConversations"]

LIST: Final = "conversations"
_MOST: Final = 100
# Whose they are of the rows that changed: customers, sellers' people and staff. The version is the
# moment of the last change that is known of any of theirs.
_READ: Final = f"""
WITH moved AS (SELECT * FROM conversations WHERE id = ANY($2::uuid[])),
told AS (
    SELECT unnest($1::text[]) AS owner
    UNION SELECT 'user:' || customer FROM moved
    UNION SELECT 'user:' || p.user_id FROM moved m JOIN seller_people p USING (seller_id)
    UNION SELECT 'user:' || r.user_id FROM moved m
    JOIN bookings b ON m.seller_id IS NULL AND m.studio_id IS NULL AND m.subject = 'order'
        AND b.order_id = m.subject_id
    JOIN booking_resources t ON t.booking_id = b.id AND t.move = b.moves
    JOIN resources r ON r.id = t.resource_id AND r.kind = 'photographer'
    UNION SELECT 'user:' || r.user_id FROM moved m JOIN resources r
        ON r.id = m.studio_id OR m.subject = 'resource' AND r.id = m.subject_id
    UNION SELECT 'user:' || u.id::text FROM users u
    WHERE u.active AND {staff_sql("u", "clients:read")} AND EXISTS (SELECT FROM moved)
)
SELECT t.owner,
       (SELECT count(*) FROM (SELECT FROM conversations c WHERE c.customer = u.id
            AND c.answered > c.read_by_customer LIMIT {_MOST}) f) AS own,
       (SELECT count(*) FROM (SELECT FROM seller_people p JOIN conversations c USING (seller_id)
            WHERE p.user_id = u.id AND c.asked > c.read_by_merchant LIMIT {_MOST}) f) AS selling,
       CASE WHEN s.staff THEN
           (SELECT count(*) FROM (SELECT FROM conversations c WHERE c.seller_id IS NULL
                AND c.studio_id IS NULL AND c.asked > c.read_by_merchant LIMIT {_MOST}) f)
       ELSE 0 END AS shop,
       CASE WHEN s.photographs THEN
           (SELECT count(*) FROM (SELECT FROM conversations c WHERE {of_booked("u.id")}
                AND c.asked > c.read_by_merchant LIMIT {_MOST}) f)
       ELSE 0 END AS studio,
       (extract(epoch FROM greatest(
           (SELECT max(changed_at) FROM moved),
           (SELECT max(changed_at) FROM conversations c WHERE c.customer = u.id),
           (SELECT max(m.last_at) FROM seller_people p CROSS JOIN LATERAL (
                SELECT max(c.last_at) AS last_at FROM conversations c
                WHERE c.seller_id = p.seller_id) m WHERE p.user_id = u.id),
           CASE WHEN s.staff THEN (SELECT max(last_at) FROM conversations) END,
           CASE WHEN s.photographs THEN (
                SELECT max(c.last_at) FROM conversations c WHERE {of_booked("u.id")}) END,
           'epoch')) * 1000000)::bigint AS version
FROM told t JOIN users u ON 'user:' || u.id::text = t.owner
CROSS JOIN LATERAL (SELECT {staff_sql("u", "clients:read")} AS staff,
                           u.roles && '{{photographer}}' AS photographs) s
"""


class UnreadConversations(Struct, frozen=True, rename="camel"):
    """In how many there is something to read: of one's ``own`` as a customer, of those with the
    sellers that one works for (``selling``), for staff of those with the ``shop``, and (``studio``)
    for a photographer of those with them or about bookings that are theirs, for a studio of its
    own."""

    list_id: str
    own: int
    selling: int
    shop: int
    studio: int
    version: int


def _source(database: Database, _: int) -> Reads[str, UnreadConversations]:
    async def read(
        owners: Sequence[str], rows: Sequence[UUID]
    ) -> Mapping[str, Mapping[str, UnreadConversations]]:
        found = await database.pool.fetch(_READ, owners, rows)
        return {row[0]: {row[0]: UnreadConversations(LIST, *row[1:])} for row in found}

    return Reads(read)


LIVE_CONVERSATIONS: Final[Channel[str, Any]] = Channel(
    name="conversations",
    event="conversations",
    about="in how many of one's conversations there is something to read; something of them"
    " changed with each",
    who=Who.USERS,
    source=_source,
    state=UnreadConversations,
    update=UnreadConversations,
    rows=CONVERSATIONS.name,
)
