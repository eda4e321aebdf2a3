"""What sellers ask, each about their own: one file a noun."""

from typing import Final

from fastapi import APIRouter

from holdfast.api.seller import (
    applications,
    conversations,
    desk,
    digital,
    imports,
    leaving,
    money,
    orders,
    page,
    parcels,
    pauses,
    preorders,
    products,
    questions,
    returns,
    thresholds,
    trade,
)

ROUTERS: Final[tuple[APIRouter, ...]] = (
    desk.router, products.router, imports.router, money.router, orders.router, parcels.router,
    returns.router, applications.router, trade.router, conversations.router, page.router,
    questions.router, pauses.router, leaving.router, digital.router,
    preorders.router, thresholds.router,
)  # fmt: skip
