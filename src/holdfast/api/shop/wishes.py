"""Wishes: products a customer may buy later, or has had in the cart."""

from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.cart import ADD_REFUSED, CartChangedAnswer
from holdfast.api.contract.problems import COMMITS, problems
from holdfast.api.shell.dependencies import caller, member, shop_parts
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.shell.looking import looked
from holdfast.api.shell.packing import packed
from holdfast.api.shell.state import state_of
from holdfast.api.shop.cart import cart_answer
from holdfast.api.shop.products import ProductBody, reads
from holdfast.cart import NotInCart
from holdfast.catalog import ProductNotFound
from holdfast.flows.carting.wishes import cart_to_wishes, wish_to_cart
from holdfast.flows.commit.refusals import OutcomeUnknown, TooBusy
from holdfast.flows.inventory.wishes import TooManyWishes, forget_wish, wish
from holdfast.kit import iso
from holdfast.wishes import wishes_of

__all__ = ["router"]

router = APIRouter(prefix="/api/wishes", tags=["products"], route_class=DirectRoute)


class WishesAnswer(Answer):
    """All that one wishes for."""

    products: list[ProductBody] = Field(description="Those on sale now, the latest wish first")
    stock: dict[str, int] = Field(description="Product id to pieces free")
    wished: dict[str, Instant] = Field(description="Product id to when; also what is not on sale")


class WishToCart(Ask):
    """Which variant, where the product has several."""

    variant_id: UUID | None = None


class CartToWishes(Ask):
    """Which line of the cart."""

    variant_id: UUID


@router.get(
    "", response_model=None, responses={200: {"model": WishesAnswer}}, openapi_extra=IN_A_LANGUAGE
)
async def list_wishes(request: Request) -> Response:
    """One's own list; at most 100 products."""
    return await _answer(request)


@router.put(
    "/{product_id}",
    response_model=None,
    responses={
        200: {"model": WishesAnswer},
        **problems(ProductNotFound, TooManyWishes, TooBusy, OutcomeUnknown),
    },
    openapi_extra=IN_A_LANGUAGE,
)
async def put_wish(request: Request, product_id: UUID) -> Response:
    """Put a product on one's list. Repeating it changes nothing."""
    await wish(shop_parts(request), caller(request), product_id)
    return await _answer(request)


@router.delete(
    "/{product_id}",
    response_model=None,
    responses={200: {"model": WishesAnswer}, **problems(TooBusy, OutcomeUnknown)},
    openapi_extra=IN_A_LANGUAGE,
)
async def delete_wish(request: Request, product_id: UUID) -> Response:
    """Take a product from one's list. Repeating it changes nothing."""
    await forget_wish(shop_parts(request), caller(request), product_id)
    return await _answer(request)


@router.post(
    "/{product_id}/to-cart",
    operation_id="moveWishToCart",
    summary="Move a wish to one's cart; it stays if it cannot be had",
    response_model=None,
    responses={
        200: {"model": WishesAnswer},
        **problems(*ADD_REFUSED, TooBusy, OutcomeUnknown),
    },
    openapi_extra=IN_A_LANGUAGE,
)
async def move_to_cart(request: Request, product_id: UUID, asked: WishToCart) -> Response:
    parts, by = shop_parts(request), caller(request, f"wish-to-cart/{product_id}")
    await wish_to_cart(parts, parts, by, product_id, asked.variant_id)
    state_of(request).product_views.put(product_id)
    looked(request, "add-to-cart", product_id)
    return await _answer(request)


@router.post(
    "/from-cart",
    operation_id="moveCartToWishes",
    summary="Move a line of one's cart to the wish list",
    response_model=CartChangedAnswer,
    responses=problems(NotInCart, ProductNotFound, TooManyWishes, *COMMITS),
    openapi_extra=IN_A_LANGUAGE,
)
async def move_from_cart(request: Request, asked: CartToWishes) -> Response:
    who, parts = member(request), shop_parts(request)
    await cart_to_wishes(parts, parts, caller(request, "cart-to-wishes"), asked.variant_id)
    return await cart_answer(request, who.id, success=True)


async def _answer(request: Request) -> Response:
    found = await wishes_of(shop_parts(request).database.pool, member(request).id)
    shown = await reads(request).among([one.product_id for one in found], locale_of(request))
    at = {str(one.product_id): iso(one.at) for one in found}
    body = b'{%b,"wished":%b}' % (shown, msgspec.json.encode(at))
    return packed(request, body, "application/json", {"cache-control": "no-store"})
