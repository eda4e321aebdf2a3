"""Orders against their holds, payments and items; holds against the orders they are for."""

from typing import Final

from holdfast.orders import tax_on_top
from holdfast.views.agreement.checks import Check, account, page_of, rules

__all__ = ["ORDER_CHECKS"]

_PAGE: Final = """
SELECT o.*, coalesce(o.rescue_hold_id, o.hold_id) AS goods_hold, o.hold_id IS NULL AS at_once,
       o.status IN ('paid', 'completed') AS sold,
       (o.breakdown -> 'sale' ->> 'id')::uuid AS sale,
       o.status = 'cancelled' AND coalesce(o.reason = 'refunded', false) AS returned,
       $4::timestamptz IS NULL OR o.created_at >= $4 AS whole
FROM orders o WHERE o.id > $1::uuid ORDER BY o.id LIMIT $2
"""
# Goods as an object of account to units: of the items, the hold, the journal. What comes back from
# a flash sale that is over goes to the stock, and is compared as if it had not.
_SEEN: Final = f"""
SELECT o.*, h.id AS found_hold, h.state AS hold_state, h.ref AS hold_ref, f.state AS first_state,
       h.goods AS held_goods, h.coupons AS held_coupons, h.seats AS held_seats,
       p.id AS paid_by, p.status AS payment_status, p.amount, p.currency AS paid_in,
       p.subject_id AS payment_order, p.provider,
       t.total AS told, i.items, i.worth, i.off, i.taxed, i.goods, i.put_back, b.goods AS bought,
       r.goods AS brought_back, a.balance AS due, m.*,
       k.kept AS cancel_kept
FROM page o
LEFT JOIN LATERAL (
    SELECT g.id, g.state, g.ref,
           (SELECT jsonb_object_agg(l ->> 0, l -> 1) FROM jsonb_array_elements(g.lines) l
            WHERE l ->> 0 LIKE 'stock/%' OR l ->> 0 LIKE 'flash/%') AS goods,
           (SELECT string_agg(l ->> 0, ', ') FROM jsonb_array_elements(g.lines) l
            WHERE l ->> 0 LIKE 'issued/%') AS coupons,
           (SELECT string_agg(l ->> 0, ', ') FROM jsonb_array_elements(g.lines) l
            WHERE l ->> 0 LIKE 'seat/%') AS seats
    FROM ledger_holds g WHERE g.partition = ANY ($3::smallint[]) AND g.id = o.goods_hold) h ON true
LEFT JOIN LATERAL (
    SELECT g.state FROM ledger_holds g WHERE g.partition = ANY ($3::smallint[])
      AND g.id = o.hold_id AND o.rescue_hold_id IS NOT NULL) f ON true
LEFT JOIN payments p ON p.id = o.payment_id
LEFT JOIN LATERAL (
    SELECT CASE WHEN p.purpose = 'part' THEN true END AS by_parts,
           coalesce(sum(c.amount) FILTER (WHERE c.status = 'credited'), 0) AS counted,
           count(*) FILTER (WHERE c.currency <> o.currency) AS strange,
           CASE WHEN bool_or(c.status = 'refund-failed') THEN 'refund-failed'
                WHEN bool_or(c.status IN ('credited', 'refunding')) THEN 'refunding'
                ELSE 'refunded' END AS parts_back
    FROM payments c WHERE c.subject_id = o.id AND c.purpose = 'part') m ON true
{account("'due/' || o.id")}
LEFT JOIN LATERAL (
    SELECT true AS kept FROM ledger_idempotency k WHERE k.partition = ANY ($3::smallint[])
      AND k.key = CASE WHEN o.returned THEN 'cancel-paid/' ELSE 'cancel/' END || o.id LIMIT 1
) k ON o.status = 'cancelled'
LEFT JOIN LATERAL (
    SELECT e.data ->> 'total' AS total FROM events e
    WHERE e.subject = o.id::text AND e.type IN ('order.reserved', 'order.changed', 'order.paid')
      AND e.at BETWEEN o.created_at - interval '1 minute' AND interval '1 day'
          + coalesce(o.paid_at, o.cancelled_at, o.created_at + interval '30 days')
    ORDER BY e.era DESC, e.xid DESC, e.id DESC LIMIT 1) t ON true
LEFT JOIN LATERAL (
    SELECT sum(v.lines) AS items, sum(v.worth) AS worth, sum(v.off) AS off,
           sum(v.taxed) AS taxed,
           (SELECT jsonb_object_agg(w.key, w.units) FROM (
               SELECT t.key, sum(t.value::bigint) AS units FROM order_items n
               CROSS JOIN LATERAL jsonb_each_text(n.put_back) t
               WHERE n.order_id = o.id GROUP BY t.key) w) AS put_back,
           (SELECT jsonb_object_agg(w.key, w.units) FROM (
               SELECT t.key, sum(t.units) AS units FROM order_items n
               CROSS JOIN LATERAL jsonb_each(
                   CASE WHEN n.taken IS NULL OR o.sale IS NOT NULL THEN jsonb_build_object(
                       coalesce('flash/' || o.sale, 'stock/' || n.variant_id), n.quantity)
                   ELSE n.taken END) x(key, value)
               CROSS JOIN LATERAL (SELECT x.key, x.value::bigint AS units) t
               WHERE n.order_id = o.id GROUP BY t.key) w) AS goods
    FROM (SELECT nullif(count(*), 0) AS lines, sum(price * quantity) AS worth,
                 sum(discount) AS off, sum(tax) AS taxed
          FROM order_items WHERE order_id = o.id) v) i ON true
LEFT JOIN LATERAL (
    SELECT jsonb_object_agg(v.key, v.units) AS goods
    FROM (SELECT e.key, -sum(e.change) AS units FROM ledger_entries e
          WHERE e.note LIKE 'order/%' AND e.note = 'order/' || o.id || ' bought'
            AND (e.key LIKE 'stock/%' OR e.key LIKE 'flash/%') GROUP BY e.key) v) b ON o.at_once
LEFT JOIN LATERAL (
    SELECT jsonb_object_agg(v.key, v.units) AS goods
    FROM (SELECT CASE WHEN coalesce(f.taken ? e.key, e.key = 'stock/' || f.variant_id)
                      THEN 'flash/' || f.id ELSE e.key END AS key, sum(e.change) AS units
          FROM ledger_entries e LEFT JOIN flash_sales f ON f.id = o.sale
          WHERE e.note LIKE 'order/%' AND e.note = 'order/' || o.id || ' refunded'
            AND (e.key LIKE 'stock/%' OR e.key LIKE 'flash/%') GROUP BY 1) v) r
    ON o.returned OR i.put_back IS NOT NULL
"""
_PAID: Final = "(o.sold OR o.returned)"
_STATES: Final = """CASE WHEN o.status = 'pending' THEN ARRAY['held']
    WHEN o.sold OR o.returned THEN ARRAY['captured'] ELSE ARRAY['released', 'expired'] END"""
