"""Calls to Stripe: what its errors mean for who asked."""

from collections.abc import Awaitable
from typing import Final, TypeVar

import structlog
from stripe import (
    APIConnectionError,
    APIError,
    AuthenticationError,
    InvalidRequestError,
    RateLimitError,
    StripeError,
)
from stripe import PermissionError as KeyNotAllowed

from holdfast.payments.provider import AnswerLost, ProviderRefused, ProviderUnavailable

__all__ = ["Missing", "asked", "known"]

log = structlog.get_logger("holdfast.payments.stripe")

_GONE: Final = "resource_missing"

_Answer = TypeVar("_Answer")


class Missing(ProviderRefused):
    """Stripe has nothing by a name that was used."""


async def known(call: Awaitable[_Answer]) -> _Answer | None:
    """What Stripe has by a name; None if it has none."""
    try:
        return await asked(call)
    except Missing:
        return None


async def asked(call: Awaitable[_Answer]) -> _Answer:
    try:
        return await call
    except StripeError as error:
        raise _trouble(error) from error


def _trouble(error: StripeError) -> Exception:
    """What it means for who asked: that trying again is safe, or that it is no use."""
    if isinstance(error, InvalidRequestError) and error.code == _GONE:
        return Missing(str(error))
    if isinstance(error, AuthenticationError | KeyNotAllowed):
        log.error("Stripe does not take this shop's key", error=str(error))
        return ProviderUnavailable(str(error))
    if isinstance(error, APIConnectionError):
        return AnswerLost(str(error))
    if isinstance(error, APIError | RateLimitError):
        return ProviderUnavailable(str(error))
    if error.http_status == 409:  # the same key is being worked on at this moment
        return ProviderUnavailable(str(error))
    return ProviderRefused(str(error))
