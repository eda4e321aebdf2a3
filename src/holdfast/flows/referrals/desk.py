"""What inviting friends works with."""

from dataclasses import dataclass

from holdfast.flows.promotions.coupon_desk import CouponDesk
from holdfast.orders import OrderBook
from holdfast.shop import CurrentSettings

__all__ = ["ReferralDesk"]


@dataclass(frozen=True, kw_only=True)
class ReferralDesk(CouponDesk):
    """What campaigns and promotions work with; orders, and the shop's settings."""

    orders: OrderBook
    shop: CurrentSettings
