"""Bookings against the orders that pay for them, and against the cells of time that they take:
those and no others."""

from typing import Final

from holdfast.booking import WHOLE
from holdfast.orders import tax_on_top
from holdfast.views.agreement.checks import Check, page_of, rules

__all__ = ["BOOKING_CHECKS"]

_CELLS: Final = """
    SELECT 'cell/' || v.id || '/' || to_char(c AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MI')
    FROM generate_series(
        to_timestamp(floor(extract(epoch FROM t.starts_at) / (v.minutes * 60)) * v.minutes * 60),
        t.ends_at - interval '1 microsecond', make_interval(mins => v.minutes)) c
    WHERE v.minutes < 1440
    UNION ALL
    SELECT 'cell/' || v.id || '/' || to_char(c, 'YYYYMMDD')
    FROM generate_series(
        date_trunc('day', t.starts_at AT TIME ZONE v.zone),
        t.ends_at AT TIME ZONE v.zone - interval '1 microsecond', interval '1 day') c
    WHERE v.minutes = 1440
"""
# A room takes of its studio's cells, too.
_OF_EACH: Final = """
    (VALUES (t.resource_id, t.cell_minutes, t.zone),
            (t.studio_id, nullif(t.studio_cell, 0), nullif(t.studio_zone, '')))
    v (id, minutes, zone)
"""
_PAGE: Final = """
SELECT b.*, b.status <> 'cancelled' AS stands FROM bookings b
WHERE b.id > $1::uuid ORDER BY b.id LIMIT $2
"""
_SEEN: Final = f"""
SELECT o.*, w.id AS found, w.status AS order_status, w.booking_id, w.owner,
       w.number AS order_number, w.total - g.goods AS total,
       (SELECT count(*) FROM booking_resources t WHERE t.booking_id = o.id AND t.move = o.moves)
       AS takings,
       CASE WHEN o.stands THEN (
           SELECT string_agg(k.key, ', ')
           FROM booking_resources t CROSS JOIN LATERAL {_OF_EACH}
           CROSS JOIN LATERAL ({_CELLS}) k (key)
           WHERE t.booking_id = o.id AND t.move = o.moves AND NOT EXISTS (
               SELECT FROM ledger_accounts a WHERE a.partition = ANY ($3::smallint[])
               AND a.key = k.key AND a.balance + a.held > 0)) END AS lacking
FROM page o LEFT JOIN orders w ON w.id = o.order_id
LEFT JOIN LATERAL (
    SELECT coalesce(sum(i.price * i.quantity - i.discount), 0) + w.shipping
        + {tax_on_top("w")} AS goods
    FROM order_items i WHERE i.order_id = w.id) g ON true
"""
_STATES: Final = """CASE WHEN o.status IN ('requested', 'countered', 'held') THEN ARRAY['pending']
    ELSE CASE o.status
    WHEN 'confirmed' THEN ARRAY['paid'] WHEN 'in_progress' THEN ARRAY['paid', 'completed']
    WHEN 'cancelled' THEN ARRAY['cancelled', 'completed'] ELSE ARRAY['completed'] END END"""
_RULES: Final = rules(
    ("booking-order", "o.found IS NULL OR o.booking_id IS DISTINCT FROM o.id",
     "'order ' || o.order_id || ' to pay for it'", "'booking ' || o.booking_id"),
    ("booking-order", "o.owner <> o.user_id OR o.number <> o.order_number",
     "o.number || ' of ' || o.user_id", "o.order_number || ' of ' || o.owner"),
    ("booking-order", "o.moves = 0 AND o.total <> o.prepaid", "o.prepaid", "o.total"),
    ("booking-state", f"NOT o.order_status = ANY ({_STATES})",
     f"'an order that is ' || array_to_string({_STATES}, ' or ')",
     "'booking ' || o.status || ', order ' || o.order_status"),
    ("booking-cells", "o.takings = 0", "'a resource'", "NULL"),
    ("booking-cells", "o.lacking IS NOT NULL", "'its cells to be taken'", "o.lacking"),
)  # fmt: skip

