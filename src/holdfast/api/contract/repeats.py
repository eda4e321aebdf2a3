"""Repeat orders as who has them, and staff, see them and ask for them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from holdfast.api.contract.addresses import AddressAsked, AddressBody, shown_address
from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.prices import SHIPPING_ADDRESS
from holdfast.catalog import Product
from holdfast.flows.repeats.keeping import ChangeWanted
from holdfast.flows.repeats.showing import RepeatNow
from holdfast.kit import iso
from holdfast.kit.sentences import say
from holdfast.packages import Package
from holdfast.repeats import (
    MAX_REASON,
    MOST_QUANTITY,
    PayBy,
    Repeat,
    RepeatCard,
    RepeatStep,
    StepKind,
)
from holdfast.shop import Every

__all__ = [
    "EndRepeat", "RepeatBody", "RepeatChangeAsked", "RepeatEvery", "RepeatOfferBody",
    "RepeatSkipAsked", "RepeatStopAsked", "RepeatUnskipAsked", "RepeatsAnswer", "repeat_body",
]  # fmt: skip

RepeatEvery = Annotated[
    Every | None,
    Field(
        description="Ordered again every so often, once this is paid: `4w` every four weeks, `1m`"
        " every month. What a product may be ordered by says `GET /api/products/{product}/repeats`"
    ),
]


EndRepeat = Annotated[
    bool | None,
    Field(
        description="Whether the repeat order that it is of ends, too. Left out: if it began with"
        " this order, and the whole of that is off"
    ),
]


class RepeatOfferBody(Answer):
    """How often a product may be ordered again and again."""

    intervals: list[Every] = Field(description="None: it may not")
    percent: int = Field(description="It costs so many percent less then")


class RepeatItemShown(Answer):
    """A line, as the catalogue has it now; `gone`: it is not sold any more."""

    product_id: UUID
    variant_id: UUID
    handle: str | None
    name: str
    options: dict[str, str]
    image_url: str | None
    quantity: int
    price: int | None = Field(description="Of one now, before anything is taken off")
    currency: str | None
    gone: bool


class RepeatPackageShown(Answer):
    """The package that is bought each time, as it is now; `gone`: not so any more."""

    id: UUID
    name: str
    price: int | None
    currency: str
    gone: bool


class RepeatStepShown(Answer):
    """What was done with it; `dueOn`: which of its days it was about. `reason` of a day that was
    left out: `asked`, `stock`, `limit`, `gone`, `address`, `wallet`, `off` or `other`; of a card
    that was not charged (`declined`), so that the order waits with its link: `authentication` its
    bank wants its owner there, `declined`, `later` it is tried again on the next two days, `gone`
    it is not kept any more, `unanswered` or `other`;
    of a change that nobody asked for: `card` was taken off."""

    what: StepKind
    at: Instant
    due_on: date | None
    order_id: UUID | None
    reason: str


class RepeatCardShown(Answer):
    """The kept card that is charged; staff see its brand and last digits alone."""

    brand: str = Field(description="In the provider's words, such as `visa`")
    last_digits: str
    id: str | None = Field(description="The provider's own")
    provider: str | None
    expires_month: int | None
    expires_year: int | None
    expires_before: bool = Field(description="Whether it expires before the next day")


class RepeatBody(Answer):
    """Goods, or a package, ordered every so often."""

    id: UUID
    user_id: str
    order_id: UUID = Field(description="With which it began")
    status: Literal["active", "paused", "ended"]
    every: str
    items: list[RepeatItemShown]
    package: RepeatPackageShown | None = Field(description="In place of items")
    next_on: date | None = Field(description="The shop's day; of one that is paused or ended null")
    skipped_on: date | None = Field(
        description="The last day that was left out as was asked, while that may be undone"
    )
    last_paid: int | None = Field(
        description="For the last of its orders, in minor units of `lastPaidCurrency`"
    )
    last_paid_currency: str | None
    shipping_method: str | None
    shipping_address: AddressBody | None
    pay_by: PayBy = Field(
        description="`link`: each order waits to be paid; `wallet`: it pays; `card`: it is charged"
    )
    card: RepeatCardShown | None = Field(description="Where `payBy` is `card`")
    percent: int = Field(description="So many percent less, as the shop has it now")
    reason: str = Field(
        description="Of pause or end: `asked`, `unpaid`, `staff`, `order` with one of its orders,"
        " which was cancelled or refunded, or `blocked`, as its owner's account was"
    )
    note: str = Field(description="What staff wrote when they paused or ended it")
    created_at: Instant
    ended_at: Instant | None
    steps: list[RepeatStepShown] = Field(description="The last ones, newest first; in lists none")


class RepeatsAnswer(Answer):
    repeat_orders: list[RepeatBody] = Field(description="Newest first")
    next_cursor: str | None


class RepeatQuantityAsked(Ask):
    variant_id: UUID
    quantity: Annotated[int, Field(ge=1, le=MOST_QUANTITY, strict=True)]


class RepeatChangeAsked(Ask):
    """What is to be otherwise from the next day on; what is left out stays as it is."""

    every: Every | None = None
    items: Annotated[list[RepeatQuantityAsked], Field(min_length=1, max_length=100)] | None = Field(
        None, description="All goods it is to have, of those it has; what is not named leaves it"
    )
    shipping_method: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    shipping_address: AddressAsked | None = None
    pay_by: PayBy | None = Field(
        None,
        description="`card` is one's consent that it is charged on each day without being there",
    )
    card_id: Annotated[str, Field(min_length=1, max_length=200)] | None = Field(
        None,
        description="Which of `GET /api/cards` is charged, with `payBy` `card`; left out: the one"
        " that was",
    )

    @model_validator(mode="after")
    def something(self) -> "RepeatChangeAsked":
        if not any(getattr(self, name) is not None for name in type(self).model_fields):
            raise ValueError(say("Say what is to change."))
        return self

    def wanted(self) -> ChangeWanted:
        """Raises :class:`~holdfast.shipping.AddressInvalid`."""
        items, address = self.items, self.shipping_address
        return ChangeWanted(
            every=self.every,
            quantities=None if items is None else {one.variant_id: one.quantity for one in items},
            address=None if address is None else address.address(f"{SHIPPING_ADDRESS}."),
            method=self.shipping_method,
            pay_by=self.pay_by,
            card_id=self.card_id,
        )


class RepeatSkipAsked(Ask):
    next_on: date | None = Field(
        None,
        description="The day that is left out, as it was shown: refused if another is the next by"
        " now. Left out: whichever is the next",
    )


class RepeatUnskipAsked(Ask):
    day: date | None = Field(
        None,
        description="The day that was left out, `skippedOn` as it was shown: refused if that is"
        " another by now. Left out: whichever it is",
    )


class RepeatStopAsked(Ask):
    reason: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_REASON)
    ] = Field(description="Its buyer reads it in a mail")


def repeat_body(now: RepeatNow, locale: str, *, own: bool = True) -> dict[str, Any]:
    """The body's values, as JSON has them: as its owner, or staff, see it."""
    one = now.repeat
    return {
        "id": str(one.id),
        "userId": one.owner,
        "orderId": str(one.order_id),
        "status": one.status,
        "every": one.every,
        "items": _items(one, now.products, locale),
        "package": None if now.package is None else _package(now.package, locale),
        "nextOn": str(one.next_on) if one.is_active else None,
        "skippedOn": None if now.left_out is None else str(now.left_out),
        "lastPaid": None if now.paid is None else now.paid.amount,
        "lastPaidCurrency": None if now.paid is None else now.paid.currency,
        "shippingMethod": one.method,
        "shippingAddress": shown_address(one.address_text),
        "payBy": one.pay_by,
        "card": None if one.card is None else _card(one, one.card, own=own),
        "percent": now.percent,
        "reason": one.reason,
        "note": one.note,
        "createdAt": iso(one.created_at),
        "endedAt": iso(one.ended_at),
        "steps": _steps(now.steps),
    }


