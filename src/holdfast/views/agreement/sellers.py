"""Money of sellers, and of who is booked: what each account says against the sub-orders, the shares
of bookings and the payouts it came from."""

from typing import Final

from holdfast.views.agreement.checks import Check, page_of, rules

__all__ = ["SELLER_CHECKS"]

# By account, as the journal says where each change came from: one moment shows both sides, since
# sub-orders, shares and payouts are written in the command that moves the money.
_PAGE: Final = """
SELECT a.key, a.balance, a.version, left($1, 4) || a.key AS place,
       substring(a.key FROM '^earned/([0-9a-f-]{36})/')::uuid AS holder, right(a.key, 3) AS currency
FROM ledger_accounts a
WHERE a.partition = left($1, 3)::smallint AND a.key > substr($1, 5) AND a.key < 'earned0'
ORDER BY a.key LIMIT $2
"""
_SEEN: Final = """
SELECT o.*, j.sales, j.disputes, j.fees, j.sessions, j.cash, j.handed, j.sent, j.lent,
       b.amount AS shares, c.amount AS kept, g.amount AS given,
       j.times = o.version AS whole, coalesce(d.balance, 0) AS owed,
       s.gross, s.disputed, s.commission, p.amount AS payouts
FROM page o
LEFT JOIN LATERAL (
    SELECT count(*) AS times,
           coalesce(sum(e.change) FILTER (WHERE e.counterparty LIKE 'sale/%'), 0) AS sales,
           coalesce(sum(e.change) FILTER (WHERE e.counterparty LIKE 'dispute/%'), 0) AS disputes,
           coalesce(sum(e.change) FILTER (WHERE e.counterparty LIKE 'fee/%'), 0) AS fees,
           coalesce(sum(e.change) FILTER (WHERE e.counterparty LIKE 'session/%'), 0) AS sessions,
           coalesce(sum(e.change) FILTER (WHERE e.counterparty LIKE 'cash/%'), 0) AS cash,
           coalesce(sum(e.change) FILTER (WHERE e.counterparty LIKE 'handed/%'), 0) AS handed,
           coalesce(sum(e.change) FILTER (WHERE e.counterparty LIKE 'payout/%'), 0) AS sent,
           coalesce(sum(e.change) FILTER (WHERE e.counterparty LIKE 'owed/%'), 0) AS lent
    FROM ledger_entries e WHERE e.partition = ANY ($3::smallint[]) AND e.key = o.key) j ON true
LEFT JOIN ledger_accounts d ON d.partition = ANY ($3::smallint[])
    AND d.key = 'owed/' || o.holder || '/' || o.currency
LEFT JOIN LATERAL (
    SELECT coalesce(sum(s.gross), 0) AS gross, coalesce(sum(s.disputed), 0) AS disputed,
           coalesce(sum(s.commission), 0) AS commission
    FROM suborders s WHERE s.seller_id = o.holder AND s.currency = o.currency) s ON true
LEFT JOIN LATERAL (
    SELECT coalesce(sum(b.amount), 0) AS amount FROM booking_shares b
    WHERE b.resource_id = o.holder AND b.currency = o.currency) b ON true
LEFT JOIN LATERAL (
    SELECT coalesce(sum(c.amount), 0) AS amount FROM session_cash c
    WHERE c.resource_id = o.holder AND c.currency = o.currency AND c.status = 'counted') c ON true
LEFT JOIN LATERAL (
    SELECT coalesce(sum(g.amount), 0) AS amount FROM cash_handed g
    WHERE g.resource_id = o.holder AND g.currency = o.currency AND g.status = 'noted') g ON true
LEFT JOIN LATERAL (
    SELECT coalesce(sum(p.amount), 0) AS amount FROM payouts p
    WHERE (p.seller_id = o.holder OR p.resource_id = o.holder)
      AND p.currency = o.currency AND p.status <> 'failed') p ON true
WHERE o.version > 0
"""
_RULES: Final = rules(
    ("seller-share", "o.whole AND o.sales <> o.gross + o.disputed",
     "o.gross + o.disputed || ' ' || o.currency || ' of its sub-orders'",
     "o.sales || ' in the journal'"),
    ("seller-share", "o.whole AND o.disputes <> -o.disputed",
     "o.disputed || ' ' || o.currency || ' that banks took back'",
     "-o.disputes || ' in the journal'"),
    ("seller-share", "o.whole AND o.fees <> -o.commission",
     "o.commission || ' ' || o.currency || ' of commission'", "-o.fees || ' in the journal'"),
    ("session-share", "o.whole AND o.sessions <> o.shares",
     "o.shares || ' ' || o.currency || ' of its bookings'", "o.sessions || ' in the journal'"),
    ("session-share", "o.whole AND o.cash <> -o.kept",
     "o.kept || ' ' || o.currency || ' taken in cash'", "-o.cash || ' in the journal'"),
    ("session-share", "o.whole AND o.handed <> o.given",
     "o.given || ' ' || o.currency || ' of cash handed over'", "o.handed || ' in the journal'"),
    ("payout", "o.whole AND o.sent <> -o.payouts",
     "o.payouts || ' ' || o.currency || ' in payouts'", "-o.sent || ' in the journal'"),
    ("seller-debt", "o.whole AND o.lent <> o.owed", "o.lent || ' ' || o.currency || ' owed'",
     "o.owed"),
    ("seller-debt", "o.balance > 0 AND o.owed > 0", "'earned or owed'",
     "o.balance || ' earned and ' || o.owed || ' owed'"),
)  # fmt: skip

