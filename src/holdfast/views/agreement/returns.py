"""Returns against their orders: no more came back than had arrived, each unit is where its return
says, and no more went back than was paid for it."""

from typing import Final

from holdfast.views.agreement.checks import Check, page_of, rules

__all__ = ["RETURN_CHECKS"]

_PAGE: Final = """
SELECT r.*, $4::timestamptz IS NULL OR r.made_at >= $4 AS whole
FROM returns r WHERE r.id > $1::uuid ORDER BY r.id LIMIT $2
"""
# What is of all returns of an order is compared once, with its first.
_LINES: Final = """
SELECT l.line, l.came, l.asked, l.paid, coalesce(i.quantity, 0) AS bought,
       coalesce(a.balance, 0) AS refunded,
       CASE WHEN w.status = 'completed' THEN coalesce(i.quantity, 0) ELSE (
           SELECT coalesce(sum(q.quantity), 0) FROM parcels p JOIN parcel_lines q
               ON q.parcel_id = p.id
           WHERE p.order_id = w.id AND p.status = 'delivered' AND q.line = l.line) END AS arrived,
       coalesce(i.price * i.quantity - i.discount + CASE
           WHEN (w.breakdown ->> 'included')::boolean THEN 0 ELSE i.tax END, 0) AS cost
FROM (SELECT m.line, sum(m.restocked + m.written_off) AS came, sum(m.paid) AS paid,
             sum(m.quantity) FILTER (WHERE s.status IN ('requested', 'approved', 'received'))
                 AS asked
      FROM returns s JOIN return_lines m ON m.return_id = s.id
      WHERE s.order_id = o.order_id GROUP BY m.line) l
LEFT JOIN order_items i ON i.order_id = o.order_id AND i.line = l.line
LEFT JOIN ledger_accounts a ON a.partition = ANY ($3::smallint[])
    AND a.key = 'returned/' || o.order_id || '/' || l.line
"""
_IN_JOURNAL: Final = """
SELECT jsonb_object_agg(v.variant, v.units) FROM (
    SELECT substring(e.key FROM '/([0-9a-f-]{{36}})') AS variant, sum(e.change) AS units
    FROM ledger_entries e
    WHERE e.note LIKE 'order/%' AND e.note = 'order/' || o.order_id || ' {}'
      AND e.key LIKE '{}/%' GROUP BY 1) v
"""
# Of what was made of others, what it was made of.
_BY_RETURNS: Final = """
SELECT jsonb_object_agg(v.variant, v.units) FROM (
    SELECT g.variant, (sum(m.{0} * g.units))::bigint AS units
    FROM returns s JOIN return_lines m ON m.return_id = s.id
    JOIN order_items i ON i.order_id = s.order_id AND i.line = m.line
    CROSS JOIN LATERAL (
        SELECT i.variant_id::text AS variant, 1::bigint AS units WHERE i.taken IS NULL
        UNION ALL SELECT substring(t.key FROM '/([0-9a-f-]{{36}})'),
                         (sum(t.value::bigint) / i.quantity)::bigint
        FROM jsonb_each_text(i.taken) t GROUP BY 1) g
    WHERE s.order_id = o.order_id AND m.{0} > 0 GROUP BY 1) v
"""
_SEEN: Final = f"""
SELECT o.*, w.id AS found, w.status AS order_status, i.came, i.lines, i.paid, x.units, x.money,
       ({_BY_RETURNS.format("restocked")}) AS restocked,
       ({_IN_JOURNAL.format("returned", "stock")}) AS in_stock,
       ({_BY_RETURNS.format("written_off")}) AS written_off,
       ({_IN_JOURNAL.format("written off", "written-off")}) AS put_aside, t.told, t.gone,
       h.state AS hold_state, y.status AS exchange_status, y.total AS exchange_total,
       w.shipping + CASE WHEN (w.breakdown ->> 'included')::boolean THEN 0
           ELSE coalesce((w.breakdown ->> 'shipping_tax')::bigint, 0) END AS shipping_cost
FROM page o LEFT JOIN orders w ON w.id = o.order_id
LEFT JOIN orders y ON y.id = (o.exchange ->> 'order_id')::uuid
LEFT JOIN ledger_holds h ON h.partition = ANY ($3::smallint[])
    AND h.id = (o.exchange ->> 'hold_id')::uuid AND h.ref = 'exchange/' || o.id
CROSS JOIN LATERAL (
    SELECT count(*) AS lines, coalesce(sum(m.paid), 0) AS paid,
           coalesce(sum(m.restocked + m.written_off), 0) AS came
    FROM return_lines m WHERE m.return_id = o.id) i
LEFT JOIN LATERAL (
    SELECT string_agg(format('%s of %s of line %s', l.came + coalesce(l.asked, 0), l.arrived,
                             l.line), ', ')
               FILTER (WHERE l.came + coalesce(l.asked, 0) > l.arrived OR l.came > l.refunded)
               AS units,
           string_agg(format('%s of %s of line %s', l.paid, l.cost, l.line), ', ')
               FILTER (WHERE l.paid > l.cost) AS money
    FROM ({_LINES}) l) x ON o.number = 1
LEFT JOIN LATERAL (
    SELECT coalesce(sum(s.refunded), 0) AS told, (
        SELECT coalesce(-sum(e.change), 0) FROM payments p JOIN ledger_entries e
            ON e.partition = ANY ($3::smallint[]) AND e.key = 'refundable/' || p.id
        WHERE p.subject_id = o.order_id AND e.change < 0) AS gone
    FROM returns s WHERE s.order_id = o.order_id) t ON o.number = 1
"""
_RULES: Final = rules(
    ("return-order", "o.found IS NULL", "'its order, ' || o.order_id", "NULL"),
    ("return-order", ("o.status NOT IN ('refused', 'cancelled') "
     "AND o.order_status NOT IN ('paid', 'completed')"), "'a paid order'", "o.order_status"),
    ("return-units", "o.lines = 0", "'something in it'", "'nothing'"),
    ("return-units", "o.came > 0 AND o.status <> 'inspected'",
     "'to be looked at, since something came'", "o.status"),
    ("return-units", "o.units IS NOT NULL", "'no more units than had arrived'", "o.units"),
    ("return-goods", ("o.number = 1 AND o.whole "
     "AND (o.restocked, o.written_off) IS DISTINCT FROM (o.in_stock, o.put_aside)"),
     ("coalesce(o.restocked::text, 'none') || ' back on sale, ' "
      "|| coalesce(o.written_off::text, 'none') || ' written off'"),
     "coalesce(o.in_stock::text, 'none') || ' and ' || coalesce(o.put_aside::text, 'none')"),
    ("return-exchange", "o.exchange IS NOT NULL AND o.whole AND o.hold_state IS NULL",
     "'a hold for its exchange'", "NULL"),
    ("return-exchange", ("o.exchanged IS NOT NULL AND (o.exchange_status IS NULL OR "
     "o.hold_state <> CASE WHEN o.due IS NULL THEN 'captured' ELSE 'released' END)"),
     "'an order of what was sent in place of it'", "coalesce(o.hold_state, 'no hold')"),
    ("return-exchange", "o.due IS NOT NULL AND o.exchange_total <> o.due",
     "o.due || ' to be paid for what is sent in place of it'", "o.exchange_total"),
    ("return-exchange", ("o.exchanged IS NULL AND ("
     "o.exchange_status <> 'cancelled' "
     "OR o.hold_state = 'captured' AND o.exchange_status IS DISTINCT FROM 'cancelled' "
     "OR o.hold_state = 'held' AND o.status IN ('refused', 'cancelled', 'inspected'))"),
     "'nothing sent or held in place of it'", "coalesce(o.hold_state, 'an order')"),
    ("return-refund", "o.refunded <> o.paid + o.delivery - o.deducted - coalesce(o.exchanged, 0)",
     "o.paid + o.delivery - o.deducted - coalesce(o.exchanged, 0) || ' by its lines'",
     "o.refunded"),
    ("return-refund", "o.money IS NOT NULL", "'no more than was paid for its lines'", "o.money"),
    ("return-refund", "o.delivery > o.shipping_cost",
     "'at most ' || o.shipping_cost || ' of delivery'", "o.delivery"),
    ("return-refund", "o.whole AND o.told > o.gone",
     "o.told || ' of the payments of its order'", "o.gone"),
)  # fmt: skip

RETURN_CHECKS: Final = (
    Check(
        "returns",
        ("returns", "orders", "payments", "parcels"),
        page_of(
            _PAGE, _SEEN, "'return ' || o.number || ' of order ' || o.order_id", _RULES,
        ),
        page=200,
    ),
)  # fmt: skip
