"""What staff ask: one file a noun."""

from typing import Final

from fastapi import APIRouter

from holdfast.api.staff import (
    attributes,
    bulk,
    campaigns,
    categories,
    exports,
    first_steps,
    home,
    imports,
    order_actions,
    orders,
    password_links,
    people,
    pictures,
    products,
    promotions,
    reports,
    reviews,
    sellers,
    settings,
    standing,
    statistics,
    stuck,
    variants,
    wallets,
)

ROUTERS: Final[tuple[APIRouter, ...]] = (
    variants.router,
    products.router,
    pictures.router,
    categories.router,
    attributes.router,
    bulk.router,
    sellers.router,
    imports.router,
    exports.router,
    wallets.router,
    reports.router,
    statistics.router,
    settings.router,
    orders.router,
    people.router,
    standing.router,
    password_links.router,
    home.router,
    stuck.router,
    reviews.router,
    first_steps.router,
    order_actions.router,
    campaigns.router,
    promotions.router,
)
