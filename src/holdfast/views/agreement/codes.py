"""Codes against the ledger and against orders: what is on sale of a variant are its codes that
nobody was given or sold, and who has one bought it; as has who may fetch a file."""

from typing import Final

from holdfast.views.agreement.checks import Check, account, page_of, rules

__all__ = ["CODE_CHECKS"]

_VARIANTS: Final = """
SELECT v.id FROM variants v
WHERE v.id > $1::uuid AND (v.delivered_as = 'codes'
   OR EXISTS (SELECT FROM digital_codes c WHERE c.variant_id = v.id AND c.status = 'free'))
ORDER BY v.id LIMIT $2
"""
# What was paid and has no code yet is in the list still, and no more in the stock.
_STOCKED: Final = f"""
SELECT o.*, coalesce(a.balance + a.held, 0) AS on_hand, f.free, w.owed
FROM page o {account("'stock/' || o.id")}
LEFT JOIN LATERAL (SELECT count(*) AS free FROM digital_codes c
                   WHERE c.variant_id = o.id AND c.status = 'free') f ON true
LEFT JOIN LATERAL (
    SELECT coalesce(sum(i.quantity - coalesce(b.balance, 0) - (
               SELECT count(*) FROM digital_codes c WHERE c.order_id = i.order_id
               AND c.line = i.line AND c.status IN ('given', 'seen'))), 0) AS owed
    FROM order_items i JOIN orders s ON s.id = i.order_id
    LEFT JOIN ledger_accounts b ON b.partition = ANY ($3::smallint[])
          AND b.key = 'returned/' || i.order_id || '/' || i.line
    WHERE i.variant_id = o.id AND i.delivered_as = 'codes' AND s.status = 'paid') w ON true
"""
_STOCK_RULES: Final = rules(
    ("code-stock", "o.free <> o.on_hand + o.owed",
     "o.on_hand || ' on hand, ' || o.owed || ' sold and not given'", "o.free || ' free codes'"),
)  # fmt: skip
_CODES: Final = """
SELECT c.id, c.variant_id, c.status, c.order_id, c.line, c.unit FROM digital_codes c
WHERE c.id > $1::uuid AND c.status IN ('given', 'seen') ORDER BY c.id LIMIT $2
"""
_GIVEN: Final = """
SELECT o.*, s.status AS order_status, i.variant_id AS sold, i.delivered_as, i.quantity
FROM page o LEFT JOIN orders s ON s.id = o.order_id
LEFT JOIN order_items i ON i.order_id = o.order_id AND i.line = o.line
"""
_GIVEN_RULES: Final = rules(
    ("code-order", "coalesce(o.order_status, '') NOT IN ('paid', 'completed')",
     "'a paid order'", "coalesce(o.order_status, 'none')"),
    ("code-order", ("o.sold IS DISTINCT FROM o.variant_id"
     " OR o.delivered_as IS DISTINCT FROM 'codes' OR o.unit NOT BETWEEN 0 AND o.quantity - 1"),
     "'a unit that was bought'", "coalesce(o.quantity || ' of ' || o.sold, 'none')"),
)  # fmt: skip
_GRANTS: Final = """
SELECT g.id, g.variant_id, g.order_id, g.line FROM file_grants g
WHERE g.id > $1::uuid AND g.status IN ('given', 'fetched') ORDER BY g.id LIMIT $2
"""
_FETCHED: Final = f"""
SELECT o.*, s.status AS order_status, i.variant_id AS sold, i.delivered_as, i.quantity,
       coalesce(a.balance, 0) AS refunded
FROM page o LEFT JOIN orders s ON s.id = o.order_id
LEFT JOIN order_items i ON i.order_id = o.order_id AND i.line = o.line
{account("'returned/' || o.order_id || '/' || o.line")}
"""
_FETCHED_RULES: Final = rules(
    ("file-order", "coalesce(o.order_status, '') NOT IN ('paid', 'completed')",
     "'a paid order'", "coalesce(o.order_status, 'none')"),
    ("file-order", ("o.sold IS DISTINCT FROM o.variant_id"
     " OR o.delivered_as IS DISTINCT FROM 'file' OR o.refunded >= o.quantity"),
     "'a unit that was bought, and not refunded'",
     "coalesce(o.quantity || ' of ' || o.sold, 'none')"),
)  # fmt: skip

CODE_CHECKS: Final = (
    Check(
        "codes on sale",
        ("digital_codes", "variants"),
        page_of(_VARIANTS, _STOCKED, "'variant ' || o.id", _STOCK_RULES),
    ),
    Check(
        "codes given",
        ("digital_codes", "orders"),
        page_of(_CODES, _GIVEN, "'code ' || o.id", _GIVEN_RULES),
    ),
    Check(
        "files given",
        ("file_grants", "orders"),
        page_of(_GRANTS, _FETCHED, "'file ' || o.id", _FETCHED_RULES),
    ),
)
