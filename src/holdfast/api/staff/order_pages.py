"""An order as staff see it: what the buyer sees, and who that is, what staff did and may do."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from holdfast.api.contract.agreements import AgreementShown, agreement_body
from holdfast.api.contract.answers import Answer, Instant
from holdfast.api.contract.order_items import ItemShown
from holdfast.api.contract.orders import MomentShown, OrderShown, order_page
from holdfast.api.contract.pickups import said_by_buyer
from holdfast.api.staff.order_rows import BuyerShown
from holdfast.api.staff.suspect_bodies import SuspectShown
from holdfast.edits import edits_of
from holdfast.flows.ending.parcels import units_returned
from holdfast.flows.shop_parts import ShopParts
from holdfast.flows.staff.order_notes import NOTE
from holdfast.kit.clock import shop_now
from holdfast.orders import Order, agreement_of, load_items, tags_of
from holdfast.payments import (
    ReceiptState,
    RefundByHand,
    RefundKept,
    refunds_kept,
    refunds_waiting,
)
from holdfast.returns import returns_of, units_back
from holdfast.views.buyers import Buyer, buyer_of_order, buyers_of
from holdfast.views.staff_order import payment_tries, skus_now, staff_lines
from holdfast.views.suspects import suspect_of

__all__ = ["StaffOrderAnswer", "staff_order"]


class StaffItemShown(ItemShown):
    """``sku`` as it is now, null if the variant is gone. ``paid`` is for all units, with their tax;
    ``returned`` of them were refunded, and of those so many ``cameBack`` by a return; ``leaving``
    are taken off once a change of the order is paid."""

    sku: str | None
    paid: int
    returned: int
    came_back: int
    leaving: int


class StaffMomentShown(MomentShown):
    """``actorName`` where the actor is somebody with a login."""

    actor_name: str | None


class PartOwedShown(Answer):
    """A part of it that is to be handed back."""

    refund_id: UUID
    amount: int
    since: Instant


class RefundThereShown(Answer):
    """A refund that somebody made on the provider's own pages; `failed`: nothing came of it."""

    reference: str = Field(description="The provider's own id")
    amount: int
    currency: str
    status: Literal["made", "failed"]
    over: int = Field(description="More than was left of the payment: it counts for nothing")


class PaymentTryShown(Answer):
    """One try to pay."""

    id: UUID
    provider: str
    status: Literal[
        "pending", "authorized", "succeeded", "credited", "failed", "refunding", "refunded",
        "refund-failed",
    ]  # fmt: skip
    amount: int
    currency: str
    created_at: Instant
    settled_at: Instant | None
    going_back: int | None = Field(
        description="What of it is to go back, was refused, or came back"
    )
    owed: list[PartOwedShown] = Field(
        description="Parts that wait for staff: paid by hand, or back from the provider"
    )
    refunded_there: list[RefundThereShown] = Field(
        description="What was given back of it on the provider's own pages, the oldest first"
    )
    receipt: ReceiptState | None = Field(
        description="What became of its receipts at the tax service, the worst of them; null of one"
        " without"
    )


class StaffLineShown(Answer):
    """What somebody of staff did: ``order.note`` (with ``text``), ``order.cancelled``, ..."""

    at: Instant
    actor: str
    actor_name: str | None
    action: str
    data: dict[str, Any]
    request: str


class StaffOrderShown(OrderShown):
    """An order with what only staff see of it."""

    items: list[StaffItemShown]  # type: ignore[assignment]
    paid_for_delivery: int = Field(description="With its tax; it goes back with the last unit")
    timeline: list[StaffMomentShown]  # type: ignore[assignment]


class StaffOrderAnswer(Answer):
    order: StaffOrderShown
    buyer: BuyerShown
    payments: list[PaymentTryShown] = Field(description="Every try to pay, oldest first")
    tags: list[str] = Field(description="Staff's, in the order of the alphabet")
    notes: list[StaffLineShown] = Field(description="Newest first")
    lines: list[StaffLineShown] = Field(description="What else staff did, newest first")
    agreement: AgreementShown | None = Field(
        description="What its buyer agreed to when they paid; null if they were not asked"
    )
    suspect: SuspectShown | None = Field(description="If something speaks against it")
    server_time: Instant


