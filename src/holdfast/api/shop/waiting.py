"""Waiting: what a customer wants to hear of as soon as one is free."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant, json_answer
from holdfast.api.contract.carts import Locale
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import member
from holdfast.api.shell.dependencies import shop_parts as shop_parts_of
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shell.languages import order_locale
from holdfast.catalog import ProductNotFound, VariantNotFound
from holdfast.flows.inventory.waiting import TooManyAwaited, wait_for
from holdfast.kit import iso
from holdfast.views.waiting import awaited_variants
from holdfast.waiting import forget_variant

__all__ = ["router"]

router = APIRouter(prefix="/api/waiting", tags=["products"], route_class=DirectRoute)

Named = Annotated[Locale | None, Query(description="Of the names; else the browser's")]


class WaitAsked(Ask):
    """The product that the variant is of."""

    product_id: UUID


class AwaitedShown(Answer):
    """A variant one waits for."""

    variant_id: UUID
    product_id: UUID
    handle: str
    name: str
    since: Instant
    stock: int = Field(description="Free to buy now")


class AwaitedAnswer(Answer):
    """All that one waits for and is on sale, the latest first."""

    waiting: list[AwaitedShown]


@router.get(
    "",
    operation_id="listAwaited",
    summary="What one waits for",
    response_model=AwaitedAnswer,
)
async def list_awaited(request: Request, locale: Named = None) -> Response:
    return await _answer(request, locale)


@router.put(
    "/{variant_id}",
    operation_id="awaitVariant",
    summary="Wait for a variant to be free",
    response_model=AwaitedAnswer,
    responses=problems(ProductNotFound, VariantNotFound, TooManyAwaited),
)
async def await_one(request: Request, variant_id: UUID, asked: WaitAsked) -> Response:
    await wait_for(shop_parts_of(request), member(request), asked.product_id, variant_id)
    return await _answer(request, None)


@router.delete(
    "/{variant_id}",
    operation_id="forgetVariant",
    summary="Wait for a variant no more",
    response_model=AwaitedAnswer,
)
async def forget_one(request: Request, variant_id: UUID) -> Response:
    await forget_variant(shop_parts_of(request).database.pool, member(request).id, variant_id)
    return await _answer(request, None)


async def _answer(request: Request, locale: str | None) -> Response:
    who, shop_parts = member(request), shop_parts_of(request)
    named = order_locale(request, locale) or "en"
    async with shop_parts.database.read() as connection:
        rows = await awaited_variants(connection, who.id, named, shop_parts.reader.partitions)
    return json_answer({"waiting": [_shown(row) for row in rows]})


def _shown(row: dict[str, object]) -> dict[str, object]:
    since = row["since"]
    assert isinstance(since, datetime)
    return {
        "variantId": row["variant_id"],
        "productId": row["product_id"],
        "handle": row["handle"],
        "name": row["name"],
        "since": iso(since),
        "stock": row["stock"],
    }
