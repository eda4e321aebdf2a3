"""What staff ask: one file a noun."""

from typing import Final

from fastapi import APIRouter

from holdfast.api.staff import (
    campaigns,
    dead_deliveries,
    dead_jobs,
    dead_letters,
    first_steps,
    home,
    imports,
    order_actions,
    orders,
    password_links,
    people,
    products,
    reports,
    settings,
    standing,
    statistics,
    variants,
    wallets,
)

__all__ = ["ROUTERS"]

ROUTERS: Final[tuple[APIRouter, ...]] = (
    variants.router,
    products.router,
    imports.router,
    wallets.router,
    reports.router,
    statistics.router,
    settings.router,
    orders.router,
    people.router,
    standing.router,
    password_links.router,
    home.router,
    dead_jobs.router,
    first_steps.router,
    order_actions.router,
    dead_letters.router,
    dead_deliveries.router,
    campaigns.router,
)
