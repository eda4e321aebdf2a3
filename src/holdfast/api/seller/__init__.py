"""What sellers ask, each about their own: one file a noun."""

from typing import Final

from fastapi import APIRouter

from holdfast.api.seller import applications, money, orders, products, trade

ROUTERS: Final[tuple[APIRouter, ...]] = (
    products.router, money.router, orders.router, applications.router, trade.router,
)  # fmt: skip
