"""Packages that can be bought: prepaid hours and gift certificates."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant, json_answer
from holdfast.api.contract.packages import PackageShown, package_body
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import caller, member, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of, order_locale
from holdfast.api.shell.state import state_of
from holdfast.flows.commit.refusals import TooManyHolds, TooManyReservations
from holdfast.flows.packages.buying import (
    AccountNeeded,
    GiftUnreachable,
    PackagePriceChanged,
    buy_package,
    offered_package,
    sold_today,
)
from holdfast.flows.payments.selling import NotSelling
from holdfast.flows.repeats.beginning import package_intervals, package_to_be_repeated
from holdfast.fraud import OrderDeclined
from holdfast.kit import iso, shop_now
from holdfast.packages import Gift, PackageNotFound
from holdfast.repeats import RepeatOff, TooManyRepeats
from holdfast.shop import Every

__all__ = ["router"]

router = APIRouter(prefix="/api/packages", tags=["packages"])


class PackagesBody(Answer):
    packages: list[PackageShown] = Field(description="The oldest first")


class GiftForm(Ask):
    """For whom its certificates and hours are, and what comes with them. Hours that are personal
    stay their buyer's."""

    to_name: Annotated[str, Field(max_length=200)] = ""
    to_email: Annotated[str, Field(max_length=254)] = Field(
        default="", description="Where it is mailed, once it is paid; a guest has to say"
    )
    message: Annotated[str, Field(max_length=1000)] = ""
    on: date | None = Field(default=None, description="On which day it is to reach them")


class BuyPackageAsked(Ask):
    expected_total: Annotated[int, Field(ge=0, strict=True)] | None = Field(
        default=None, description="The price that was shown: at another one nothing is ordered"
    )
    gift: GiftForm | None = None
    repeat_every: Every | None = Field(
        default=None,
        description="Bought again every so often, once this is paid; not for somebody else, nor by"
        " a guest",
    )


class PackageOrdered(Answer):
    """To be paid until `expiresAt`, by the server's clock, as any order is."""

    success: bool
    order_id: UUID
    number: str
    reservation_id: UUID
    total: int
    currency: str
    expires_at: Instant
    server_time: Instant


@router.get("", openapi_extra=IN_A_LANGUAGE)
async def list_packages(request: Request) -> PackagesBody:
    """What can be bought, in the reader's language."""
    locale = locale_of(request)
    parts = shop_parts(request)
    every, offered = await package_intervals(parts), await sold_today(parts)
    return PackagesBody(packages=[package_body(one, locale, every) for one in offered])


@router.get("/{package_id}", responses=problems(PackageNotFound), openapi_extra=IN_A_LANGUAGE)
async def get_package(request: Request, package_id: UUID) -> PackageShown:
    """One of them."""
    parts = shop_parts(request)
    found = await offered_package(parts, package_id)
    return package_body(found, locale_of(request), await package_intervals(parts))


@router.post(
    "/{package_id}/buy",
    operation_id="buyPackage",
    response_model=PackageOrdered,
    responses=problems(
        PackageNotFound,
        PackagePriceChanged,
        AccountNeeded,
        GiftUnreachable,
        NotSelling,
        OrderDeclined,
        RepeatOff,
        TooManyRepeats,
        TooManyHolds,
        TooManyReservations,
        *TELLS_AGAIN,
    ),
)
async def post_buy(request: Request, package_id: UUID, asked: BuyPackageAsked) -> Response:
    """Order a package; once it is paid, its hours and certificates are there. A guest buys
    certificates alone, as a gift that is mailed, to themself if they like; who logs in later has
    them on the account."""
    if asked.repeat_every is not None:
        member(request)
    gift = None if asked.gift is None else Gift(**asked.gift.model_dump())
    parts, by = shop_parts(request), caller(request, f"buy-package/{package_id}")
    given = gift is not None
    placed = await buy_package(
        parts,
        by,
        package_id,
        gift=gift,
        expected=asked.expected_total,
        choice=await package_to_be_repeated(parts, by, package_id, asked.repeat_every, given=given),
        locale=order_locale(request, None),
        mails=state_of(request).sends_mail,
    )
    order = await parts.orders.known(placed.order_id)
    return json_answer(
        {
            "success": True,
            "orderId": placed.order_id,
            "number": placed.number,
            "reservationId": placed.reservation_id,
            "total": order.total,
            "currency": order.currency,
            "expiresAt": iso(placed.ends_at),
            "serverTime": iso(shop_now()),
        }
    )
