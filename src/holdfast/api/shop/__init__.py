"""What shoppers and clients ask: one file a noun."""

from typing import Final

from fastapi import APIRouter

from holdfast.api.shop import (
    cart,
    carts_of_users,
    categories,
    config,
    coupons,
    crawlers,
    demo_pictures,
    links,
    order_coupons,
    orders,
    payments,
    policies,
    product_check,
    products,
    profile,
    quotes,
    recommendations,
    reviews,
    search,
    session,
    waiting,
    wallet_orders,
    wallets,
    wishes,
)

ROUTERS: Final[tuple[APIRouter, ...]] = (
    search.router,
    products.router,
    product_check.router,
    recommendations.router,
    categories.router,
    reviews.router,
    waiting.router,
    wishes.router,
    cart.router,
    carts_of_users.router,
    orders.router,
    order_coupons.router,
    quotes.router,
    wallet_orders.router,
    payments.router,
    wallets.router,
    coupons.router,
    session.router,
    profile.router,
    links.router,
    config.router,
    crawlers.router,
    policies.router,
    demo_pictures.router,
)
