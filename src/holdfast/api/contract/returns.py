"""Returns as the API shows them."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant, json_answer
from holdfast.api.contract.problems import InvalidRequest
from holdfast.catalog import Shelf
from holdfast.flows.checkout.basket import MAX_CART_LINES, MAX_QUANTITY
from holdfast.flows.returning.asking import Seen
from holdfast.kit import iso
from holdfast.returns import (
    RETURN_ACTIONS,
    Return,
    Returnable,
    ReturnAction,
    ReturnReason,
    ReturnStatus,
    why_not,
)
from holdfast.shop import WayBack
from holdfast.views.names_now import sold_named

__all__ = [
    "AskedBackAnswer",
    "OrderReturnsAnswer",
    "Pieces",
    "ReturnShown",
    "SendBackAsked",
    "SendBackLineNumber",
    "SendBackPreview",
    "SentBackAnswer",
    "line_bodies",
    "once",
    "photo_urls",
    "return_answer",
    "return_body",
    "returns_answer",
    "wanted_instead",
]  # fmt: skip

SendBackLineNumber = Annotated[
    int, Field(ge=0, lt=MAX_CART_LINES, strict=True, description="From 0")
]
ExchangeFor = Annotated[
    UUID | None,
    Field(description="A variant of the same product that is wanted in place of these units"),
]
Pieces = Annotated[int, Field(ge=1, le=MAX_QUANTITY, strict=True)]


class SendBackLine(Ask):
    """Units of a line of the order, and why they are sent back."""

    line: SendBackLineNumber
    quantity: Pieces
    reason: ReturnReason
    exchange_for: ExchangeFor = None


class SendBackAsked(Ask):
    """What is to be sent back; `note` is the buyer's words to the shop."""

    lines: Annotated[list[SendBackLine], Field(min_length=1, max_length=MAX_CART_LINES)]
    note: Annotated[str, Field(max_length=1000)] = ""


class SendBackUnits(Ask):
    line: SendBackLineNumber
    quantity: Pieces
    exchange_for: ExchangeFor = None


class SendBackPreview(Ask):
    """So many units of each line. Of a return, `exchange` says whether what was asked for in place
    of them is sent, if all of them came."""

    lines: Annotated[list[SendBackUnits], Field(min_length=1, max_length=MAX_CART_LINES)]
    exchange: Annotated[bool, Field(strict=True)] = True


class ReturnLineShown(Answer):
    """So many units of a line of the order. Once inspected: how many came back, of which so many
    are on sale again and so many were written off, and what was paid for them."""

    line: int = Field(description="From 0")
    product_name: str
    options: dict[str, str]
    quantity: int
    reason: ReturnReason
    restocked: int
    written_off: int
    fault: str = Field(description="Why they were written off")
    paid: int = Field(description="Minor units")


class ExchangeLineShown(Answer):
    """What is wanted in place of all units of a line that are sent back. One costs `price`, one of
    those sent back costs `was`."""

    line: int = Field(description="From 0")
    variant_id: UUID
    product_name: str
    options: dict[str, str]
    quantity: int
    price: int
    was: int


class ExchangeShown(Answer):
    """What is wanted in place of what is sent back; its units are held for 30 days. Once that was
    looked at, it is sent as the order `orderId`; what is dearer, once that order is paid. If it is
    not, what came back is refunded, and there is none."""

    lines: list[ExchangeLineShown]
    order_id: UUID | None
    due: int | None = Field(
        description="What is to be paid for that order before it is sent; null: nothing"
    )


class ReturnShown(Answer):
    """A return of an order. `answer` is what staff wrote to its buyer. Once inspected, `refunded`
    is what was paid for its units, with `delivery`, less `deducted`, for the reason `deduction`,
    and `exchanged`: what stays paid for what is sent in place of them (null: nothing is).
    `actions`: what may be done now, by name; null if it may, else the code of the refusal."""

    id: UUID
    order_id: UUID
    number: int = Field(description="Its place in the order, from 1")
    status: ReturnStatus
    note: str
    by_rule: bool = Field(description="Approved by the shop's rules alone")
    answer: str | None
    lines: list[ReturnLineShown]
    currency: str
    refunded: int | None
    delivery: int | None
    deducted: int | None
    deduction: str | None
    exchange: ExchangeShown | None
    exchanged: int | None
    made_at: Instant
    decided_at: Instant | None
    received_at: Instant | None
    ended_at: Instant | None
    photos: list[str] = Field(description="Addresses of the buyer's, for the buyer and staff")
    actions: dict[ReturnAction, str | None]


