"""Everything the shop's flows work with, composed once by ``app.py`` and ``roles``. Each flow is
handed the part of its own room, so none names this."""

from dataclasses import dataclass

from holdfast.flows.carting.carting import Carting
from holdfast.flows.checkout.till import Till
from holdfast.flows.inventory.stockroom import Stockroom
from holdfast.flows.promotions.coupon_desk import CouponDesk
from holdfast.flows.settlement.settler import Settler

__all__ = ["ShopParts"]


@dataclass(frozen=True, kw_only=True)
class ShopParts(Till, Settler, Carting, Stockroom, CouponDesk):
    """One of each."""