# A cell is called by the moment it begins at; one of what is let by the day by its date.
_ACCOUNTS: Final = """
SELECT a.key, a.balance, a.held, left($1, 4) || a.key AS place,
       substring(a.key FROM '^cell/([0-9a-f-]{36})/')::uuid AS resource_id,
       CASE WHEN a.key LIKE '%T____' THEN
           to_timestamp(right(a.key, 13) || '+00', 'YYYYMMDD"T"HH24MITZH') END AS at,
       CASE WHEN a.key NOT LIKE '%T____' THEN to_date(right(a.key, 8), 'YYYYMMDD') END AS day
FROM ledger_accounts a
WHERE a.partition = left($1, 3)::smallint AND a.key > substr($1, 5) AND a.key < 'cell0'
ORDER BY a.key LIMIT $2
"""
# Rooms of one booking take one each of their studio, beside the whole of it nothing more; of a time
# that is kept beside the one offered, cells that both have are held once.
_BY_MOVE: Final = f"""
SELECT v.booking_id, v.move, least(sum(v.seats), {WHOLE}) AS seats
FROM (
    SELECT t.booking_id, t.move, t.starts_at, t.ends_at, t.cell_minutes AS minutes, t.zone,
           CASE WHEN t.whole THEN {WHOLE} ELSE t.seats END AS seats
    FROM booking_resources t WHERE t.resource_id = o.resource_id
    UNION ALL
    SELECT t.booking_id, t.move, t.starts_at, t.ends_at, t.studio_cell, t.studio_zone, 1
    FROM booking_resources t WHERE t.studio_id = o.resource_id AND t.studio_cell > 0) v
WHERE CASE WHEN o.at IS NULL THEN
        (v.starts_at AT TIME ZONE v.zone)::date <= o.day
        AND ((v.ends_at - interval '1 microsecond') AT TIME ZONE v.zone)::date >= o.day
    ELSE v.starts_at < o.at + make_interval(mins => v.minutes) AND v.ends_at > o.at END
GROUP BY v.booking_id, v.move
"""
_TAKEN: Final = f"""
SELECT o.*, coalesce(n.taken, 0) + coalesce(m.taken, 0) AS taken,
       coalesce(n.promised, 0) + coalesce(m.promised, 0) AS promised FROM page o
LEFT JOIN LATERAL (
    SELECT sum(x.seats) FILTER (WHERE NOT x.unpaid) AS taken,
           sum(x.seats) FILTER (WHERE x.unpaid) AS promised
    FROM (
        SELECT b.status IN ('requested', 'countered', 'held') AS unpaid, max(s.seats) AS seats
        FROM ({_BY_MOVE}) s JOIN bookings b ON b.id = s.booking_id AND b.status <> 'cancelled'
            AND (b.moves = s.move OR b.kept AND b.moves = s.move + 1)
        GROUP BY b.id) x) n ON true
LEFT JOIN LATERAL (
    SELECT sum(c.seats) FILTER (WHERE w.status <> 'pending') AS taken,
           sum(c.seats) FILTER (WHERE w.status = 'pending') AS promised
    FROM booking_due_cells c JOIN booking_dues d ON d.id = c.due_id AND d.status = 'open'
    JOIN orders w ON w.id = d.id AND w.status <> 'cancelled' AND w.rescue_hold_id IS NULL
    WHERE c.key = o.key) m ON true
"""
_CELL_RULES: Final = rules(
    ("booking-cells", "o.balance <> o.taken OR o.held <> o.promised",
     "o.taken || ' taken and ' || o.promised || ' held by bookings'",
     "o.balance || ' and ' || o.held"),
)  # fmt: skip

BOOKING_CHECKS: Final = (
    Check(
        "bookings",
        ("bookings", "orders"),
        page_of(_PAGE, _SEEN, "'booking ' || o.id || ' (' || o.number || ')'", _RULES),
    ),
    Check(
        "cells of time",
        ("bookings", "orders"),
        page_of(_ACCOUNTS, _TAKEN, "o.key", _CELL_RULES, "place"),
        "cell/",
        2000,
        by_partition=True,
    ),
)
