"""Parcels against the orders whose goods are in them: paid ones, and no unit twice."""

from typing import Final

from holdfast.views.agreement.checks import Check, page_of, rules

__all__ = ["PARCEL_CHECKS"]

_PAGE: Final = "SELECT p.* FROM parcels p WHERE p.id > $1::uuid ORDER BY p.id LIMIT $2"
_SEEN: Final = """
SELECT o.*, w.id AS found, w.status AS order_status, w.fulfilment, x.told,
       o.status IN ('shipped', 'delivered') AS has_left, i.units AS inside
FROM page o LEFT JOIN orders w ON w.id = o.order_id
LEFT JOIN LATERAL (
    SELECT sum(l.quantity) AS units FROM parcel_lines l WHERE l.parcel_id = o.id) i ON true
LEFT JOIN LATERAL (
    SELECT string_agg(format('%s of %s of line %s', l.units, coalesce(i.quantity, 0), l.line), ', ')
           AS told
    FROM (SELECT l.line, sum(l.quantity) AS units
          FROM parcels s JOIN parcel_lines l ON l.parcel_id = s.id
          WHERE s.order_id = o.order_id AND s.status NOT IN ('failed', 'cancelled')
          GROUP BY l.line) l
    LEFT JOIN order_items i ON i.order_id = o.order_id AND i.line = l.line
    WHERE l.units > coalesce(i.quantity, 0)) x ON o.number = 1
"""
_RULES: Final = rules(
    ("parcel-order", ("o.status NOT IN ('failed', 'cancelled') "
     "AND coalesce(o.order_status, '') NOT IN ('paid', 'completed')"),
     "'a paid order'", "coalesce(o.order_status, 'none')"),
    ("parcel-units", "coalesce(o.inside, 0) = 0", "'something in it'", "'nothing'"),
    ("parcel-units", "o.told IS NOT NULL", "'no more units than were bought'", "o.told"),
    ("parcel-order", ("o.has_left AND o.order_status = 'paid' "
     "AND coalesce(o.fulfilment, 'unfulfilled') = 'unfulfilled'"),
     "'an order of which something was sent'", "coalesce(o.fulfilment, 'none')"),
)  # fmt: skip

PARCEL_CHECKS: Final = (
    Check(
        "parcels",
        ("parcels", "orders"),
        page_of(_PAGE, _SEEN, "'parcel ' || o.id || ' of order ' || o.order_id", _RULES),
    ),
)
