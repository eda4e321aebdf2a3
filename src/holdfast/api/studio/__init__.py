"""What photographers and studios ask about their own time: one file a noun."""

from typing import Final

from fastapi import APIRouter

from holdfast.api.studio import (
    bookings,
    calendar,
    cancelling,
    cash,
    clients,
    conversations,
    galleries,
    income,
    intake,
    load,
    receipts,
    services,
    taken_times,
)

ROUTERS: Final[tuple[APIRouter, ...]] = (
    calendar.router,
    cancelling.router,
    cash.router,
    bookings.router,
    clients.router,
    conversations.router,
    galleries.router,
    income.router,
    intake.router,
    load.router,
    services.router,
    receipts.router,
    taken_times.router,
)
