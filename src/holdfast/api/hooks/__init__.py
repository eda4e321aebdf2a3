"""What others call us with by themselves: outside of ``/api`` and its limits, with bounds of their
own."""

from typing import Final

from fastapi import APIRouter

from holdfast.api.hooks import (
    calendar_calls,
    carrier_words,
    login_answers,
    mail_links,
    payment_events,
)

ROUTERS: Final[tuple[APIRouter, ...]] = (
    calendar_calls.router,
    carrier_words.router,
    login_answers.router,
    mail_links.router,
    payment_events.router,
)
