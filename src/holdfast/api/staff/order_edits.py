"""Staff: paid orders, changed: what is added to them, and taken off for it."""

from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request

from holdfast.api.contract.access import must_let
from holdfast.api.contract.carts import CART_REFUSED
from holdfast.api.contract.order_edits import (
    EditAnswer,
    EditAsked,
    EditPreviewAsked,
    EditReckoning,
    EditsSeen,
    edit_bodies,
    edits_seen,
    reckoning_of,
)
from holdfast.api.contract.problems import COMMITS, problems
from holdfast.api.shell.dependencies import Member, caller, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, reader_of
from holdfast.api.staff.of_others import ORDER_OF_ANOTHER
from holdfast.edits import EditOpen, edit_by_id
from holdfast.flows.checkout.edit_lines import LinesFixed, PriceNotAllowed
from holdfast.flows.commit.known_orders import any_order
from holdfast.flows.commit.refusals import (
    BalanceTooLarge,
    InsufficientStock,
    NotPaid,
    OrderCancelledAlready,
    OrderCompletedAlready,
    OrderNotFound,
)
from holdfast.flows.editing.making import EditDiffers, edit_paid
from holdfast.flows.editing.planning import EditOfRates, EditOfSellers, MoneySetAside, planned
from holdfast.flows.ending.parcels import OrderPacked
from holdfast.flows.inventory.by_codes import GoodsAreFiles, StockIsCodes
from holdfast.flows.payments.give_back import PaymentDisputed, RefundTooLarge
from holdfast.flows.people.standing import OwnStanding
from holdfast.fraud import OrderHeld
from holdfast.fulfilment import UnitsNotToPack
from holdfast.kit import Problem, new_id

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/orders", tags=["staff"])

_REFUSED: Final[tuple[type[Problem], ...]] = (
    OwnStanding, OrderNotFound, *CART_REFUSED, NotPaid, OrderCancelledAlready,
    OrderCompletedAlready, OrderHeld, OrderPacked, LinesFixed, PriceNotAllowed, EditOpen,
    EditOfSellers, EditOfRates, MoneySetAside, UnitsNotToPack, PaymentDisputed, RefundTooLarge,
    StockIsCodes, GoodsAreFiles,
)  # fmt: skip


def _must_let(who: Member, asked: EditPreviewAsked) -> None:
    """What is taken off pays for others, or goes back; so does what another price leaves out."""
    if asked.lines or any(one.price is not None for one in asked.add):
        must_let(who, "POST /api/staff/orders/{order_id}/refund")


@router.get(
    "/{order_id}/edits",
    operation_id="listOrderEditsSeen",
    responses=problems(OrderNotFound),
    openapi_extra=IN_A_LANGUAGE,
)
async def list_edits(request: Request, order_id: UUID) -> EditsSeen:
    """Changes of an order since it was paid."""
    here = shop_parts(request)
    await any_order(here.orders, order_id)
    return EditsSeen(edits=await edits_seen(here, order_id, reader_of(request)))


@router.post(
    "/{order_id}/edits/preview",
    dependencies=ORDER_OF_ANOTHER,
    responses=problems(*_REFUSED),
)
async def preview_edit(
    request: Request, order_id: UUID, asked: EditPreviewAsked, who: Member
) -> EditReckoning:
    """What a change would come to now. It changes nothing, and holds nothing."""
    _must_let(who, asked)
    return reckoning_of(await planned(shop_parts(request), order_id, new_id(), asked.wanted()))


@router.post(
    "/{order_id}/edits",
    status_code=201,
    dependencies=ORDER_OF_ANOTHER,
    responses=problems(*_REFUSED, InsufficientStock, BalanceTooLarge, EditDiffers, *COMMITS),
    openapi_extra=IN_A_LANGUAGE,
)
async def post_edit(request: Request, order_id: UUID, asked: EditAsked, who: Member) -> EditAnswer:
    """Change a paid order that is not all sent: units are added as an order of their own, with
    which what was paid for others stays that are taken off for them. If that is enough it is done,
    and the rest goes back; else they are held until the difference is paid. To withdraw it, cancel
    the order that was added."""
    _must_let(who, asked)
    here = shop_parts(request)
    by = caller(request, f"edit/{order_id}")
    wanted = asked.wanted(asked.reason, asked.hours, asked.expected)
    made = await edit_paid(here, by, order_id, wanted)
    found = await edit_by_id(here.database.pool, made.edit_id)
    assert found is not None, "none is deleted"
    (body,) = await edit_bodies(here, [found], reader_of(request))
    return EditAnswer(edit=body)
