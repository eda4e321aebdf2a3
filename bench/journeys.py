"""Ways from goods to a paid order over HTTP, request by request as a page makes them."""

import asyncio
from typing import Any, Final
from uuid import uuid4

from msgspec.json import decode, encode

from bench.lines import Answer, Lines
from tests.support.stripe import StripeServer

__all__ = ["Refused", "Variant", "card_settings", "from_cart", "from_cart_by_card", "straight"]

Variant = tuple[str, str]
"""Product id and variant id."""
_DEMO: Final = {"provider": "demo", "scenario": "success"}


class Refused(Exception):
    """What the shop said instead. ``for_stock``: that there are too few."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f"{answer.status}: {answer.body[:300]!r}")
        self.for_stock = answer.status == 409 and b'"insufficient-stock"' in answer.body


def card_settings(stripe: StripeServer) -> dict[str, object]:
    """Of a shop that takes cards by the test server."""
    names = stripe.settings.items()
    return {name.removeprefix("HOLDFAST_").lower(): value for name, value in names}


async def straight(lines: Lines, cookie: str, variant: Variant) -> None:
    """The ground floor's: reserve, pay by the demo provider, create."""
    held = await _post(lines, "/api/orders/reserve", cookie, {"items": [_line(variant)]})
    await _paid(lines, cookie, held)


async def from_cart(lines: Lines, cookie: str, variant: Variant) -> None:
    """Into the cart, then as ``straight``."""
    await _paid(lines, cookie, await _held(lines, cookie, variant))


async def from_cart_by_card(
    lines: Lines, cookie: str, variant: Variant, stripe: StripeServer
) -> None:
    """Into the cart, to the provider's page, where the card is charged at once, and back."""
    hold = await _held(lines, cookie, variant)
    begun = await _post(lines, "/api/payments", cookie, {**hold, "provider": "stripe"})
    name = begun["nextAction"]["redirectUrl"].rpartition("/")[2]
    await asyncio.to_thread(stripe.visit, name, "pay")
    await _post(lines, "/api/orders/create", cookie, {**hold, "paymentId": begun["paymentId"]})


async def _held(lines: Lines, cookie: str, variant: Variant) -> dict[str, Any]:
    product, which = variant
    added = {"productId": product, "variantId": which, "quantity": 1}
    await _post(lines, "/api/cart/items", cookie, added)
    asked = {"items": [_line(variant)], "fromCart": True}
    held = await _post(lines, "/api/orders/reserve", cookie, asked)
    return {"reservationId": held["reservationId"]}


async def _paid(lines: Lines, cookie: str, held: dict[str, Any]) -> None:
    hold = {"reservationId": held["reservationId"]}
    paid = await _post(lines, "/api/payments", cookie, {**hold, **_DEMO})
    await _post(lines, "/api/orders/create", cookie, {**hold, "paymentId": paid["paymentId"]})


def _line(variant: Variant) -> dict[str, Any]:
    return {"productId": variant[0], "variantId": variant[1], "quantity": 1}


async def _post(lines: Lines, path: str, cookie: str, body: object) -> dict[str, Any]:
    answer = await lines.post(path, cookie, encode(body), str(uuid4()))
    if answer.status >= 300:
        raise Refused(answer)
    found: dict[str, Any] = decode(answer.body)
    return found
