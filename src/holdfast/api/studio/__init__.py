"""What photographers and studios ask about their own time: one file a noun."""

from typing import Final

from fastapi import APIRouter

from holdfast.api.studio import (
    calendar,
    conversations,
    income,
    intake,
    receipts,
    services,
    taken_times,
)

ROUTERS: Final[tuple[APIRouter, ...]] = (
    calendar.router,
    conversations.router,
    income.router,
    intake.router,
    services.router,
    receipts.router,
    taken_times.router,
)
