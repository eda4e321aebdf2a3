"""Coupons given for friends who were invited, against the coupon of each and what one may have."""

from typing import Final

from holdfast.views.agreement.checks import Check, page_of, rules

__all__ = ["REFERRAL_CHECKS"]

_PAGE: Final = """
SELECT r.* FROM referrals r WHERE r.status = 'given' AND r.id > $1::uuid ORDER BY r.id LIMIT $2
"""
_YEAR: Final = "extract(year FROM c.issued_at AT TIME ZONE 'UTC')"
_SEEN: Final = f"""
SELECT o.*, c.owner, c.campaign_id, p.campaign_id AS promised, l.balance AS counted, n.given
FROM page o LEFT JOIN coupons c ON c.id = o.coupon_id
LEFT JOIN referral_programs p ON p.id = o.program_id
LEFT JOIN LATERAL (
    SELECT l.balance FROM ledger_accounts l WHERE l.partition = ANY ($3::smallint[])
      AND l.key = 'limit/referrals/' || {_YEAR} || '/' || o.inviter) l ON true
CROSS JOIN LATERAL (
    SELECT count(*) AS given FROM referrals g JOIN coupons k ON k.id = g.coupon_id
    WHERE g.inviter = o.inviter
      AND extract(year FROM k.issued_at AT TIME ZONE 'UTC') = {_YEAR}) n
"""
_RULES: Final = rules(
    ("referral", "o.owner IS DISTINCT FROM o.inviter", "'a coupon of ' || o.inviter", "o.owner"),
    ("referral", "o.campaign_id IS DISTINCT FROM o.promised",
     "'a coupon of campaign ' || o.promised", "o.campaign_id"),
    ("referral", "o.counted IS DISTINCT FROM o.given",
     "coalesce(o.counted, 0) || ' given to ' || o.inviter || ' in its year'",
     "o.given || ' coupons'"),
)  # fmt: skip

REFERRAL_CHECKS: Final = (
    Check(
        "referrals",
        ("referrals", "coupons"),
        page_of(_PAGE, _SEEN, "'referral ' || o.id", _RULES),
        page=200,
    ),
)
