"""Orders as the API shows them: with items, the hold's end, and the timeline of what happened."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal
from uuid import UUID

from holdfast.api.contract.addresses import AddressBody, shown_address
from holdfast.api.contract.answers import Answer, Instant
from holdfast.api.contract.codes import OrderCode, order_codes
from holdfast.api.contract.files import OrderFile, order_files
from holdfast.api.contract.order_beside import (
    AnswerDueShown,
    ExchangeOf,
    RestOf,
    exchange_of,
    put_bookings,
)
from holdfast.api.contract.order_items import ItemShown, item_bodies, put_parts, put_preorders
from holdfast.api.contract.order_money import ForStaff, PaidPart, money_back, order_money
from holdfast.api.contract.order_offers import GiftShown, OfferShown, offer_bodies
from holdfast.api.contract.order_units import units_now
from holdfast.api.contract.parcels import ParcelShown, parcel_bodies
from holdfast.api.contract.pickups import CollectorShown
from holdfast.api.contract.prices import PartShown, part_bodies
from holdfast.flows.commit.wallet_settlement import MoneyMissing, shortfalls
from holdfast.flows.payments.due import due_of
from holdfast.flows.shop_parts import ShopParts
from holdfast.fulfilment import Fulfilment
from holdfast.kit import iso
from holdfast.ledger import HoldState
from holdfast.orders import (
    CancelledBy,
    Order,
    OrderItem,
    Reason,
    cancelled_by,
    load_items,
    phase_of,
)
from holdfast.views.awaited import Awaited, Way, ways_of
from holdfast.views.names_now import describe_rows, sold_named
from holdfast.views.order_offers import offers_of
from holdfast.views.timelines import Moment, What, order_timeline

__all__ = ["OrderInWords", "OrderShown", "order_page"]


class MomentShown(Answer):
    """What happened, and to which `parcel` if to one. Staff also see by whom, in which request."""

    at: Instant
    what: What
    parcel: int | None = None
    actor: str | None = None
    request: str | None = None


class PointsShown(Answer):
    """What the wallet lacked, in minor units; without a `walletId` there was none in it."""

    currency: str
    wanted: int
    available: int
    held: int
    missing: int
    wallet_id: UUID | None


class NextActionShown(Answer):
    """What the buyer does next: go to `redirectUrl`, or give its script the `clientSecret`."""

    redirect_url: str | None = None
    client_secret: str | None = None


class OrderShown(Answer):
    """An order. ``total`` is what is to pay: ``subtotal``, that of its lines, less ``discount``,
    with ``shipping``, and with ``tax`` unless prices contain it (``taxIncluded``). ``parts`` say
    how it came about, in the order's language; none where it is the sum of its lines.
    ``points`` is what a wallet lacked that did not pay.
    ``expiresAt`` is when an unpaid one ends; ``provider`` is what paid it, or was asked last,
    ``awaits`` whose answer to a payment it waits for meanwhile, ``nextAction`` what its buyer has
    to do for that. ``shippingAddress`` is where its goods go; ``addressNeeded``: it has to be said
    before it is paid; ``contactEmail`` where a guest is told of it, if the address does not say;
    ``arrivesFrom`` and ``arrivesBy`` as it was told when it was made, so ``pickup``: where its
    buyer picks it up, if so; ``deliveryFixed``: it goes as the order that it was added to, or sent
    in exchange of; ``collector`` who does in their place, ``buyerNote`` what they ask of whoever
    packs it: for them and staff; ``gift``, for whom a package is, for its buyer alone. One paid at
    once was never reserved; ``flashSaleId``: its units are that sale's; one without items has a
    description, and where that is a booking, ``bookingId``, which says what cancelling costs;
    where it is more pictures of one, ``picturesOf``; what was due of one later, ``restOf``;
    ``answerDue``: who agrees to it first. ``due`` is what is still to pay where a part is paid,
    ``refunded`` what of it went back, or is on its way; ``paidParts`` (none where one payment paid
    it all), ``parcels``, ``codes``, ``files``, ``offers``, ``timeline``, ``exchangeOf`` and
    ``staff`` (only staff's) are of one. ``fulfilment`` is the sum of its parcels; null where
    nothing is sent, or not paid yet. ``version`` grows with every step: of two states the higher
    is the newer."""

    id: UUID
    number: str
    reservation_id: UUID | None
    user_id: str
    status: Literal["pending", "paid", "completed", "cancelled"]
    phase: Literal["NEW", "FINISHED", "CANCELLED"]
    reason: Reason | None
    refund: Literal["none", "begun", "done", "failed"]
    cancelled_by: CancelledBy | None
    provider: str | None
    awaits: Awaited | None
    next_action: NextActionShown | None
    points: PointsShown | None
    version: int
    items: list[ItemShown]
    subtotal: int
    total: int
    due: int | None = None
    discount: int
    tax: int
    tax_included: bool
    shipping: int
    parts: list[PartShown]
    promo_code: str | None
    region: str | None
    shipping_method: str | None
    delivery_fixed: bool
    shipping_address: AddressBody | None
    address_needed: bool
    contact_email: str | None
    arrives_from: date | None
    arrives_by: date | None
    pickup: str | None
    contact_name: str | None = None
    contact_phone: str | None = None
    collector: CollectorShown | None = None
    buyer_note: str | None = None
    gift: GiftShown | None = None
    currency: str
    coupon_id: UUID | None
    description: str | None
    booking_id: UUID | None
    repeat_id: UUID | None
    repeat_every: str | None
    flash_sale_id: UUID | None
    pictures_of: UUID | None
    rest_of: RestOf | None
    answer_due: AnswerDueShown | None
    payment_id: UUID | None
    created_at: Instant
    expires_at: Instant | None
    paid_at: Instant | None
    cancelled_at: Instant | None
    completed_at: Instant | None
    fulfilment: Fulfilment | None
    parcels: list[ParcelShown] | None = None
    codes: list[OrderCode] | None = None
    files: list[OrderFile] | None = None
    refunded: int | None = None
    paid_parts: list[PaidPart] | None = None
    offers: list[OfferShown] | None = None
    timeline: list[MomentShown] | None = None
    exchange_of: ExchangeOf | None = None
    staff: ForStaff | None = None


class OrderInWords(OrderShown):
    """An order with `view=gozon`."""

    status: Literal["NEW", "FINISHED", "CANCELLED"]  # type: ignore[assignment]


async def order_page(
    shop_parts: ShopParts,
    orders: Sequence[Order],
    *,
    timeline: bool,
    staff: bool = False,
    locale: str = "",
) -> list[dict[str, Any]]:
    """The orders as JSON values, in the same order; goods and what is booked as they are called for
    readers of that language, or as it was kept."""
    ids, database = [order.id for order in orders], shop_parts.database
    items = await _items_named(shop_parts, ids, locale)
    holds = await shop_parts.reader.holds(
        order.hold_id for order in orders if order.hold_id is not None
    )
    ways = await database.gathered(ways_of).many(ids)
    off = [order.id for order in orders if order.status == "cancelled"]
    missing = await shortfalls(database.pool, off)
    pages = [
        _shown(order, items[order.id], holds, ways.get(order.id), missing.get(order.id), staff)
        | _price(order, locale)
        for order in orders
    ]
    in_parts = [at for at, order in enumerate(orders) if order.paid_in_part]
    found = await asyncio.gather(*(due_of(shop_parts, orders[at]) for at in in_parts))
    for at, due in zip(in_parts, found, strict=True):
        pages[at]["due"] = due.amount
    await _put_in_order(shop_parts, pages)
    await put_preorders(shop_parts, pages, [items[order.id] for order in orders])
    await describe_rows(database, pages, locale)
    await put_bookings(database, pages)
    if not timeline:
        back = await money_back(shop_parts, orders)
        for page, order in zip(pages, orders, strict=True):
            page["refunded"] = back.get(order.id, 0)
    if timeline:
        await _picture(shop_parts, pages)
        for page, order in zip(pages, orders, strict=True):
            never = page["restOf"] is not None and page["restOf"]["notPaid"]
            moments = await order_timeline(database.pool, order, never_paid=never)
            page["timeline"] = [_moment(moment, staff) for moment in moments]
            lines, goods = await units_now(shop_parts, order, staff=staff)
            for line, units in goods.awaited.items():
                page["items"][line]["preorder"]["awaited"] = units
            page["items"] = [item | units for item, units in zip(page["items"], lines, strict=True)]
            await put_parts(shop_parts, page, items[order.id], locale)
            places = await shop_parts.stocks.locations.now() if staff else ()
            page["parcels"] = parcel_bodies(
                items[order.id],
                goods.parcels,
                places,
                staff=staff,
                addressed=order.address_text is not None,
                pickup=order.pickup,
            )
            page |= {"codes": order_codes(goods.codes), "files": order_files(goods.files)}
            offers = await offers_of(database.pool, order, locale)
            page["offers"] = offer_bodies(offers, page["description"])
            page |= await exchange_of(database, order)
            page |= await order_money(shop_parts, order, staff, goods)
    return pages


async def _put_in_order(shop_parts: ShopParts, pages: Sequence[dict[str, Any]]) -> None:
    """Options as the product lists them: Colour, Size. An order keeps them without an order."""
    items = [item for page in pages for item in page["items"] if len(item["options"]) > 1]
    products = await shop_parts.shelf.get_many(item["productId"] for item in items)
    for item in items:
        product = products.get(item["productId"])
        if product is not None:
            item["options"] = product.in_order(item["options"])


async def _items_named(
    shop_parts: ShopParts, ids: Sequence[UUID], locale: str
) -> dict[UUID, list[OrderItem]]:
    items = await shop_parts.database.gathered(load_items).many(ids)
    every = [(order, one) for order in ids for one in items[order]]
    named = await sold_named(shop_parts.shelf, [one for _, one in every], locale)
    found: dict[UUID, list[OrderItem]] = {order: [] for order in ids}
    for (order, _), one in zip(every, named, strict=True):
        found[order].append(one)
    return found


async def _picture(shop_parts: ShopParts, pages: Sequence[dict[str, Any]]) -> None:
    """Give each item its picture, as the catalogue has it now."""
    shown = [item for page in pages for item in page["items"]]
    products = await shop_parts.shelf.get_many(item["productId"] for item in shown)
    for item in shown:
        product = products.get(item["productId"])
        item["imageUrl"] = None if product is None else product.picture_of(item["variantId"])


def _shown(
    order: Order,
    items: Sequence[OrderItem],
    holds: Mapping[UUID, HoldState],
    way: Way | None,
    missing: MoneyMissing | None,
    staff: bool,
) -> dict[str, Any]:
    hold = None if order.hold_id is None else holds.get(order.hold_id)
    return {
        "id": order.id,
        "number": order.number,
        "reservationId": order.hold_id,
        "userId": order.owner,
        "status": order.status,
        "phase": phase_of(order.status),
        "reason": order.reason,
        "refund": order.refund,
        "points": None if missing is None else missing.shown(),
        "cancelledBy": (
            cancelled_by(order.reason or "", order.cancelled_by)
            if order.status == "cancelled"
            else None
        ),
        "provider": None if way is None else way.provider,
        "awaits": None if way is None else way.awaits,
        "nextAction": None if way is None or staff else way.next_action,
        "version": order.version,
        "items": item_bodies(items),
        "subtotal": sum(item.price * item.quantity for item in items),
        "total": order.total,
        "discount": order.discount,
        "currency": order.currency,
        "couponId": order.coupon_id,
        "description": order.description,
        "bookingId": order.booking_id,
        "repeatId": None if order.repeat is None else order.repeat.id,
        "repeatEvery": None if order.repeat is None else order.repeat.every,
        "flashSaleId": None if order.sale is None else order.sale.id,
        "picturesOf": None,
        "restOf": None,
        "answerDue": None,
        "paymentId": order.payment_id,
        "createdAt": iso(order.created_at),
        "expiresAt": iso(None if hold is None else hold.expires_at),
        "paidAt": iso(order.paid_at),
        "cancelledAt": iso(order.cancelled_at),
        "completedAt": iso(order.completed_at),
        "fulfilment": order.fulfilment,
    }


def _price(order: Order, locale: str) -> dict[str, Any]:
    """What the total is made of beside its lines, in words of the ``locale`` or its buyer's."""
    told = order.breakdown
    arrives = None if told is None else told.arrives
    return {
        "tax": order.tax,
        "taxIncluded": told is not None and told.included,
        "shipping": order.shipping,
        "parts": [] if told is None else part_bodies(told.parts, locale or order.locale or "en"),
        "promoCode": None if told is None else told.promo_code,
        "region": None if told is None else told.region,
        "shippingMethod": None if told is None else told.method,
        "deliveryFixed": order.exchange_of is not None,
        "shippingAddress": shown_address(order.address_text),
        "arrivesFrom": arrives and arrives[0],
        "arrivesBy": arrives and arrives[1],
        "pickup": order.pickup or None,
        "addressNeeded": order.is_pending and order.lacks_address,
        "contactEmail": order.contact_email,
    }


def _moment(moment: Moment, staff: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {"at": iso(moment.at), "what": moment.what, "parcel": moment.parcel}
    if staff:
        shown |= {"actor": moment.actor, "request": moment.request}
    return shown