def _card(one: Repeat, card: RepeatCard, *, own: bool) -> dict[str, Any]:
    return {
        "brand": card.brand,
        "lastDigits": card.last_digits,
        "id": card.id if own else None,
        "provider": card.provider if own else None,
        "expiresMonth": card.expires_month if own else None,
        "expiresYear": card.expires_year if own else None,
        "expiresBefore": one.card_ends_before,
    }


def _package(one: Package, locale: str) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "name": one.name_in(locale),
        "price": one.price if one.is_priced else None,
        "currency": one.currency,
        "gone": not (one.active and one.repeatable and one.is_priced),
    }


def _items(one: Repeat, products: Mapping[UUID, Product], locale: str) -> list[dict[str, Any]]:
    found = []
    for line in one.lines:
        product = products.get(line.product_id)
        variants = () if product is None else product.variants
        variant = next((each for each in variants if each.id == line.variant_id), None)
        on_sale = product is not None and product.active and variant in product.on_sale
        known = product is not None and variant is not None
        found.append(
            {
                "productId": str(line.product_id),
                "variantId": str(line.variant_id),
                "handle": product.handle if product is not None and on_sale else None,
                "name": "" if product is None else product.name_in(locale),
                "options": product.options_in(variant.options, locale)
                if product is not None and variant is not None
                else {},
                "imageUrl": None if product is None else product.picture_of(line.variant_id),
                "quantity": line.quantity,
                "price": variant.price if variant is not None and known else None,
                "currency": None if product is None else product.currency,
                "gone": not on_sale,
            }
        )
    return found


def _steps(steps: Sequence[RepeatStep]) -> list[dict[str, Any]]:
    return [
        {
            "what": one.what,
            "at": iso(one.at),
            "dueOn": None if one.due_on is None else str(one.due_on),
            "orderId": None if one.order_id is None else str(one.order_id),
            "reason": one.reason,
        }
        for one in steps
    ]
