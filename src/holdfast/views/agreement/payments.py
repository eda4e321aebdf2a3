"""Payments against orders, refundable accounts and jobs; money that orders moved, both sides."""

from typing import Final

from holdfast.views.agreement.checks import Check, Paged, account, jobs_waiting, page_of, rules

__all__ = ["PAYMENT_CHECKS"]

_PAGE: Final = """
SELECT p.*, p.status IN ('refunding', 'refunded', 'refund-failed') AS goes_back,
       p.provider = 'wallet' AND p.reference NOT LIKE 'message/%' AS together
FROM payments p WHERE p.id > $1::uuid AND p.purpose IN ('order', 'part') ORDER BY p.id LIMIT $2
"""
# Jobs are looked at for payments that wait for one only: few at any time.
_SEEN: Final = f"""
SELECT o.*, w.id AS found_order, w.payment_id AS paid_by, coalesce(
           o.purpose = 'part' AND o.status = 'credited' AND (w.status = 'cancelled'
           OR w.status <> 'pending' AND q.purpose <> 'part'), false) AS unneeded,
       greatest(w.paid_at, w.cancelled_at) AS ended_at, h.ref AS hold_ref,
       a.key AS account, a.unit, a.balance, a.held, e.change AS opening,
       e.counterparty AS opened_from, t.counted,
       CASE WHEN o.provider <> 'wallet' AND o.status IN ('pending', 'authorized') THEN
            '{{resolve-payment,payment-arrives}}'::text[]
            WHEN o.provider NOT IN ('wallet', 'manual') AND o.status = 'refunding' THEN '{{refund}}'
            WHEN o.status = 'succeeded' AND w.payment_id IS DISTINCT FROM o.id
             AND o.provider <> 'wallet' THEN '{{payment-arrives,resolve-payment}}'
            WHEN o.status = 'credited' THEN '{{payment-arrives}}'
       END AS job
FROM page o
LEFT JOIN orders w ON w.id = o.subject_id
LEFT JOIN payments q ON q.id = w.payment_id
LEFT JOIN LATERAL (SELECT g.ref FROM ledger_holds g
                   WHERE g.partition = ANY ($3::smallint[]) AND g.id = o.hold_id) h ON true
CROSS JOIN LATERAL (
    SELECT coalesce(sum(r.counted), 0) AS counted FROM refunds_there r
    WHERE r.payment_id = o.id AND r.state = 'made') t
{account("'refundable/' || o.id")}
"""
_JOBS: Final = jobs_waiting("resolve-payment", "payment-arrives", "refund")
_JOB: Final = """NOT EXISTS (
    SELECT FROM waiting j WHERE j.payment = o.id::text AND j.queue = ANY (o.job))"""
# Between a provider's yes and the order there are some seconds, in which the buyer's page settles.
_SETTLING: Final = "o.settled_at < clock_timestamp() - interval '10 minutes'"
_RULES: Final = rules(
    ("payment-order", "o.found_order IS NULL", "'its order, ' || o.subject_id", "NULL"),
    ("payment-hold", ("o.hold_id IS NOT NULL AND "
     "o.hold_ref IS DISTINCT FROM 'order/' || o.subject_id"),
     "'hold ' || o.hold_id || ' to be for order ' || o.subject_id", "o.hold_ref"),
    ("payment-doubled", ("o.found_order IS NOT NULL AND o.status = 'succeeded' "
     "AND o.paid_by IS DISTINCT FROM o.id AND CASE WHEN o.provider = 'wallet' THEN true "
     f"WHEN {_SETTLING} THEN {_JOB} ELSE false END"),
     "'to have paid order ' || o.subject_id || ', or to go back'", "'paid by ' || o.paid_by"),
    ("payment-doubled", ("CASE WHEN o.unneeded AND "
     f"o.ended_at < clock_timestamp() - interval '10 minutes' THEN {_JOB} ELSE false END"),
     "'a part that its order needs, or that goes back'", "'credited'"),
    ("job", ("CASE WHEN o.status IN ('pending', 'authorized', 'refunding') AND o.job IS NOT NULL "
     f"THEN {_JOB} ELSE false END"), "'a job: ' || array_to_string(o.job, ' or ')",
     "'payment ' || o.status || ' and no job'"),
    ("refundable", ("o.account IS NULL AND o.together AND o.amount > 0 "
     "AND (o.goes_back OR o.status IN ('succeeded', 'credited'))"),
     "'the account refundable/' || o.id", "NULL"),
    ("refundable", "o.unit <> o.currency", "'an account in ' || o.currency", "'in ' || o.unit"),
    ("refundable", "o.opening <> o.amount", "'opened with ' || o.amount", "o.opening"),
    ("refundable", ("o.opened_from IS NOT NULL AND o.opened_from <> CASE o.provider "
     "WHEN 'wallet' THEN 'order/' || o.subject_id ELSE 'world/' || o.provider END"),
     "'opened from what paid it'", "o.opened_from"),
    ("refundable", ("o.balance > o.amount OR o.held <> 0 OR o.goes_back AND o.amount > 0 "
     "AND o.balance = o.amount"),
     "CASE WHEN o.goes_back THEN 'less than ' ELSE 'at most ' END || o.amount || ' to refund'",
     "o.balance"),
    ("refunded-there", "o.counted > o.amount - coalesce(o.balance, o.amount)",
     "'at most ' || o.amount - coalesce(o.balance, o.amount) || ' given back there'", "o.counted"),
)  # fmt: skip