_PAYOUT_PAGE: Final = """
SELECT p.*, 'earned/' || coalesce(p.seller_id, p.resource_id) || '/' || p.currency AS key,
       $4::timestamptz IS NULL OR p.made_at >= $4 AS whole
FROM payouts p WHERE p.id > $1::uuid ORDER BY p.id LIMIT $2
"""
_MOVED: Final = """
moved AS MATERIALIZED (
    SELECT e.key, e.counterparty, sum(e.change) AS change, count(*) AS times
    FROM ledger_entries e WHERE e.partition = ANY ($3::smallint[])
      AND e.key IN (SELECT key FROM page) AND e.counterparty LIKE 'payout/%'
    GROUP BY e.key, e.counterparty),
"""
_PAYOUT_SEEN: Final = """
SELECT o.*, coalesce(-m.change, 0) AS sent, coalesce(m.times, 0) AS times,
       CASE o.status WHEN 'failed' THEN 0 ELSE o.amount END AS due,
       CASE o.status WHEN 'failed' THEN 2 ELSE 1 END AS due_times
FROM page o LEFT JOIN moved m ON m.key = o.key AND m.counterparty = 'payout/' || o.id
"""
_PAYOUT_RULES: Final = rules(
    ("job", ("CASE WHEN o.status = 'sending' THEN NOT EXISTS (SELECT FROM ("
     "SELECT queue, payload FROM jobs UNION ALL SELECT queue, payload FROM dead_jobs) j "
     "WHERE j.queue = 'send-payout' AND position(convert_to(o.id::text, 'UTF8') IN j.payload) > 0)"
     " ELSE false END"), "'a job: send-payout'", "'payout sending and no job'"),
    ("payout", "o.status = 'sending' AND o.account IS NULL", "'an account to send it to'", "NULL"),
    ("payout", "o.whole AND (o.sent, o.times) IS DISTINCT FROM (o.due, o.due_times)",
     "o.due || ' ' || o.currency || ' in ' || o.due_times || ' entries of ' || o.key",
     "o.sent || ' in ' || o.times"),
)  # fmt: skip

# What a client paid in cash is among what was paid by hand for the same order.
_CASH_PAGE: Final = """
SELECT c.* FROM session_cash c WHERE c.id > $1::uuid ORDER BY c.id LIMIT $2
"""
_CASH_SEEN: Final = """
SELECT o.*, p.amount AS paid
FROM page o LEFT JOIN LATERAL (
    SELECT coalesce(sum(p.amount), 0) AS amount FROM payments p
    WHERE p.subject_id = o.id AND p.provider = 'manual'
      AND p.status NOT IN ('pending', 'authorized', 'failed')) p ON true
"""
_CASH_RULES: Final = rules(
    ("session-cash", "o.amount > o.paid",
     "'at most ' || o.paid || ' ' || o.currency || ' paid in cash'", "o.amount || ' noted'"),
    ("job", ("CASE WHEN o.status = 'open' THEN NOT EXISTS (SELECT FROM ("
     "SELECT queue, payload FROM jobs UNION ALL SELECT queue, payload FROM dead_jobs) j "
     "WHERE j.queue = 'count-cash' AND position(convert_to(o.id::text, 'UTF8') IN j.payload) > 0)"
     " ELSE false END"), "'a job: count-cash'", "'cash open and no job'"),
)  # fmt: skip

SELLER_CHECKS: Final = (
    Check(
        "sellers' money",
        ("suborders", "booking_shares", "session_cash", "cash_handed", "payouts"),
        page_of(_PAGE, _SEEN, "o.key", _RULES, "place"),
        "earned/",
        page=100,
        by_partition=True,
    ),
    Check(
        "cash of sessions",
        ("session_cash", "payments"),
        page_of(_CASH_PAGE, _CASH_SEEN, "'cash of order ' || o.id", _CASH_RULES),
    ),
    Check(
        "payouts",
        ("payouts",),
        page_of(
            _PAYOUT_PAGE,
            _PAYOUT_SEEN,
            "'payout ' || o.id || ' of ' || coalesce(o.seller_id, o.resource_id)",
            _PAYOUT_RULES,
            also=_MOVED,
        ),
    ),
)
