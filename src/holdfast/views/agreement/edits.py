"""Edits of paid orders against both their orders: what is asked for what was added is its price,
and what was taken off is counted as such."""

from typing import Final

from holdfast.views.agreement.checks import Check, page_of, rules

__all__ = ["EDIT_CHECKS"]

_PAGE: Final = """
SELECT x.*, $4::timestamptz IS NULL OR x.made_at >= $4 AS whole
FROM order_edits x WHERE x.id > $1::uuid ORDER BY x.id LIMIT $2
"""
_LINES: Final = """
SELECT string_agg(format('%s of %s of line %s', l.units, coalesce(a.balance, 0), l.line), ', ')
FROM (SELECT (f.one ->> 'line')::int AS line, sum((f.one ->> 'units')::bigint) AS units
      FROM order_edits e CROSS JOIN LATERAL jsonb_array_elements(e.off) AS f(one)
      WHERE e.order_id = o.order_id AND e.status IN ('done', 'undone') GROUP BY 1) l
LEFT JOIN ledger_accounts a ON a.partition = ANY ($3::smallint[])
    AND a.key = 'returned/' || o.order_id || '/' || l.line
WHERE l.units > coalesce(a.balance, 0)
"""
_SEEN: Final = f"""
SELECT o.*, w.owner, d.owner AS added_owner, d.status AS added_status, d.total AS added_total,
       d.breakdown ->> 'exchange' AS named, coalesce(d.cancelled_at, d.paid_at) AS moved_at,
       s.paid, s.kept, s.too_much, ({_LINES}) AS too_many
FROM page o LEFT JOIN orders w ON w.id = o.order_id LEFT JOIN orders d ON d.id = o.added_id
CROSS JOIN LATERAL (
    SELECT coalesce(sum((f.one ->> 'paid')::bigint), 0) AS paid,
           coalesce(sum((f.one ->> 'kept')::bigint), 0) AS kept,
           coalesce(bool_or(coalesce((f.one ->> 'back')::bigint, 0)
               NOT BETWEEN 0 AND (f.one ->> 'kept')::bigint), false) AS too_much
    FROM jsonb_array_elements(o.off) AS f(one)) s
"""
_RULES: Final = rules(
    ("edit-order", "o.owner IS NULL", "'its order, ' || o.order_id", "NULL"),
    ("edit-order", "o.added_owner IS DISTINCT FROM o.owner OR o.named <> o.id::text",
     "'order ' || o.added_id || ' for it, of ' || o.owner", "o.added_owner"),
    ("edit-state", ("NOT CASE o.status WHEN 'done' THEN o.added_status <> 'pending' "
     "WHEN 'open' THEN o.moved_at IS NULL OR o.moved_at > clock_timestamp() - interval '1 hour' "
     "ELSE o.added_status = 'cancelled' END"),
     "'what was added to be as the edit is, ' || o.status", "o.added_status"),
    ("edit-units", "o.status IN ('done', 'undone') AND o.too_many IS NOT NULL",
     "'no more units than are off'", "o.too_many"),
    ("edit-sum", "o.added_total <> o.due", "o.due || ' asked for what was added'",
     "o.added_total"),
    ("edit-sum", "o.paid <> o.kept + o.refunded",
     "o.kept || ' kept and ' || o.refunded || ' back'", "o.paid || ' paid'"),
    ("edit-sum", "o.too_much", "'no more back than stayed'", "o.off::text"),
)  # fmt: skip

EDIT_CHECKS: Final = (
    Check(
        "edits of orders",
        ("order_edits", "orders"),
        page_of(_PAGE, _SEEN, "'edit ' || o.id || ' of order ' || o.order_id", _RULES),
        page=200,
    ),
)
