"""Which routes there are, and whose."""

from typing import Final

from fastapi import APIRouter

from holdfast.api import hooks, seller, shop, staff, studio
from holdfast.api.contract import schemas
from holdfast.api.shell import docs, health

__all__ = ["OF_ORDERS", "OF_PAYMENTS", "ROUTERS"]

ROUTERS: Final[tuple[APIRouter, ...]] = (
    *shop.ROUTERS,
    *staff.ROUTERS,
    *seller.ROUTERS,
    *studio.ROUTERS,
    *hooks.ROUTERS,
    health.router,
    docs.router,
    schemas.router,
)

_WALLETS: Final = (shop.wallets.router, staff.wallets.router)
_EVERYWHERE: Final = (health.router, docs.router)

OF_ORDERS: Final = tuple(router for router in ROUTERS if router not in _WALLETS)
"""Of the service of orders. Of ``payments`` what concerns reservations."""

OF_PAYMENTS: Final = (
    shop.payments.router, hooks.payment_events.router, *_WALLETS, *_EVERYWHERE,
)  # fmt: skip
"""Of the service of payments. Of ``payments`` and hooks what concerns wallets."""
