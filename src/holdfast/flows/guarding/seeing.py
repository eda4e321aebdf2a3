"""What is known of an order and of where it came from, read in one statement: of each rule how many
orders there were before it, whether it is its buyer's first, and whether the list names it."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.flows.commit.caller import Caller
from holdfast.flows.guarding.judging import Listing, Seen
from holdfast.shop import FraudRule

__all__ = ["Origin", "Suspect", "device_of", "seen_of"]

_MOST: Final = 1000
"""Beyond so many it makes no difference."""
_SEEN: Final = f"""
SELECT r.at, (CASE r.kind
    WHEN 'account' THEN (SELECT count(*) FROM (
        SELECT FROM orders o WHERE o.owner = $4 AND o.id <> $3 AND o.created_at > r.since
        ORDER BY o.id DESC LIMIT {_MOST}) n)
    WHEN 'address' THEN (SELECT count(*) FROM (
        SELECT FROM order_origins o WHERE o.address = $5 AND $5 <> '' AND o.order_id <> $3
        AND o.at > r.since LIMIT {_MOST}) n)
    WHEN 'device' THEN (SELECT count(*) FROM (
        SELECT FROM order_origins o WHERE o.device = $6 AND $6 <> '' AND o.order_id <> $3
        AND o.at > r.since LIMIT {_MOST}) n)
    WHEN 'card' THEN (SELECT count(*) FROM (
        (SELECT c.order_id FROM fraud_checks c
         WHERE c.card = $7 AND c.card <> '' AND c.order_id <> $3
           AND c.checked_at > r.since LIMIT {_MOST})
        UNION
        (SELECT c.order_id FROM fraud_checks c
         WHERE c.other_cards @> jsonb_build_array($7::text) AND c.other_cards <> '[]'
           AND $7 <> '' AND c.order_id <> $3 AND c.checked_at > r.since LIMIT {_MOST})) n)
    WHEN 'declined' THEN (SELECT count(*) FROM payments p
        WHERE p.status = 'failed' AND p.created_at > r.since AND p.subject_id IN (
            (SELECT o.id FROM orders o WHERE o.owner = $4 ORDER BY o.id DESC LIMIT 100)
            UNION
            (SELECT o.order_id FROM order_origins o WHERE o.address = $5 AND $5 <> ''
             AND o.at > r.since ORDER BY o.at DESC LIMIT 100)))
    ELSE 0 END)::int AS found
FROM unnest($1::text[], $2::timestamptz[]) WITH ORDINALITY AS r(kind, since, at)
UNION ALL
SELECT 0, (NOT EXISTS (SELECT FROM orders o
    WHERE o.owner = $4 AND o.paid_at IS NOT NULL AND o.id <> $3))::int
ORDER BY 1
"""
# What is said of one thing of it counts more the nearer that is to the buyer.
_LISTED: Final = """
SELECT kind, word FROM fraud_list
WHERE (kind, value) IN (('account', $1), ('card', $2), ('device', $3), ('address', $4),
                        ('country', $5))
AND (ends_at IS NULL OR ends_at > $6) ORDER BY array_position(
    ARRAY['account', 'card', 'device', 'address', 'country'], kind) LIMIT 1
"""


class Origin(Struct, frozen=True):
    """From where it was placed."""

    address: str = ""
    device: str = ""


class Suspect(Struct, frozen=True):
    """An order that is looked at; before it is placed it has no id yet."""

    owner: str
    total: int
    currency: str
    country: str | None = None
    origin: Origin = Origin()
    card: str = ""
    card_country: str | None = None
    order_id: UUID = UUID(int=0)


def device_of(caller: Caller) -> str:
    """A digest of what the browser says it is: many have the same."""
    return hashlib.sha256(caller.agent).hexdigest()[:16] if caller.agent else ""


async def seen_of(
    pool: asyncpg.Pool, suspect: Suspect, rules: Sequence[FraudRule], now: datetime
) -> Seen:
    """What speaks for and against it."""
    origin = suspect.origin
    rows = await pool.fetch(
        _SEEN,
        [one.kind for one in rules],
        [now - timedelta(hours=one.hours) for one in rules],
        suspect.order_id,
        suspect.owner,
        origin.address,
        origin.device,
        suspect.card,
    )
    (_, first), *counted = rows
    listed = await pool.fetchrow(
        _LISTED, suspect.owner, suspect.card, origin.device, origin.address, suspect.country, now
    )
    return Seen(
        [
            found + (rule.kind not in ("declined", "countries", "first-order"))
            for rule, (_, found) in zip(rules, counted, strict=True)
        ],
        suspect.total,
        suspect.currency,
        bool(first),
        suspect.country,
        suspect.card_country,
        None if listed is None else Listing(*listed),
    )