# Money of an order: what left a wallet stands on an account of the payment, until it goes back. A
# refundable account of a payment by message only counts; that money stands on charge/<payment>.
_MONEY_PAGE: Final = """
SELECT DISTINCT e.counterparty FROM ledger_entries e
WHERE e.counterparty LIKE 'order/%' AND e.counterparty > $1
  AND ($4::timestamptz IS NULL OR e.counterparty >= 'order/' || regexp_replace(
       lpad(to_hex((extract(epoch FROM $4::timestamptz) * 1000)::bigint), 12, '0'),
       '^(.{8})', '\\1-'))
ORDER BY e.counterparty LIMIT $2
"""
_MONEY_SEEN: Final = """
SELECT o.counterparty, a.unit, sum(e.change) AS net,
       string_agg(DISTINCT e.key, ', ' ORDER BY e.key) AS keys, {owner} AS stranger
FROM page o
JOIN ledger_entries e ON e.counterparty = o.counterparty AND e.counterparty LIKE 'order/%'
JOIN ledger_accounts a ON a.partition = e.partition AND a.key = e.key
{join}
GROUP BY o.counterparty, a.unit
"""
_BY_MESSAGE: Final = """
LEFT JOIN orders w ON w.id = substring(o.counterparty FROM '^order/([0-9a-f-]{36})$')::uuid
LEFT JOIN payments p ON e.key LIKE 'refundable/%'
                    AND p.id = substring(e.key FROM '^refundable/([0-9a-f-]{36})$')::uuid
WHERE p.reference IS NULL OR p.reference NOT LIKE 'message/%'
"""
_MONEY_RULES: Final = rules(
    ("order-money", "o.net <> 0",
     "'what left ' || o.keys || ' to be what came in'", "o.net || ' ' || o.unit || ' too much'"),
    ("order-money", "o.stranger IS NOT NULL", "'the wallet of its buyer'", "o.stranger"),
)  # fmt: skip


# Of whom the wallet is that paid or got money back: of the order's own buyer.
_STRANGER: Final = """max(e.key) FILTER (
    WHERE e.key LIKE 'wallet/%' AND e.key <> 'wallet/' || w.owner || '/' || w.currency
      AND e.key <> 'wallet/' || w.owner || '/PTS')"""


def _money(join: str, owner: str) -> Paged:
    seen = _MONEY_SEEN.format(join=join, owner=owner)
    return page_of(_MONEY_PAGE, seen, "o.counterparty", _MONEY_RULES, "counterparty")


# What was set aside: taken and let go by parts, each written before the provider was asked.
_ASIDE_PAGE: Final = """
SELECT c.payment_id AS id, c.state FROM payment_captures c WHERE c.payment_id > $1::uuid
ORDER BY c.payment_id LIMIT $2
"""
_ASIDE_SEEN: Final = """
SELECT o.*, p.amount, s.done, s.asked, s.released, m.moved, p.status,
       coalesce(a.balance, p.amount) AS refundable
FROM page o JOIN payments p ON p.id = o.id
CROSS JOIN LATERAL (
    SELECT coalesce(sum(g.amount) FILTER (WHERE g.kind = 'taken' AND g.state = 'done'), 0) AS done,
           coalesce(sum(g.amount) FILTER (WHERE g.state = 'asked'), 0) AS asked,
           coalesce(sum(g.amount) FILTER (WHERE g.kind = 'released'), 0) AS released
    FROM capture_parts g WHERE g.payment_id = o.id) s
CROSS JOIN LATERAL (
    SELECT coalesce(sum(g.amount), 0) AS moved FROM payment_moves g
    WHERE g.payment_id = o.id AND g.kind = 'captured') m
LEFT JOIN ledger_accounts a ON a.partition = ANY ($3::smallint[]) AND a.version > 0
                           AND a.key = 'refundable/' || o.id
"""
_ASIDE_RULES: Final = rules(
    ("capture-parts", "o.done + o.asked + o.released > o.amount",
     "'at most ' || o.amount || ' taken and let go'", "o.done + o.asked + o.released"),
    ("capture-parts", ("o.state = 'captured' AND o.done + o.released <> o.amount "
     "OR o.state = 'voided' AND (o.done > 0 OR o.released <> o.amount)"),
     "o.state || ': ' || o.amount || ' taken and let go'",
     "o.done || ' taken, ' || o.released || ' let go'"),
    ("capture-parts", "o.moved <> o.done", "'moved at the provider: ' || o.done", "o.moved"),
    ("capture-parts", ("o.released > o.amount - o.refundable AND o.released > 0 "
     "AND o.status NOT IN ('refunding', 'refunded', 'refund-failed')"),
     "'let go at most what is refunded: ' || o.amount - o.refundable", "o.released"),
)  # fmt: skip

PAYMENT_CHECKS: Final = (
    Check(
        "payments",
        ("payments", "orders"),
        page_of(
            _PAGE,
            _SEEN,
            "'payment ' || o.id",
            _RULES,
            also=jobs_waiting("resolve-payment", "payment-arrives", "refund"),
        ),
    ),
    Check(
        "money set aside",
        ("payment_captures", "payments"),
        page_of(_ASIDE_PAGE, _ASIDE_SEEN, "'payment ' || o.id", _ASIDE_RULES),
    ),
    Check("orders' money", ("payments", "orders"), _money(_BY_MESSAGE, _STRANGER), first=""),
    Check("charges' money", ("wallet_charges", "!orders"), _money("", "NULL::text"), first=""),
)
