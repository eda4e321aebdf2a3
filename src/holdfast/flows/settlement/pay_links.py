"""Pay links: staff copy or mail an address at which one order, and nothing else, is seen and paid
without signing in.

Its token is made of the link's id and the shop's secret, so that it can be shown again and mailed,
and lies nowhere.
"""

import base64
import hmac
from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.held_orders import HeldOrder
from holdfast.flows.commit.refusals import AlreadyPaid
from holdfast.flows.payments.begin import PaymentBegun
from holdfast.flows.payments.payable import open_until
from holdfast.flows.payments.tries import is_live
from holdfast.flows.settlement.confirm import confirm_order
from holdfast.flows.settlement.pay import begin_payment
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import new_id, shop_now
from holdfast.kit.sentences import say
from holdfast.ledger import Accepted, AlreadyDone, Extend
from holdfast.orders import (
    Order,
    PayLink,
    keep_pay_link,
    pay_link,
    revoke_pay_link,
    standing_pay_link,
    token_hash,
)
from holdfast.payments import MANUAL
from holdfast.people import Principal

__all__ = [
    "MOST_HOURS", "PAID_BY_LINK", "LinkMade", "LinkState", "OpenedLink", "make_pay_link",
    "open_pay_link", "pay_by_link", "pay_link_token", "revoke_link",
]  # fmt: skip

MOST_HOURS: Final = 168
"""For how long what is bought may wait for the money."""
PAID_BY_LINK: Final = "/pay"
"""Where somebody comes back to from a provider's page: the browser remembers which link it was. Who
pays in a frame of another site comes back there, too."""
LinkState: TypeAlias = Literal["open", "paid", "expired", "cancelled"]


_PAID: Final = say("The order is already paid. You were not charged again.")


class LinkMade(Struct, frozen=True):
    """``token``: what the address ends with. ``ends_at``: when the order's hold does."""

    link: PayLink
    token: str
    ends_at: datetime


class OpenedLink(Struct, frozen=True):
    """What the address shows now; ``ends_at`` while it can be paid, ``under_way``: a payment is."""

    link: PayLink
    order: Order
    state: LinkState
    ends_at: datetime | None
    under_way: bool


def pay_link_token(settler: Settler, link_id: UUID) -> str:
    """Nobody guesses it who lacks the secret."""
    made = hmac.digest(settler.link_secret, f"pay link {link_id}".encode(), "sha256")
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


async def make_pay_link(
    settler: Settler,
    caller: Caller,
    order: Order,
    *,
    hours: int | None = None,
    booking_id: UUID | None = None,
) -> LinkMade:
    """Of an order that can be paid: the link it has, or one that is made now. With ``hours`` it is
    held for so long, if it was not lengthened before. Raises a Problem for every refusal."""
    ends_at = await _open_until(settler, order)
    if hours is not None:
        hold_id = order.reservation_id
        longer = caller.command((Extend(hold_id, hours * 3600.0),), (), f"pay-link/{hold_id}")
        outcome = await settler.ledger.commit(longer)
        if isinstance(outcome, Accepted | AlreadyDone) and outcome.expires_at is not None:
            ends_at = outcome.expires_at
    while True:
        async with settler.database.transaction() as connection:
            found = await standing_pay_link(connection, order.id)
            if found is not None:
                token = pay_link_token(settler, found.id)
                if found.opened_by(token):
                    return LinkMade(found, token, ends_at)
                await revoke_pay_link(connection, order.id)
            link_id = new_id()
            token = pay_link_token(settler, link_id)
            link = PayLink(link_id, order.id, booking_id, token_hash(token))
            if await keep_pay_link(connection, link, caller.actor):
                about = {"order": order.number}
                await caller.note(connection, "pay-link.made", str(booking_id or order.id), about)
                return LinkMade(link, token, ends_at)


async def revoke_link(settler: Settler, caller: Caller, order: Order) -> None:
    """Its address opens nothing any more; nothing happens where it has none."""
    async with settler.database.transaction() as connection:
        found = await standing_pay_link(connection, order.id)
        if found is not None and await revoke_pay_link(connection, order.id):
            about = {"order": order.number}
            subject = str(found.booking_id or order.id)
            await caller.note(connection, "pay-link.revoked", subject, about)


async def open_pay_link(settler: Settler, token: str) -> OpenedLink:
    """Raises :class:`~holdfast.orders.PayLinkNotFound` and
    :class:`~holdfast.orders.PayLinkRevoked`."""
    link = await pay_link(settler.database.pool, token)
    order = await settler.orders.known(link.order_id)
    if order.is_sold:
        return OpenedLink(link, order, "paid", None, under_way=False)
    if order.is_cancelled:
        state: LinkState = "expired" if order.reason == "expired" else "cancelled"
        return OpenedLink(link, order, state, None, under_way=False)
    held = await settler.held_orders.held(order.reservation_id)
    if held is None or held.ends_at is None or held.ends_at <= shop_now():
        return OpenedLink(link, order, "expired", None, under_way=False)
    tries = await settler.payments.of_order(order.id)
    return OpenedLink(link, order, "open", held.ends_at, under_way=any(map(is_live, tries)))


async def pay_by_link(
    settler: Settler,
    caller: Caller,
    token: str,
    provider: str,
    *,
    method: str | None = None,
    origin: str = "",
) -> tuple[Order, PaymentBegun]:
    """Pay that order in its owner's place, which the address allows and nothing else. Raises a
    Problem for every refusal."""
    order = (await open_pay_link(settler, token)).order
    if order.at_once:
        raise AlreadyPaid(_PAID)
    whose = Caller(Principal(order.owner, "guest"), caller.request, caller.of_subject(order.id).key)
    begun = await begin_payment(
        settler,
        whose,
        order.reservation_id,
        provider,
        method=method,
        back=f"{origin}{PAID_BY_LINK}",
    )
    if begun.status == "succeeded" and provider != MANUAL:
        plain = Caller(whose.principal, caller.request)
        await confirm_order(settler, plain, order.reservation_id, begun.payment_id)
    return order, begun


async def _open_until(settler: Settler, order: Order) -> datetime:
    if order.at_once:
        raise AlreadyPaid(_PAID)
    held = await settler.held_orders.held(order.reservation_id)
    return open_until(HeldOrder(order, None) if held is None else held)
