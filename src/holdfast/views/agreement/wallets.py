"""Wallets: who has one, what was paid into it, what it paid when it was asked by message."""

from typing import Final

from holdfast.views.agreement.checks import Check, account, jobs_waiting, page_of, rules

__all__ = ["WALLET_CHECKS"]

_PAGE: Final = """
SELECT w.*, 'wallet/' || w.owner || '/' || w.currency AS key,
       $4::timestamptz IS NULL OR w.created_at >= $4 AS whole
FROM wallets w WHERE w.id > $1::uuid ORDER BY w.id LIMIT $2
"""
# By where it came from: what the journal, the payments, the staff's audit log say. As payments and
# staff's lines are written in the command that moves the money, one moment shows both or neither.
_SEEN: Final = """
SELECT o.*, j.times, j.paid_in, j.by_staff, j.staff_times, -j.given_back AS given_back,
       p.payments, p.payment_times, t.counted, l.lines, l.line_times
FROM page o
LEFT JOIN LATERAL (
    SELECT count(*) FILTER (WHERE known IS NULL) AS times,
           coalesce(sum(e.change) FILTER (WHERE known IS NULL), 0) AS paid_in,
           count(*) FILTER (WHERE known = 'staff') AS staff_times,
           coalesce(sum(e.change) FILTER (WHERE known = 'staff'), 0) AS by_staff,
           coalesce(sum(e.change) FILTER (WHERE known = 'there'), 0) AS given_back
    FROM ledger_entries e CROSS JOIN LATERAL (SELECT CASE
             WHEN e.counterparty IN ('world/staff', 'world/correction') THEN 'staff'
             WHEN e.note LIKE 'refund-there/%' THEN 'there'
             WHEN e.counterparty = 'world/demo' AND e.note IS NULL THEN 'demo' END) AS by (known)
    WHERE e.partition = ANY ($3::smallint[]) AND e.key = o.key AND e.counterparty LIKE 'world/%'
) j ON true
LEFT JOIN LATERAL (
    SELECT count(*) AS payment_times, coalesce(sum(p.amount), 0) AS payments
    FROM payments p WHERE p.subject_id = o.id AND p.status = 'credited') p ON true
LEFT JOIN LATERAL (
    SELECT coalesce(sum(r.counted), 0) AS counted
    FROM payments p JOIN refunds_there r ON r.payment_id = p.id AND r.state = 'made'
    WHERE p.subject_id = o.id) t ON true
LEFT JOIN LATERAL (
    SELECT count(*) AS line_times, coalesce(sum((a.data ->> 'amount')::bigint), 0) AS lines
    FROM audit_log a WHERE a.subject = o.id::text
      AND a.action IN ('wallet.topped-up', 'wallet.corrected')) l ON true
"""
_RULES: Final = rules(
    ("top-up", "o.whole AND (o.paid_in, o.times) IS DISTINCT FROM (o.payments, o.payment_times)",
     "o.payments || ' ' || o.currency || ' from ' || o.payment_times || ' payments'",
     "o.paid_in || ' in ' || o.times || ' entries of ' || o.key"),
    ("refunded-there", "o.whole AND o.given_back <> o.counted",
     "o.counted || ' ' || o.currency || ' that providers gave back'",
     "o.given_back || ' out of ' || o.key"),
    ("top-up", "o.whole AND (o.by_staff, o.staff_times) IS DISTINCT FROM (o.lines, o.line_times)",
     "o.lines || ' ' || o.currency || ' by ' || o.line_times || ' lines of the audit log'",
     "o.by_staff || ' in ' || o.staff_times || ' entries of ' || o.key"),
)  # fmt: skip

_PAYMENT_PAGE: Final = """
SELECT p.* FROM payments p WHERE p.id > $1::uuid AND p.purpose = 'top-up'
ORDER BY p.id LIMIT $2
"""
_PAYMENT_SEEN: Final = """
SELECT o.*, w.id AS found, w.currency AS its_currency, k.kept, t.counted
FROM page o LEFT JOIN wallets w ON w.id = o.subject_id
LEFT JOIN LATERAL (
    SELECT true AS kept FROM ledger_idempotency k WHERE k.partition = ANY ($3::smallint[])
      AND k.key = 'top-up/' || o.id LIMIT 1) k ON o.status = 'credited'
CROSS JOIN LATERAL (
    SELECT coalesce(sum(r.counted), 0) AS counted FROM refunds_there r
    WHERE r.payment_id = o.id AND r.state = 'made') t
"""
_PAYMENT_RULES: Final = rules(
    ("payment-order", "o.found IS NULL OR o.its_currency <> o.currency",
     "'wallet ' || o.subject_id || ' in ' || o.currency", "o.its_currency"),
    ("job", ("CASE WHEN o.status IN ('pending', 'authorized') THEN NOT EXISTS ("
     "SELECT FROM waiting j WHERE j.payment = o.id::text) ELSE false END"),
     "'a job: resolve-payment'", "'payment ' || o.status || ' and no job'"),
    ("refunded-there", "o.counted > CASE o.status WHEN 'credited' THEN o.amount ELSE 0 END",
     "'at most what was paid in: ' || o.amount", "o.counted || ' given back there'"),
    ("idempotency", ("o.status = 'credited' AND o.kept IS NULL "
     "AND o.created_at > clock_timestamp() - interval '23 hours'"),
     "'the record of its top-up'", "NULL"),
)  # fmt: skip

_CHARGE_PAGE: Final = """
SELECT c.*, c.payment_id AS id, c.state IN ('paid', 'refunded') AS took
FROM wallet_charges c WHERE c.payment_id > $1::uuid ORDER BY c.payment_id LIMIT $2
"""
_CHARGE_SEEN: Final = f"""
SELECT o.*, a.key, a.unit, a.balance, e.change AS opening
FROM page o {account("'charge/' || o.payment_id")}
"""
_CHARGE_RULES: Final = rules(
    ("charge", "o.took <> (o.key IS NOT NULL)", "'an account exactly if it paid: ' || o.state",
     "o.key"),
    ("charge", "o.opening <> o.amount OR o.unit <> o.currency",
     "o.amount || ' ' || o.currency", "o.opening || ' ' || o.unit || ' taken'"),
    # One that went back after wallets came into the shop's own ledger is still called paid.
    ("charge", "o.state = 'refunded' AND o.balance <> 0 OR o.balance > o.amount",
     "CASE o.state WHEN 'refunded' THEN 'nothing left' ELSE 'at most ' || o.amount || ' left' END",
     "o.balance || ' left'"),
)  # fmt: skip

WALLET_CHECKS: Final = (
    Check(
        "wallets",
        ("wallets", "payments"),
        page_of(_PAGE, _SEEN, "'wallet ' || o.id || ' of ' || o.owner", _RULES),
        page=100,
    ),
    Check(
        "payments into wallets",
        ("wallets", "payments"),
        page_of(
            _PAYMENT_PAGE, _PAYMENT_SEEN, "'payment ' || o.id || ' into a wallet'", _PAYMENT_RULES,
            also=jobs_waiting("resolve-payment", "resolve-wallet-payment"),
        ),
    ),
    Check(
        "charges",
        ("wallet_charges",),
        page_of(_CHARGE_PAGE, _CHARGE_SEEN, "'charge ' || o.payment_id", _CHARGE_RULES),
    ),
)  # fmt: skip
