"""Staff: steps with several orders at once: all of them packed, their slips in one file."""

import asyncio
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from msgspec.structs import replace
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.papers import PDF, PaperLanguage, pdf_answer
from holdfast.api.contract.problems import COMMITS, problems
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.api.shell.languages import locale_of
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import Key
from holdfast.flows.commit.refusals import OutcomeUnknown, TooBusy
from holdfast.flows.fulfilment.packing import pack_all_of
from holdfast.flows.shop_parts import ShopParts
from holdfast.fulfilment import ParcelNotFound, packing_slip
from holdfast.kit import Problem
from holdfast.kit.sentences import in_language
from holdfast.views.packing import slips_of, to_be_sent

__all__ = ["router"]

router = APIRouter(prefix="/api/staff", tags=["staff"])

MOST: Final = 50
_Orders = Annotated[list[UUID], Field(min_length=1, max_length=MOST)]


class PackOrdersAsked(Ask):
    """Which orders."""

    order_ids: _Orders


class OrderPackedShown(Answer):
    """What became of one of them; `refusal` is the code of a problem, which `why` says in the
    reader's language, null if it was packed."""

    order_id: UUID
    refusal: str | None
    why: str | None


class OrdersPackedAnswer(Answer):
    orders: list[OrderPackedShown] = Field(description="In the order they were asked for")


@router.post("/orders-packed", responses=problems(*COMMITS))
async def pack_orders(request: Request, asked: PackOrdersAsked) -> OrdersPackedAnswer:
    """Pack all that is left of each of these orders, those that can be: what waits in parcels is
    being packed, what is in none goes in one. Each stands by itself."""
    by, here, language = caller(request, "orders-packed"), shop_parts(request), locale_of(request)
    wanted = dict.fromkeys(asked.order_ids)
    return OrdersPackedAnswer(
        orders=[await _packed(here, by, order_id, language) for order_id in wanted]
    )


async def _packed(here: ShopParts, by: Caller, order_id: UUID, language: str) -> OrderPackedShown:
    """Under a key of the order's own, so that a repetition goes on where the first one ended.
    Raises what is to be tried again as a whole."""
    key = None if by.key is None else Key(f"{by.key.text}|{order_id}", by.key.digest)
    try:
        await pack_all_of(here, replace(by, key=key), order_id)
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
async def get_slips(
    request: Request,
    order: Annotated[
        list[UUID],
        Query(min_length=1, max_length=MOST, description="An order's id; may be repeated"),
    ],
    language: PaperLanguage = "en",
) -> Response:
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
