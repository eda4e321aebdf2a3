"""Sellers: what of their own goods is announced, and ordered before it is there."""

from uuid import UUID

from fastapi import APIRouter, Request

from holdfast.api.contract.problems import COMMITS, problems
from holdfast.api.seller.products import own, selling
from holdfast.api.shell.dependencies import caller, database, shop_parts
from holdfast.api.shell.languages import LOCALE_PARAMETER
from holdfast.api.staff.preorders import (
    ANNOUNCE_REFUSED,
    RECEIVE_REFUSED,
    PreorderAsked,
    PreorderReceiptAsked,
    PreordersBody,
    PreorderStaffBody,
    announced_now,
    preorder_of,
)
from holdfast.catalog import VariantNotFound
from holdfast.flows.digital.delivery import must_be_of
from holdfast.flows.inventory.preorders import announce, receive_preorder
from holdfast.flows.waiting.offering import GoodsLine
from holdfast.preorders import PreorderNotFound
from holdfast.sellers import SellerLeaves, SellerNotFound, SellerSuspended

__all__ = ["router"]

router = APIRouter(prefix="/api/seller/{seller_id}", tags=["sellers"])

_ONE = "/variants/{variant_id}/preorder"


@router.get(
    "/preorders",
    operation_id="listOwnPreorders",
    responses=problems(SellerNotFound),
    openapi_extra={"parameters": [LOCALE_PARAMETER]},
)
async def get_own_preorders(request: Request, seller_id: UUID) -> PreordersBody:
    """Their goods of which something is to come, or somebody waits."""
    return await announced_now(request, await own(request, seller_id))


@router.get(
    _ONE,
    operation_id="getOwnPreorder",
    responses=problems(SellerNotFound, VariantNotFound, PreorderNotFound),
    openapi_extra={"parameters": [LOCALE_PARAMETER]},
)
async def get_own_preorder(
    request: Request, seller_id: UUID, variant_id: UUID
) -> PreorderStaffBody:
    """What was announced of it last, and how it stands."""
    await _theirs(request, await own(request, seller_id), variant_id)
    return await preorder_of(request, variant_id)


@router.put(
    _ONE,
    operation_id="announceOwnPreorder",
    responses=problems(SellerNotFound, SellerLeaves, SellerSuspended, *ANNOUNCE_REFUSED, *COMMITS),
)
async def put_own_preorder(
    request: Request, seller_id: UUID, variant_id: UUID, asked: PreorderAsked
) -> PreorderStaffBody:
    """Say how many are to come and when. Never fewer than buyers have ordered."""
    await _theirs(request, await selling(request, seller_id), variant_id)
    here = shop_parts(request)
    await announce(here, caller(request), asked.preorder(variant_id), asked.units)
    return await preorder_of(request, variant_id)


@router.post(
    f"{_ONE}/receive",
    operation_id="receiveOwnPreorder",
    responses=problems(SellerNotFound, *RECEIVE_REFUSED, *COMMITS),
)
async def post_own_receipt(
    request: Request, seller_id: UUID, variant_id: UUID, asked: PreorderReceiptAsked
) -> PreorderStaffBody:
    """Take in what came, whole or in part: first for who ordered it before."""
    await _theirs(request, await own(request, seller_id), variant_id)
    here, by = shop_parts(request), caller(request, f"preorder/{variant_id}")
    await receive_preorder(here, by, variant_id, asked.quantity, GoodsLine(here), more=asked.more)
    return await preorder_of(request, variant_id)


async def _theirs(request: Request, seller_id: UUID, variant_id: UUID) -> None:
    async with database(request).read() as connection:
        await must_be_of(connection, variant_id, seller_id)
