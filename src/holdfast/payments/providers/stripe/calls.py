"""Calls to Stripe: over which client, and what its errors mean for who asked."""

from collections.abc import Awaitable
from typing import Final, TypeVar
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import structlog
from aiohttp import ClientError, ClientTimeout
from stripe import (
    AIOHTTPClient,
    APIConnectionError,
    APIError,
    AuthenticationError,
    InvalidRequestError,
    RateLimitError,
    StripeError,
)
from stripe import PermissionError as KeyNotAllowed

from holdfast.payments.provider import (
    AnswerLost,
    KeyRefused,
    ProviderRefused,
    ProviderUnavailable,
)

__all__ = ["STRIPE", "Missing", "asked", "http_client", "known"]

log = structlog.get_logger("holdfast.payments.stripe")

STRIPE: Final = "https://api.stripe.com"
SECONDS: Final = 6.0
"""How long one answer may take; a call of the port makes two at most, and is bounded itself."""
_GONE: Final = "resource_missing"

_Answer = TypeVar("_Answer")


class Missing(ProviderRefused):
    """Stripe has nothing by a name that was used."""


def http_client(url: str) -> AIOHTTPClient:
    """By aiohttp, which takes half of the processor's time that httpx takes for a card's purchase
    (benchmark t); through the proxy that the environment names for ``url``, as httpx would."""
    where = urlsplit(url)
    proxy = None if proxy_bypass(where.hostname or "") else getproxies().get(where.scheme)
    return AIOHTTPClient(timeout=ClientTimeout(total=SECONDS), proxy=proxy)


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
    except ClientError as error:  # the library takes no care of an answer that breaks off
        raise AnswerLost(str(error)) from error


def _trouble(error: StripeError) -> Exception:
    """What it means for who asked: that trying again is safe, or that it is no use."""
    if isinstance(error, InvalidRequestError) and error.code == _GONE:
        return Missing(str(error))
    if isinstance(error, AuthenticationError | KeyNotAllowed):
        log.error("Stripe does not take this shop's key", error=str(error))
        return KeyRefused(str(error))
    if isinstance(error, APIConnectionError):
        return AnswerLost(str(error))
    if isinstance(error, APIError | RateLimitError):
        return ProviderUnavailable(str(error))
    if error.http_status == 409:  # the same key is being worked on at this moment
        return ProviderUnavailable(str(error))
    return ProviderRefused(str(error))
