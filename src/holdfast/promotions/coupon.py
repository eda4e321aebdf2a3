"""A coupon as a value, and its state, which is derived and stored nowhere. Pure."""

from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

CouponState: TypeAlias = Literal["usable", "held", "used", "expired"]

_DAY: Final = timedelta(days=1)


class Coupon(Struct, frozen=True):
    """One coupon, given to ``owner``; it can be taken into use before ``expires_at``."""

    id: UUID
    campaign_id: UUID
    owner: str
    issued_at: datetime
    expires_at: datetime


def coupon_state(free: int, held: int, expires_at: datetime, now: datetime) -> CouponState:
    """What a coupon is, from its account and its end.

    A used one stays used, and one held before its end may still be captured after it; only a free
    one is expired.
    """
    if held:
        return "held"
    if not free:
        return "used"
    return "usable" if now < expires_at else "expired"


def days_left(expires_at: datetime, now: datetime) -> int:
    """Days until the end, the one begun counting whole: 1 on the last day, 0 when it is over."""
    return max(0, -((now - expires_at) // _DAY))