async def staff_order(shop_parts: ShopParts, order: Order, locale: str) -> dict[str, Any]:
    """Everything there is to know of an order, as JSON values, its items in words of ``locale``."""
    (shown,) = await order_page(shop_parts, [order], timeline=True, staff=True, locale=locale)
    async with shop_parts.database.read() as connection:
        lines = await staff_lines(connection, order.id)
        tries = await payment_tries(connection, order.id)
        tags = (await tags_of(connection, [order.id]))[order.id]
        suspect = await suspect_of(connection, order.id)
        agreed = await agreement_of(connection, order.id)
        skus = await skus_now(connection, order.id)
        acted = _filled(shown["timeline"], lines)
        actors = [one["actor"] for one in (*acted, *lines) if one["actor"]]
        buyer = await buyer_of_order(connection, order.id)
        people = {**await buyers_of(connection, actors), order.owner: buyer}
    owed = await refunds_waiting(shop_parts.database.pool, order.id)
    there = await refunds_kept(shop_parts.database.pool, [one["id"] for one in tries])
    bought = (await load_items(shop_parts.database.pool, [order.id]))[order.id]
    returned = await units_returned(shop_parts, order, bought)
    returns = await returns_of(shop_parts.database.pool, order.id)
    edits = await edits_of(shop_parts.database.pool, order.id)
    leaving = next((one.units_off for one in edits if one.is_open), {})
    shown |= said_by_buyer(order)
    shown["items"] = [
        {
            **item,
            "sku": skus[item["variantId"]],
            "paid": order.paid_for(one),
            "returned": back.balance,
            "cameBack": units_back(returns, line),
            "leaving": leaving.get(line, 0),
        }
        for line, (item, one, back) in enumerate(zip(shown["items"], bought, returned, strict=True))
    ]
    shown["paidForDelivery"] = order.paid_for_delivery
    shown["timeline"] = _named(acted, people)
    told = _named(lines, people)
    return {
        "order": shown,
        "buyer": buyer,
        "payments": [
            {**one, "owed": _owed(one["id"], owed), "refunded_there": _there(one["id"], there)}
            for one in tries
        ],
        "tags": tags,
        "agreement": agreement_body(agreed),
        "notes": [line for line in told if line["action"] == NOTE],
        "lines": [line for line in told if line["action"] != NOTE],
        "suspect": suspect if suspect is not None and suspect.reasons else None,
        "server_time": shop_now(),
    }


def _owed(payment_id: UUID, owed: Iterable[RefundByHand]) -> list[dict[str, Any]]:
    return [
        {"refund_id": one.id, "amount": one.amount, "since": one.since}
        for one in owed
        if one.payment_id == payment_id
    ]


def _there(payment_id: UUID, there: Iterable[RefundKept]) -> list[dict[str, Any]]:
    return [
        {
            "reference": one.reference,
            "amount": one.amount,
            "currency": one.currency,
            "status": one.state,
            "over": one.over,
        }
        for one in there
        if one.payment_id == payment_id
    ]


def _filled(moments: list[dict[str, Any]], lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """An event does not say by whom; the journal's entries of the same request do, and the audit
    log's."""
    told = (*lines, *moments)
    actors = {one["request"]: one["actor"] for one in told if one["request"] and one["actor"]}
    return [{**one, "actor": one["actor"] or actors.get(one["request"])} for one in moments]


def _named(told: Iterable[Mapping[str, Any]], people: Mapping[str, Buyer]) -> list[dict[str, Any]]:
    found = []
    for one in told:
        who = people.get(one["actor"] or "")
        name = None if who is None else who.name
        found.append({**one, "actor_name" if "action" in one else "actorName": name})
    return found
