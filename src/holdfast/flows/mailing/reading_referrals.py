"""What a mail says of a coupon for a friend who was invited, to who invited."""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.flows.mailing.reading import About, Told

__all__ = ["REFERRALS"]

_REFERRALS: Final = sa.text("""
SELECT r.id, r.inviter, c.rule, c.value, c.minimum, c.currency FROM referrals r
JOIN referral_programs p ON p.id = r.program_id JOIN coupon_campaigns c ON c.id = p.campaign_id
WHERE r.id = ANY(CAST(:ids AS uuid[]))
""")


async def _referrals(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    """By referral. Who the friend is, is not said."""
    return {
        str(row.id): Told(
            row.inviter,
            None,
            {
                "percent": row.value if row.rule == "percent" else 0,
                "amount": {"amount": row.value, "currency": row.currency or ""},
                "minimum": {"amount": row.minimum, "currency": row.currency or ""},
            },
        )
        for row in await connection.execute(_REFERRALS, {"ids": list(ids)})
    }


REFERRALS: Final = About("referral", "/coupons", _referrals)
