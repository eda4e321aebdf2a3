"""A seller's money as staff and the seller's people are shown it."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from msgspec.structs import asdict
from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.api.contract.csv_answers import CSV_FORM, csv_answer
from holdfast.flows.selling.bringing import money_of
from holdfast.flows.selling.payouts import standing_of
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import shop_now
from holdfast.kit.paging import decode_id, page_of
from holdfast.sellers import Holder, Payout, PayoutStatus, currencies_of, list_payouts
from holdfast.views.seller_statement import seller_csv, seller_page

__all__ = [
    "CurrencyOf", "FormOf", "PayoutBody", "PayoutsBody", "SellerMoneyBody", "SellerStatementBody",
    "StatusOf", "payout_body", "payouts_of", "seller_money_of", "seller_statement",
]  # fmt: skip

CurrencyOf = Annotated[
    str, Query(pattern="^[A-Z]{3}$", description="By ISO 4217", examples=["EUR"])
]
FormOf = Annotated[
    Literal["json", "csv"], Query(alias="format", description=CSV_FORM.format("movements"))
]
StatusOf = Annotated[PayoutStatus | None, Query(description="Only those that are so")]


class SellerStanding(Answer):
    """In one currency, minor units: what is `earned` and not paid out, of which `waiting` is of
    orders that may still be returned and `payable` the rest; or what is `owed` after refunds, which
    the next earnings pay first."""

    currency: str
    earned: int
    owed: int
    waiting: int
    payable: int


class SellerMoneyBody(Answer):
    standings: list[SellerStanding]


class SellerMovementBody(Answer):
    """One movement: `change` in minor units and the `balance` after it, below zero what is owed."""

    version: int
    at: Instant
    kind: Literal["sale", "refund", "fee", "fee-back", "payout", "payout-failed"]
    change: int
    balance: int
    order_id: UUID | None
    order_number: str | None
    payout_id: UUID | None


class SellerStatementBody(Answer):
    """A page of a seller's statement, newest first."""

    currency: str
    movements: list[SellerMovementBody]
    next_cursor: str | None


class PayoutBody(Answer):
    """Money that was set aside for a seller. `reference` is of the transfer, `reason` why it
    failed."""

    id: UUID
    seller_id: UUID | None
    resource_id: UUID | None = Field(description="Of a photographer or studio instead")
    currency: str
    amount: int = Field(description="Minor units")
    status: PayoutStatus
    reference: str | None
    reason: str | None
    made_at: Instant
    settled_at: Instant | None


class PayoutsBody(Answer):
    """A page of payouts, the latest first."""

    payouts: list[PayoutBody]
    next_cursor: str | None


async def seller_money_of(settler: Settler, seller_id: UUID) -> SellerMoneyBody:
    """In each currency that the seller ever had money in."""
    found = await currencies_of(settler.database.pool, seller_id)
    now = shop_now()
    standings = []
    for currency in found:
        money = await money_of(settler.reader, Holder("seller", seller_id), currency)
        standings.append(asdict(await standing_of(settler, money, now)))
    return SellerMoneyBody.model_validate({"standings": standings})


async def seller_statement(
    settler: Settler,
    seller_id: UUID,
    currency: str,
    form: str,
    limit: int,
    cursor: str | None,
) -> Response | SellerStatementBody:
    """A page of it, or all of it as CSV. Raises BadCursor."""
    partitions, database = settler.reader.partitions, settler.database
    if form == "csv":
        lines = seller_csv(database, seller_id, currency, partitions)
        return csv_answer(f"statement-{currency}.csv", lines)
    page = await seller_page(database, seller_id, currency, partitions, limit, cursor)
    return SellerStatementBody.model_validate(
        {
            "currency": currency,
            "movements": [asdict(one) for one in page.movements],
            "next_cursor": page.next_cursor,
        }
    )


async def payouts_of(
    settler: Settler,
    seller_id: UUID | None,
    status: PayoutStatus | None,
    limit: int,
    cursor: str | None,
) -> PayoutsBody:
    """A page of them; raises BadCursor."""
    before = None if cursor is None else decode_id(cursor)
    pool = settler.database.pool
    found = await list_payouts(pool, seller_id, status, before, limit + 1)
    page, more = page_of(found, limit, lambda one: (str(one.id),))
    return PayoutsBody(payouts=[payout_body(one) for one in page], next_cursor=more)


def payout_body(one: Payout) -> PayoutBody:
    return PayoutBody.model_validate(asdict(one))