_SHIPPING_TAX: Final = "coalesce((o.breakdown ->> 'shipping_tax')::bigint, 0)"
_OTHER_TAX: Final = f"""({_SHIPPING_TAX}
    + coalesce((o.breakdown ->> 'beside_tax')::bigint, 0))"""
_SUM: Final = f"""(o.worth - o.off + o.shipping
    + {tax_on_top("o")})"""
_RULES: Final = rules(
    ("order-hold", "NOT o.at_once AND o.found_hold IS NULL",
     "'the hold ' || o.goods_hold", "NULL"),
    # What is sent in place of what came back was held for the return.
    ("order-hold", ("CASE WHEN o.hold_ref LIKE 'exchange/%' THEN NOT EXISTS (SELECT FROM returns x "
     "WHERE x.id = substr(o.hold_ref, 10)::uuid AND x.exchange ->> 'order_id' = o.id::text "
     "AND (x.exchanged IS NOT NULL OR o.status = 'cancelled')) "
     "ELSE o.hold_ref <> 'order/' || o.id END"),
     "'a hold for this order'", "'hold ' || o.found_hold || ' for ' || o.hold_ref"),
    ("order-hold", "o.at_once AND o.status = 'pending'",
     "'a hold'", "NULL"),
    ("order-hold", f"o.at_once AND {_PAID} AND o.provider IS DISTINCT FROM 'wallet'",
     "'a hold, or a wallet that paid'", "o.provider"),
    ("order-state", f"o.found_hold IS NOT NULL AND NOT o.hold_state = ANY ({_STATES})",
     f"'hold ' || o.found_hold || ' to be ' || array_to_string({_STATES}, ' or ')",
     "'order ' || o.status || coalesce(', ' || o.reason, '') || ', hold ' || o.hold_state"),
    ("order-state", "o.first_state <> 'expired'",
     "'hold ' || o.hold_id || ' to be expired'", "o.first_state"),
    ("order-state", ("(o.sold AND o.paid_at IS NULL) OR (o.status = 'cancelled') <> "
     "(o.cancelled_at IS NOT NULL)"), "'the time of what it is'", "'order ' || o.status"),
    ("order-payment", f"{_PAID} AND o.paid_by IS NULL",
     "coalesce('payment ' || o.payment_id, 'a payment')", "NULL"),
    ("order-payment", "o.paid_by IS NOT NULL AND o.payment_order <> o.id",
     "'payment ' || o.paid_by || ' to be for this order'", "'for order ' || o.payment_order"),
    ("order-payment", ("o.sold AND o.payment_status <> CASE WHEN o.by_parts THEN 'credited' "
     "ELSE 'succeeded' END"),
     "'payment ' || o.paid_by || ' to have succeeded'", "o.payment_status"),
    ("order-payment", "o.status = 'pending' AND o.payment_id IS NOT NULL",
     "'no payment that paid it'", "'payment ' || o.payment_id"),
    ("order-payment", (f"{_PAID} AND o.by_parts IS NULL "
     "AND (o.amount <> o.total OR o.paid_in <> o.currency)"),
     "o.total || ' ' || o.currency || ' paid'",
     "o.amount || ' ' || o.paid_in || ' of payment ' || o.paid_by"),
    ("order-due", ("CASE WHEN o.due IS NULL THEN o.counted > 0 "
     "ELSE o.counted + o.due <> o.total END"),
     "o.total || ' of parts and what is due'", "o.counted || ' and ' || coalesce(o.due, 0)"),
    ("order-due", "o.strange > 0", "'parts in ' || o.currency", "o.strange || ' in another'"),
    ("order-due", "o.due = 0 AND o.status = 'pending' OR o.sold AND o.by_parts AND o.due <> 0",
     "'nothing due exactly if it is paid'", "o.due || ' due, order ' || o.status"),
    ("order-refund", ("CASE WHEN o.status <> 'cancelled' THEN o.refund <> 'none' "
     "ELSE (o.refund = 'none') <> (o.payment_id IS NULL) OR o.returned AND o.refund = 'none' END"),
     "'a refund exactly if it was paid and cancelled'",
     "'order ' || o.status || ', refund ' || o.refund"),
    ("order-refund", ("o.status = 'cancelled' AND o.refund <> 'none' AND o.paid_by IS NOT NULL AND "
     "CASE WHEN o.by_parts THEN o.parts_back ELSE o.payment_status END <> "
     "CASE o.refund WHEN 'begun' THEN 'refunding' WHEN 'done' THEN 'refunded' "
     "ELSE 'refund-failed' END"),
     "'payment ' || o.paid_by || ' to be as its refund, ' || o.refund", "o.payment_status"),
    ("order-total", "o.told <> o.total::text", "o.told || ' as its events say'", "o.total"),
    ("order-items", "o.items IS NULL AND o.description IS NULL", "'items, or what it is for'",
     "NULL"),
    # What a booking costs beside goods stands with it, and is moved with it.
    ("order-total", f"o.items IS NOT NULL AND o.booking_id IS NOT NULL AND {_SUM} > o.total",
     f"{_SUM} || ' by its items, and a booking'", "o.total"),
    ("order-total", (f"o.items IS NOT NULL AND (o.booking_id IS NULL AND {_SUM} <> o.total "
     f"OR o.off <> o.discount OR o.taxed + {_OTHER_TAX} <> o.tax)"),
     (f"{_SUM} || ' by its items, ' || o.off || ' off, ' || (o.taxed + {_OTHER_TAX}) "
      "|| ' of tax'"),
     "o.total || ', ' || o.discount || ' off, ' || o.tax || ' of tax'"),
    ("order-items", "o.found_hold IS NOT NULL AND o.goods IS DISTINCT FROM o.held_goods",
     "'the goods of hold ' || o.found_hold || ': ' || coalesce(o.held_goods::text, 'none')",
     "o.goods"),
    # Who has logged in since has the order, and the seat is still the guest's.
    ("order-items", ("o.found_hold IS NOT NULL AND o.held_seats IS DISTINCT FROM "
     "CASE WHEN o.items IS NULL THEN 'seat/' || o.owner END AND NOT coalesce("
     "o.items IS NULL AND o.owner LIKE 'user:%' AND o.held_seats ~ '^seat/guest:[^,]+$', false)"),
     "'a seat exactly if it is for no goods'", "o.held_seats"),
    ("order-items", (f"o.at_once AND {_PAID} AND o.whole "
     "AND o.goods IS DISTINCT FROM o.bought"),
     "'the goods taken from the stock: ' || coalesce(o.bought::text, 'none')", "o.goods"),
    ("order-items", "o.returned AND o.whole AND o.goods IS DISTINCT FROM o.brought_back",
     "'all of its goods to be back in the stock'", "o.brought_back"),
    ("order-items", ("NOT o.returned AND o.put_back IS NOT NULL AND o.whole "
     "AND o.put_back IS DISTINCT FROM o.brought_back"),
     "'what was cancelled of it to be back in the stock: ' || o.put_back::text",
     "coalesce(o.brought_back::text, 'none')"),
    ("order-coupon", ("o.found_hold IS NOT NULL AND o.held_coupons IS DISTINCT FROM "
     "'issued/' || o.coupon_id"),
     "'in hold ' || o.found_hold || ': ' || coalesce(o.held_coupons, 'no coupon')", "o.coupon_id"),
    ("idempotency", ("o.reason IN ('buyer', 'staff', 'refunded') AND o.status = 'cancelled' "
     "AND o.cancelled_at > clock_timestamp() - interval '23 hours' AND o.cancel_kept IS NULL"),
     "'the record of its cancellation'", "NULL"),
)  # fmt: skip

