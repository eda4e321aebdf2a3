"""Staff: what payment providers took, gave back and kept, and which of them do not answer."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import ConfigDict, Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.api.contract.csv_answers import CSV, csv_answer
from holdfast.api.shell.dependencies import shop_parts
from holdfast.api.shell.spans import FirstDay, LastDay, asked_span
from holdfast.payments import outages_now
from holdfast.views.payment_report import moves_by_day, moves_csv, set_aside, unsettled_now
from holdfast.views.receipts import unregistered

__all__ = ["router"]

router = APIRouter(prefix="/api/staff", tags=["staff"])


class MovedDay(Answer):
    """Of one provider in one currency; days are UTC."""

    model_config = ConfigDict(from_attributes=True)

    day: date
    provider: str
    currency: str
    payments: int
    captured: int
    refunded: int = Field(description="That the provider took, on the day it did")
    lost: int = Field(description="By disputes, less what banks gave back")
    fees: int | None = Field(description="What the provider kept, as far as it is known")
    fees_unknown: int = Field(description="Payments of which that is not known")


class UnsettledSum(Answer):
    model_config = ConfigDict(from_attributes=True)

    provider: str
    currency: str
    waiting: int = Field(description="Payments that are not decided")
    waiting_amount: int
    going_back: int = Field(description="Refunds that the provider has not taken yet")
    going_back_amount: int
    refused: int = Field(description="Refunds that it refused")
    refused_amount: int


class MoneySetAside(Answer):
    """It is taken when the parcels of its order leave."""

    model_config = ConfigDict(from_attributes=True)

    payment_id: UUID
    order_id: UUID
    order_number: str
    provider: str
    amount: int = Field(description="What is still set aside")
    taken: int = Field(description="What was taken by now")
    currency: str
    ends_at: Instant | None = Field(description="When the provider lets it go")
    refused: str | None = Field(description="Why the provider did not give it")


class UnregisteredReceipt(Answer):
    """A receipt that the tax service did not take: the shop makes it another way."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    payment_id: UUID
    order_id: UUID | None = Field(description="Null of a payment into a wallet")
    order_number: str | None
    provider: str
    reference: str = Field(description="The provider's own id of the payment")
    kind: Literal["paid", "refunded", "handed"] = Field(
        description="Of what was `paid`, `refunded`, or `handed` over"
    )
    amount: int
    currency: str
    noted_at: Instant = Field(description="When the provider said so")


class ProviderOutage(Answer):
    """A provider whose last call was not answered."""

    model_config = ConfigDict(from_attributes=True)

    provider: str
    began_at: Instant
    last_at: Instant
    tries: int = Field(description="Calls in that time, at most one a second")
    detail: str = Field(description="What went wrong last")
    key_refused: bool = Field(description="It answered, that it does not take the shop's key")
    is_away: bool = Field(description="Buyers are offered another way meanwhile")


class PaymentReport(Answer):
    first: date = Field(alias="from")
    last: date = Field(alias="to")
    days: list[MovedDay] = Field(description="The latest first")
    unsettled: list[UnsettledSum] = Field(description="Now; of the newest 20,000 payments")
    set_aside: list[MoneySetAside] = Field(description="At most 100, those that end first first")
    receipts: list[UnregisteredReceipt] = Field(
        description="Those that wait for a person, at most 100, the oldest first"
    )
    outages: list[ProviderOutage]


@router.get("/payment-report", response_model=PaymentReport, responses=CSV)
async def get_payment_report(
    request: Request,
    first: FirstDay = None,
    last: LastDay = None,
    form: Annotated[
        Literal["json", "csv"],
        Query(
            alias="format",
            description="csv: every movement of these days, each with the payment's id, the "
            "provider's and the order's number; up to 100,000, whose last line says where to go on",
        ),
    ] = "json",
) -> PaymentReport | Response:
    """Payments by provider and day, a year at most, to be reconciled with what the provider says.
    What wallets, points and certificates paid moved nothing at a provider."""
    span, here = asked_span(first, last), shop_parts(request)
    if form == "csv":
        return csv_answer("payments.csv", moves_csv(here.database, span))
    async with here.database.read() as connection:
        days = await moves_by_day(connection, span)
        unsettled = await unsettled_now(connection)
        held = await set_aside(connection)
        refused = await unregistered(connection)
    return PaymentReport.model_validate(
        {
            "from": span.first,
            "to": span.last,
            "days": [MovedDay.model_validate(one) for one in days],
            "unsettled": [UnsettledSum.model_validate(one) for one in unsettled],
            "set_aside": [MoneySetAside.model_validate(one) for one in held],
            "receipts": [UnregisteredReceipt.model_validate(one) for one in refused],
            "outages": [
                ProviderOutage.model_validate(one) for one in await outages_now(here.database.pool)
            ],
        }
    )
