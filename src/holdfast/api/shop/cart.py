"""One's own cart: a guest's by the guest's cookie, a user's on all devices."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from holdfast.api.contract.answers import json_answer
from holdfast.api.contract.cart import (
    ADD_REFUSED,
    SET_REFUSED,
    CartAnswer,
    CartChangedAnswer,
    QuantityAsked,
)
from holdfast.api.contract.carts import ItemAsked, cart_of
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import caller, exchange, shop_parts
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.shell.looking import looked
from holdfast.api.shell.state import state_of
from holdfast.cart import Cart
from holdfast.flows.carting.changing import (
    Whose,
    add_to_cart,
    clear_cart,
    remove_from_cart,
    set_in_cart,
)
from holdfast.flows.carting.held import held_for_cart
from holdfast.kit import iso, shop_now
from holdfast.views.cart import cart_seen

__all__ = ["cart_answer", "router"]

router = APIRouter(prefix="/api/cart", tags=["cart"], route_class=DirectRoute)


@router.get(
    "",
    operation_id="getCart",
    summary="One's own cart, with what has changed since",
    response_model=CartAnswer,
    openapi_extra=IN_A_LANGUAGE,
)
async def get_cart(request: Request) -> Response:
    who = exchange(request).principal
    return await cart_answer(request, None if who is None else who.id)


@router.post(
    "/items",
    operation_id="addToCart",
    summary="Add to one's cart what is free now; nothing is reserved",
    response_model=CartChangedAnswer,
    openapi_extra=IN_A_LANGUAGE,
    responses=problems(*ADD_REFUSED),
)
async def add_item(request: Request, asked: ItemAsked) -> Response:
    whose = _own(request, "cart")
    cart = await add_to_cart(shop_parts(request), whose, cart_of([asked])[0])
    state_of(request).product_views.put(asked.product_id)
    looked(request, "add-to-cart", asked.product_id)
    return await cart_answer(request, whose.owner.id, cart, success=True)


@router.put(
    "/items/{variant_id}",
    operation_id="setInCart",
    summary="Set how many of a variant lie in one's cart",
    response_model=CartChangedAnswer,
    openapi_extra=IN_A_LANGUAGE,
    responses=problems(*SET_REFUSED),
)
async def set_item(request: Request, variant_id: UUID, asked: QuantityAsked) -> Response:
    whose = _own(request)
    await set_in_cart(shop_parts(request), whose, variant_id, asked.quantity)
    return await cart_answer(request, whose.owner.id, success=True)


@router.delete(
    "/items/{variant_id}",
    operation_id="removeFromCart",
    summary="Take a variant from one's cart; repeating it changes nothing",
    response_model=CartChangedAnswer,
    openapi_extra=IN_A_LANGUAGE,
)
async def remove_item(request: Request, variant_id: UUID) -> Response:
    whose = _own(request)
    await remove_from_cart(shop_parts(request), whose, variant_id)
    return await cart_answer(request, whose.owner.id, success=True)


@router.delete(
    "",
    operation_id="clearCart",
    summary="Empty one's cart",
    response_model=CartChangedAnswer,
    openapi_extra=IN_A_LANGUAGE,
)
async def clear(request: Request) -> Response:
    whose = _own(request)
    await clear_cart(shop_parts(request), whose)
    return await cart_answer(request, whose.owner.id, success=True)


def _own(request: Request, scope: str = "") -> Whose:
    by = caller(request, scope)
    return Whose(by, by.principal)


async def cart_answer(
    request: Request, owner: str | None, cart: Cart | None = None, *, success: bool = False
) -> Response:
    """The owner's cart as it is; ``cart``: as this very request left it."""
    parts = shop_parts(request)
    if cart is None and owner is not None:
        cart = await parts.carts.of(owner)
    held = await held_for_cart(parts, cart.owner) if cart is not None and cart.items else {}
    now, locale = shop_now(), locale_of(request)
    directory = state_of(request).products.directory
    seen = await cart_seen(
        parts.database, parts.shelf, parts.stocks, directory, cart, held, locale, now
    )
    body: dict[str, Any] = {"success": True} if success else {}
    body |= {name: getattr(seen, name) for name in ("items", "total", "currency", "totals")}
    body |= {"itemsCount": seen.items_count, "version": seen.version, "serverTime": iso(now)}
    return json_answer(body)
