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
    session,
    waiting,
    wallet_orders,
    wallets,
    wishes,
)

ROUTERS: Final[tuple[APIRouter, ...]] = (
    products.router,
    waiting.router,
    wishes.router,
    orders.router,
    order_coupons.router,
    wallet_orders.router,
    payments.router,
    wallets.router,
    coupons.router,
    session.router,
    profile.router,
    links.router,
    config.router,
    demo_pictures.router,
)