_HOLD_PAGE: Final = """
SELECT h.id, h.state, h.ref, substring(h.ref FROM '^order/([0-9a-f-]{36})$')::uuid AS order_id,
       left($1, 4) || h.id AS place
FROM ledger_holds h
WHERE h.partition = left($1, 3)::smallint AND h.id > substr($1, 5)::uuid ORDER BY h.id LIMIT $2
"""
_HOLD_SEEN: Final = """
SELECT o.*, w.id AS found, w.status, w.reason, coalesce(w.rescue_hold_id, w.hold_id) AS its_hold
FROM page o LEFT JOIN orders w ON w.id = o.order_id WHERE o.order_id IS NOT NULL
"""
_HOLD_RULES: Final = rules(
    ("hold-order", "o.found IS NULL", "'the order it is for, ' || o.order_id", "NULL"),
    ("hold-order", ("o.state IN ('held', 'captured') AND o.found IS NOT NULL "
     "AND o.its_hold IS DISTINCT FROM o.id"),
     "'order ' || o.found || ' to have it'", "'hold ' || o.its_hold"),
)  # fmt: skip

ORDER_CHECKS: Final = (
    Check(
        "orders",
        ("orders", "payments", "flash_sales", "returns"),
        page_of(_PAGE, _SEEN, "'order ' || o.id || ' (' || o.number || ')'", _RULES),
    ),
    Check(
        "order holds",
        ("orders",),
        page_of(_HOLD_PAGE, _HOLD_SEEN, "'hold ' || o.id", _HOLD_RULES, "place"),
        page=2000,
        by_partition=True,
    ),
)
