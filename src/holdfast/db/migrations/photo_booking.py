"""The schema ``photo_booking``: specification E's tables over ours."""

from typing import Final

from holdfast.db.migrations.specified_tables import SpecifiedTables, person, unit

__all__ = ["TABLES"]

_SCHEMA: Final = "photo_booking"
_PERSON: Final = person("b.user_id")
_LEAD: Final = """
LEFT JOIN LATERAL (
    SELECT t.resource_id, r.kind FROM booking_resources t
    JOIN resources r ON r.id = t.resource_id
    WHERE t.booking_id = b.id AND t.move = b.moves
    ORDER BY array_position(ARRAY['photographer', 'room', 'studio', 'equipment'], r.kind),
             t.resource_id LIMIT 1) lead ON true
"""
# As booking/published/slot.py has it.
_SLOT: Final = """
md5(b.service_id || '/' || to_char(b.starts_at AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MI') || '/'
    || (extract(epoch FROM b.ends_at - b.starts_at) / 60)::integer || '/' || lead.resource_id)::uuid
"""
_PAID: Final = f"""
SELECT p.id, p.amount, p.status, p.created_at, coalesce(p.settled_at, p.created_at) AS settled,
    b.id AS booking_id, {unit("p.currency")} AS unit
FROM bookings b JOIN payments p ON p.subject_id = b.order_id
WHERE p.purpose IN ('order', 'part')
"""
# What moved the account of what may still go back of a payment: below zero what went back. The
# payment itself opens it. Months of the journal that were put away tell nothing more: what moved
# then is one row.
_MOVED: Final = """
SELECT p.id, p.booking_id, p.status, p.unit, e.at, max(e.version) AS version,
    sum(e.change) - CASE WHEN min(e.version) = 1 THEN p.amount ELSE 0 END AS amount,
    max(e.version) = max(max(e.version)) OVER (PARTITION BY p.booking_id, p.id) AS is_last
FROM paid p JOIN ledger_accounts a ON a.key = 'refundable/' || p.id
JOIN ledger_entries e ON e.partition = a.partition AND e.key = a.key
GROUP BY p.id, p.booking_id, p.status, p.unit, p.amount, e.at
HAVING sum(e.change) <> CASE WHEN min(e.version) = 1 THEN p.amount ELSE 0 END
"""
# It was kept from refunds then, while its buyer's bank decides.
_DISPUTED: Final = """
EXISTS (SELECT FROM disputes d JOIN ledger_accounts k ON k.key = 'disputed/' || d.id
    JOIN ledger_entries e ON e.partition = k.partition AND e.key = k.key AND e.at = m.at
    WHERE d.payment_id = m.id)
"""
_VIEWS: Final = (
    f"""
    CREATE VIEW {_SCHEMA}.users AS
    SELECT u.id, u.email, CASE WHEN 'admin' = ANY (u.roles) THEN 'admin'
        WHEN 'manager' = ANY (u.roles) THEN 'manager'
        WHEN 'photographer' = ANY (u.roles) THEN 'photographer'
        WHEN 'seller' = ANY (u.roles) THEN 'seller' ELSE 'customer' END AS role
    FROM users u
    UNION ALL
    SELECT DISTINCT {_PERSON}, NULL::text, 'guest' FROM bookings b
    WHERE b.user_id LIKE 'guest:%'
    """,
    f"""
    CREATE VIEW {_SCHEMA}.photographers AS
    SELECT r.id, r.user_id FROM resources r WHERE r.kind = 'photographer'
    """,
    f"""
    CREATE VIEW {_SCHEMA}.studios AS
    SELECT r.id, coalesce(nullif(r.address, ''), r.latitude || ',' || r.longitude, r.name)
        AS location
    FROM resources r WHERE r.kind = 'studio'
    """,
    f"""
    CREATE VIEW {_SCHEMA}.equipment AS
    SELECT r.id, r.studio_id, r.name, coalesce(r.tags ->> 0, r.kind) AS type
    FROM resources r WHERE r.kind = 'equipment'
    """,
    f"""
    CREATE VIEW {_SCHEMA}.bookings AS
    SELECT b.id, {_PERSON} AS user_id, {_SLOT} AS slot_id, b.status
    FROM bookings b {_LEAD}
    """,
    f"""
    CREATE VIEW {_SCHEMA}.schedule_slots AS
    SELECT s.id, s.start_time, s.end_time, s.photographer_id, s.studio_id
    FROM schedule_slots s
    UNION ALL
    SELECT DISTINCT ON (1) {_SLOT} AS id, b.starts_at, b.ends_at,
        CASE lead.kind WHEN 'photographer' THEN lead.resource_id END, place.studio_id
    FROM bookings b {_LEAD}
    LEFT JOIN LATERAL (
        SELECT coalesce(r.studio_id, r.id) AS studio_id FROM booking_resources t
        JOIN resources r ON r.id = t.resource_id AND r.kind IN ('room', 'studio')
        WHERE t.booking_id = b.id AND t.move = b.moves LIMIT 1) place ON true
    WHERE NOT EXISTS (SELECT FROM schedule_slots s WHERE s.id = {_SLOT})
    """,
    f"""
    CREATE VIEW {_SCHEMA}.transactions AS
    WITH paid AS NOT MATERIALIZED ({_PAID}), moved AS NOT MATERIALIZED ({_MOVED})
    SELECT p.id, p.booking_id, p.amount / p.unit AS amount, p.status, p.created_at FROM paid p
    UNION ALL
    SELECT md5(m.id || '/' || m.version)::uuid, m.booking_id, m.amount / m.unit,
        CASE WHEN m.amount > 0 THEN 'returned' WHEN {_DISPUTED} THEN 'disputed'
            WHEN m.is_last AND m.status IN ('refunding', 'refund-failed') THEN m.status
            ELSE 'refunded' END, m.at
    FROM moved m
    UNION ALL
    SELECT md5(p.id || '/back')::uuid, p.booking_id,
        (a.balance - p.amount - coalesce(sum(m.amount), 0)) / p.unit, 'refunded', p.settled
    FROM paid p JOIN ledger_accounts a ON a.key = 'refundable/' || p.id AND a.version > 0
    LEFT JOIN moved m ON m.id = p.id AND m.booking_id = p.booking_id
    GROUP BY p.id, p.booking_id, p.amount, p.unit, p.settled, a.balance
    HAVING a.balance - p.amount <> coalesce(sum(m.amount), 0)
    """,
    f"""
    CREATE VIEW {_SCHEMA}.reviews AS
    SELECT r.id, r.author AS user_id, p.id AS photographer_id, r.stars::integer AS rating,
        r.text AS comment
    FROM reviews r JOIN resources p ON p.id = r.subject_id AND p.kind = 'photographer'
    WHERE r.removed_at IS NULL AND r.hidden_at IS NULL
    """,
)
TABLES: Final = SpecifiedTables(
    _SCHEMA,
    frozenset(
        {
            "bookings", "users", "resources", "schedule_slots", "payments", "ledger_accounts",
            "ledger_entries", "disputes", "reviews",
        }
    ),
    _VIEWS,
)  # fmt: skip