class ReturnableShown(Answer):
    """Of a line: so many units may be sent back `until` then, or none, for the reason `refusal`,
    the code of a problem, which `why` says in the reader's language."""

    line: int
    units: int
    until: Instant | None
    refusal: str | None
    why: str | None
    by_rule: bool = Field(description="It is approved at once")


class OrderReturnsAnswer(Answer):
    """An order's returns, and what may be sent back now. `wayBack`: who pays for it; `fault`: the
    shop where the fault is its own, else the buyer. `address`: where it is sent."""

    returns: list[ReturnShown]
    lines: list[ReturnableShown]
    refusal: str | None = Field(description="Why nothing can be, whatever it is")
    way_back: WayBack
    address: str
    server_time: Instant


class SentBackAnswer(Answer):
    shown: ReturnShown = Field(alias="return")


class AskedBackAnswer(SentBackAnswer):
    """The first of the returns, and all of them: one for each seller whose goods they are, and one
    for the shop's own."""

    returns: list[ReturnShown]


async def return_body(shelf: Shelf, seen: Seen, locale: str) -> dict[str, Any]:
    """One return, its goods as readers of that language call them, or as they were kept."""
    found, items = seen.found, await sold_named(shelf, seen.items, locale)
    return {
        "id": found.id,
        "orderId": found.order_id,
        "number": found.number,
        "status": found.status,
        "note": found.note,
        "byRule": found.by_rule,
        "answer": found.answer,
        "lines": [
            {
                "line": line,
                "productName": items[line].product_name,
                "options": items[line].options,
                "quantity": one.quantity,
                "reason": one.reason,
                "restocked": one.restocked,
                "writtenOff": one.written_off,
                "fault": one.fault,
                "paid": one.paid,
            }
            for line, one in found.lines.items()
        ],
        "currency": seen.order.currency,
        "refunded": found.refunded,
        "delivery": found.delivery,
        "deducted": found.deducted,
        "deduction": found.deduction,
        "exchange": await _exchange_body(shelf, found, locale),
        "exchanged": found.exchanged,
        "madeAt": iso(found.made_at),
        "decidedAt": iso(found.decided_at),
        "receivedAt": iso(found.received_at),
        "endedAt": iso(found.ended_at),
        "photos": photo_urls(found.id, found.photos),
        "actions": {
            action: None if (refusal := why_not(action, found)) is None else refusal.code
            for action in RETURN_ACTIONS
        },
    }


async def _exchange_body(shelf: Shelf, found: Return, locale: str) -> dict[str, Any] | None:
    if (exchange := found.exchange) is None:
        return None
    items = await sold_named(shelf, exchange.items, locale)
    return {
        "lines": [
            {
                "line": one.line,
                "variantId": one.variant_id,
                "productName": one.product_name,
                "options": one.options,
                "quantity": one.quantity,
                "price": one.price,
                "was": one.was,
            }
            for one in items
        ],
        "orderId": None if found.exchanged is None else exchange.order_id,
        "due": None if found.exchanged is None else found.due,
    }


def photo_urls(return_id: UUID, count: int) -> list[str]:
    """Where the photos of a return are."""
    return [f"/api/returns/{return_id}/photos/{number}" for number in range(1, count + 1)]


async def return_answer(shelf: Shelf, seen: Seen, locale: str) -> Response:
    """One return, as an answer."""
    return json_answer({"return": await return_body(shelf, seen, locale)})


async def returns_answer(shelf: Shelf, found: Sequence[Seen], locale: str) -> Response:
    """What was asked for at once."""
    bodies = [await return_body(shelf, one, locale) for one in found]
    return json_answer({"return": bodies[0], "returns": bodies}, 201)


def line_bodies(lines: Sequence[Returnable], words: Sequence[str | None]) -> list[dict[str, Any]]:
    """What may be sent back of each line; ``words`` say why not."""
    return [
        {
            "line": at,
            "units": one.units,
            "until": iso(one.until),
            "refusal": None if one.refusal is None else one.refusal.code,
            "why": why,
            "byRule": one.by_rule,
        }
        for at, (one, why) in enumerate(zip(lines, words, strict=True))
    ]


def wanted_instead(
    lines: Sequence[SendBackUnits] | Sequence[SendBackLine],
) -> dict[int, UUID]:
    """Which variant is wanted in place of what is sent back, by line."""
    return {one.line: one.exchange_for for one in lines if one.exchange_for is not None}


def once(lines: Sequence[SendBackUnits] | Sequence[SendBackLine]) -> None:
    """Raises the refusal if a line is named twice."""
    if len({one.line for one in lines}) < len(lines):
        raise InvalidRequest("Name each line once.", field="lines")
