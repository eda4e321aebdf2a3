"""Which routes there are, and whose."""

from typing import Final

from fastapi import APIRouter

from holdfast.api import (
    config,
    coupons,
    demo_pictures,
    docs,
    health,
    links,
    order_coupons,
    orders,
    payments,
    products,
    profile,
    purchases,
    schemas,
    session,
    staff_campaigns,
    staff_dead_letters,
    staff_deliveries,
    staff_first_steps,
    staff_home,
    staff_imports,
    staff_jobs,
    staff_order_actions,
    staff_orders,
    staff_password_links,
    staff_people,
    staff_people_actions,
    staff_products,
    staff_reports,
    staff_settings,
    staff_statistics,
    staff_variants,
    staff_wallets,
    waiting,
    wallets,
)

__all__ = ["OF_ORDERS", "OF_PAYMENTS", "ROUTERS"]

# Hot ones first only for the eye: the table of routes looks them up, in whatever order.
ROUTERS: Final[tuple[APIRouter, ...]] = (
    products.router,
    waiting.router,
    orders.router,
    order_coupons.router,
    purchases.router,
    payments.router,
    wallets.router,
    coupons.router,
    staff_variants.router,
    staff_products.router,
    staff_imports.router,
    staff_wallets.router,
    staff_reports.router,
    staff_statistics.router,
    staff_settings.router,
    staff_orders.router,
    staff_people.router,
    staff_people_actions.router,
    staff_password_links.router,
    staff_home.router,
    staff_jobs.router,
    staff_first_steps.router,
    staff_order_actions.router,
    staff_dead_letters.router,
    staff_deliveries.router,
    staff_campaigns.router,
    session.router,
    profile.router,
    links.router,
    config.router,
    health.router,
    docs.router,
    schemas.router,
    demo_pictures.router,
)

_WALLETS: Final = (wallets.router, staff_wallets.router)
_EVERYWHERE: Final = (health.router, docs.router)

OF_ORDERS: Final = tuple(router for router in ROUTERS if router not in _WALLETS)
"""Of the service of orders. Of ``payments`` what concerns reservations."""

OF_PAYMENTS: Final = (payments.router, *_WALLETS, *_EVERYWHERE)
"""Of the service of payments. Of ``payments`` what concerns wallets."""
