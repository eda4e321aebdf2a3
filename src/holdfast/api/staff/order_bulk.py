"""Staff: steps with several orders at once: what is to be picked for them, all of them packed,
their slips in one file, all of them sent."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, Final, TypeAlias
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from msgspec.structs import replace
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.papers import PDF, PaperLanguage, pdf_answer
from holdfast.api.contract.problems import COMMITS, problems
from holdfast.api.contract.texts import written
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.api.shell.languages import locale_of
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import Key
from holdfast.flows.commit.refusals import OutcomeUnknown, TooBusy
from holdfast.flows.fulfilment.packing import pack_all_of, ship_all_of
from holdfast.flows.fulfilment.picking import to_pick
from holdfast.fulfilment import NothingToPack, ParcelNotFound, PickList, packing_slip, pick_list
from holdfast.kit import Problem, shop_now
from holdfast.kit.sentences import in_language, say
from holdfast.views.packing import slips_of, to_be_sent
from holdfast.views.picking import pick_lines

__all__ = ["router"]

router = APIRouter(prefix="/api/staff", tags=["staff"])

MOST: Final = 50
_Orders = Annotated[list[UUID], Field(min_length=1, max_length=MOST)]
_Asked: TypeAlias = Annotated[
    list[UUID],
    Query(min_length=1, max_length=MOST, description="An order's id; may be repeated"),
]
_Step: TypeAlias = Callable[[Caller, UUID], Awaitable[None]]


class PackOrdersAsked(Ask):
    """Which orders."""

    order_ids: _Orders


class ShipOrdersAsked(Ask):
    """Which orders, and with whom they leave."""

    order_ids: _Orders
    carrier: Annotated[str, Field(min_length=1, max_length=60), written(say("Say who takes it."))]


class OrderPackedShown(Answer):
    """What became of one of them; `refusal` is the code of a problem, which `why` says in the
    reader's language, null if it was done."""

    order_id: UUID
    refusal: str | None
    why: str | None


class OrdersPackedAnswer(Answer):
    orders: list[OrderPackedShown] = Field(description="In the order they were asked for")


@router.post("/orders-packed", responses=problems(*COMMITS))
async def pack_orders(request: Request, asked: PackOrdersAsked) -> OrdersPackedAnswer:
    """Pack all that is left of each of these orders, those that can be: what waits in parcels is
    being packed, what is in none goes in one. Each stands by itself."""
    here, by = shop_parts(request), caller(request, "orders-packed")
    return await _each(request, asked.order_ids, by, lambda by, one: pack_all_of(here, by, one))


@router.post("/orders-shipped", responses=problems(*COMMITS))
async def ship_orders(request: Request, asked: ShipOrdersAsked) -> OrdersPackedAnswer:
    """All that is packed of each of these orders left, those of which something is. Its buyer is
    told. What has a carrier's label leaves with that carrier. Each stands by itself."""
    here, by, carrier = (
        shop_parts(request),
        caller(request, "orders-shipped"),
        asked.carrier.strip(),
    )
    return await _each(
        request, asked.order_ids, by, lambda by, one: ship_all_of(here, by, one, carrier)
    )


async def _each(
    request: Request, orders: list[UUID], by: Caller, step: _Step
) -> OrdersPackedAnswer:
    language = locale_of(request)
    return OrdersPackedAnswer(
        orders=[await _done(by, one, step, language) for one in dict.fromkeys(orders)]
    )


async def _done(by: Caller, order_id: UUID, step: _Step, language: str) -> OrderPackedShown:
    """Under a key of the order's own, so that a repetition goes on where the first one ended.
    Raises what is to be tried again as a whole."""
    key = None if by.key is None else Key(f"{by.key.text}|{order_id}", by.key.digest)
    try:
        await step(replace(by, key=key), order_id)
    except (TooBusy, OutcomeUnknown):
        raise
    except Problem as problem:
        why = in_language(problem.detail, language)
        return OrderPackedShown(order_id=order_id, refusal=problem.code, why=why)
    return OrderPackedShown(order_id=order_id, refusal=None, why=None)


@router.get(
    "/packing-slips",
    response_class=Response,
    responses={**PDF, **problems(ParcelNotFound)},
)
async def get_slips(request: Request, order: _Asked, language: PaperLanguage = "en") -> Response:
    """What is in the parcels of these orders that have not left, a page each: one PDF without
    prices."""
    here = shop_parts(request)
    shop = await here.shop.now()
    async with here.database.read() as connection:
        parcels = await to_be_sent(connection, list(dict.fromkeys(order)))
        slips = await slips_of(connection, parcels, None, language, shop.name)
    if not slips:
        raise ParcelNotFound("None of these orders has a parcel that is to be sent.")
    made = await asyncio.to_thread(packing_slip, slips)
    return pdf_answer(made, "packing-slips")


@router.get("/picking-list", response_class=Response, responses={**PDF, **problems(NothingToPack)})
async def get_picking_list(
    request: Request, order: _Asked, language: PaperLanguage = "en"
) -> Response:
    """What of these orders has not left, each thing once, with how many of it and for which
    orders: a PDF without prices, to take it from the shelves by."""
    here = shop_parts(request)
    shop = await here.shop.now()
    found = await to_pick(here, dict.fromkeys(order))
    if not found:
        raise NothingToPack("Nothing of these orders is to be sent.")
    picked = [(one.order_id, one.line, one.place, one.quantity) for one in found]
    async with here.database.read() as connection:
        lines = await pick_lines(connection, picked, language)
    orders = len({one.order_id for one in found})
    told = PickList(
        language=language, shop=shop.name, on=shop_now().date(), orders=orders, lines=lines
    )
    return pdf_answer(await asyncio.to_thread(pick_list, told), "picking-list")
