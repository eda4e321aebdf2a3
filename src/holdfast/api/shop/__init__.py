"""What shoppers and clients ask: one file a noun."""

from typing import Final

from fastapi import APIRouter

from holdfast.api.shop import (
    config,
    coupons,
    demo_pictures,
    links,
    order_coupons,
    orders,
    payments,
    products,
    profile,
    purchases,
    session,
    waiting,
    wallets,
    wishes,
)

ROUTERS: Final[tuple[APIRouter, ...]] = (
    products.router,
    waiting.router,
    wishes.router,
    orders.router,
    order_coupons.router,
    purchases.router,
    payments.router,
    wallets.router,
    coupons.router,
    session.router,
    profile.router,
    links.router,
    config.router,
    demo_pictures.router,
)
