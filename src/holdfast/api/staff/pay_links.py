"""Staff: the address at which an unpaid order is paid without signing in: made, shown again, mailed
and taken back."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant, json_answer
from holdfast.api.contract.problems import COMMITS, TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.api.shell.state import state_of
from holdfast.flows.commit.known_orders import any_order
from holdfast.flows.commit.refusals import (
    AlreadyPaid,
    NotAgreed,
    OrderCancelledAlready,
    OrderNotFound,
    ReservationExpired,
)
from holdfast.flows.mailing.pay_links import (
    MailOff,
    NobodyToTell,
    TooManyLinkMails,
    mail_pay_link,
    mails_go_to,
)
from holdfast.flows.settlement.pay_links import MOST_HOURS, LinkMade, make_pay_link, revoke_link
from holdfast.kit import iso
from holdfast.orders import Order

__all__ = ["LINK_REFUSED", "PayLinkMade", "link_body", "router"]

router = APIRouter(prefix="/api/staff/orders", tags=["staff"])

LINK_REFUSED = (AlreadyPaid, OrderCancelledAlready, ReservationExpired, NotAgreed)


class OrderLinkWanted(Ask):
    """For how long the goods wait from now, if they were not kept longer before; left out: as
    long as they do."""

    hours: Annotated[int | None, Field(ge=1, le=MOST_HOURS, strict=True)] = None


class PayLinkMade(Answer):
    """The address, the same whenever it is asked for, until it is taken back."""

    order_id: UUID
    path: str
    expires_at: Instant
    mails_to: str | None = Field(description="Where mail reaches the buyer; null: nowhere")


class PayLinkMailed(Answer):
    to: str


@router.post(
    "/{order_id}/pay-link",
    operation_id="makePayLink",
    response_model=PayLinkMade,
    responses=problems(OrderNotFound, *LINK_REFUSED, *TELLS_AGAIN),
)
async def post_order_link(request: Request, order_id: UUID, asked: OrderLinkWanted) -> Response:
    """A secret address at which the order is seen and paid, without signing in."""
    by, order = caller(request), await _found(request, order_id)
    made = await make_pay_link(shop_parts(request), by, order, hours=asked.hours)
    return json_answer(await link_body(request, made))


@router.post(
    "/{order_id}/pay-link/mail",
    responses=problems(
        OrderNotFound, *LINK_REFUSED, MailOff, NobodyToTell, TooManyLinkMails, *COMMITS
    ),
)
async def post_link_mail(request: Request, order_id: UUID) -> PayLinkMailed:
    """Mail the order's pay link to its buyer."""
    by, order = caller(request, f"mail-pay-link/{order_id}"), await _found(request, order_id)
    made = await make_pay_link(shop_parts(request), by, order)
    to = await mail_pay_link(state_of(request).mailing, by, order, made)
    return PayLinkMailed(to=to)


@router.post("/{order_id}/pay-link/revoke", status_code=204, responses=problems(OrderNotFound))
async def post_link_revoked(request: Request, order_id: UUID) -> None:
    """The order's pay link opens nothing any more; the next is another."""
    order = await _found(request, order_id)
    await revoke_link(shop_parts(request), caller(request), order)


async def _found(request: Request, order_id: UUID) -> Order:
    return await any_order(shop_parts(request).orders, order_id)


async def link_body(request: Request, made: LinkMade) -> dict[str, Any]:
    """The link as staff are shown it."""
    order = await _found(request, made.link.order_id)
    return {
        "orderId": order.id,
        "path": f"/pay/{made.token}",
        "expiresAt": iso(made.ends_at),
        "mailsTo": await mails_go_to(state_of(request).mailing, order),
    }
