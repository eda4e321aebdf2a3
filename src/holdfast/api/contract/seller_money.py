"""The money of a seller, a photographer or a studio as staff and they themselves are shown it."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from msgspec.structs import asdict
from pydantic import AfterValidator, Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.csv_answers import CSV_FORM, csv_answer
from holdfast.api.contract.texts import Reason
from holdfast.booking.bookings import share_currencies_of
from holdfast.catalog import CategoryTree
from holdfast.flows.selling.bringing import money_of
from holdfast.flows.selling.coming import coming_of
from holdfast.flows.selling.payouts import standing_of
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import shop_now
from holdfast.kit.money import is_currency
from holdfast.kit.paging import decode_id, page_by_id
from holdfast.ledger import MAX_BALANCE
from holdfast.sellers import (
    CommissionRule,
    Holder,
    Payout,
    PayoutStatus,
    accounts_of,
    currencies_of,
    list_payouts,
    load_rules,
    payout_of,
    rules_at,
    rules_of,
)
from holdfast.views.holders import holder_names
from holdfast.views.seller_statement import SellerKind, seller_csv, seller_page

__all__ = [
    "CurrencyOf", "FormOf", "PayoutAsked", "PayoutBody", "PayoutsBody", "SellerMoneyBody",
    "SellerStatementBody", "StatusOf", "WriteOffAsked", "payout_shown", "payouts_of",
    "resource_money_of", "seller_money_of", "seller_statement",
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
    orders that may still be returned, or whose return or dispute is under way, and `payable` the
    rest; or what is `owed` after refunds, which the next earnings pay first. `coming`: what orders
    that are paid and not completed would bring as they stand."""

    currency: str
    coming: int | None = Field(description="Null of who is booked")
    earned: int
    owed: int
    waiting: int
    payable: int


class CommissionTerms(Answer):
    """Of a category and what is below it, or of all other goods (null)."""

    category_id: UUID | None
    rate: int = Field(description="In thousandths of a percent of what was paid")
    fixed: int = Field(description="Minor units of each piece, where it is sold in `currency`")
    currency: str | None


class SellerTerms(Answer):
    """What the shop agreed on: when payouts are made, what waits for how long, and its part of
    what is sold from now on."""

    payout_days: int = Field(description="So often; 0: when staff do it")
    payout_minimum: int = Field(description="Minor units; what is less waits for more")
    payout_hold_days: int = Field(description="What an order brought waits, once it is completed")
    commission: list[CommissionTerms] = Field(description="Rules that hold; none: no commission")


class SellerMoneyBody(Answer):
    standings: list[SellerStanding]
    terms: SellerTerms


class SellerMovementBody(Answer):
    """One movement: `change` in minor units and the `balance` after it, below zero what is owed."""

    version: int
    at: Instant
    kind: SellerKind
    change: int
    balance: int
    order_id: UUID | None
    booking_id: UUID | None
    order_number: str | None = Field(description="The order's, or the booking's")
    payout_id: UUID | None


class SellerStatementBody(Answer):
    """A page of a seller's statement, newest first."""

    currency: str
    movements: list[SellerMovementBody]
    next_cursor: str | None


class PayoutBody(Answer):
    """Money that was set aside for a seller, a photographer or a studio: `name` says for whom.
    `reference` is of the transfer, `reason` why it failed, or why its provider did not send it
    (`refused`: it waits for a person)."""

    id: UUID
    name: str
    seller_id: UUID | None
    resource_id: UUID | None = Field(description="Of a photographer or studio instead")
    currency: str
    amount: int = Field(description="Minor units")
    status: PayoutStatus
    reference: str | None
    reason: str | None
    made_at: Instant
    settled_at: Instant | None
    provider: str | None = Field(description="That was asked to send it; null: staff do")
    account: str | None = Field(description="To which it was asked to send it")
    sends_by: str | None = Field(description="The provider that may be asked to send it")
    sends_to: str | None = Field(
        description="The account there to which it would; without a provider the account at a bank"
        " to which it is to be sent by hand, null: nobody said"
    )
    sends_to_since: Instant | None = Field(description="When that was said")


def _known(code: str) -> str:
    if not is_currency(code):
        raise ValueError("Use a code of ISO 4217, such as EUR.")
    return code


class PayoutAsked(Ask):
    """All that may be paid out now, in one currency."""

    currency: Annotated[str, Field(max_length=3), AfterValidator(_known)]


class WriteOffAsked(PayoutAsked):
    """All that is owed in one currency, as it was read."""

    amount: Annotated[int, Field(ge=1, le=MAX_BALANCE, strict=True)] = Field(
        description="Minor units"
    )
    reason: Reason


class PayoutsBody(Answer):
    """A page of payouts, the latest first."""

    payouts: list[PayoutBody]
    next_cursor: str | None


async def seller_money_of(settler: Settler, seller_id: UUID, tree: CategoryTree) -> SellerMoneyBody:
    """In each currency that the seller ever had money in."""
    found = await currencies_of(settler.database.pool, seller_id)
    coming = await coming_of(settler, seller_id)
    paths = {one.id: one.path for one in tree.walk()}
    holding = rules_at(await load_rules(settler.database.pool), shop_now())
    rules = rules_of(holding, seller_id, paths)
    return await _money_of(settler, Holder("seller", seller_id), found, coming, rules)


async def resource_money_of(settler: Settler, resource_id: UUID) -> SellerMoneyBody:
    """The same of who is booked."""
    found = await share_currencies_of(settler.database.pool, resource_id)
    return await _money_of(settler, Holder("resource", resource_id), found, None, ())


async def _money_of(
    settler: Settler,
    holder: Holder,
    currencies: Sequence[str],
    coming: Mapping[str, int] | None,
    rules: Sequence[CommissionRule],
) -> SellerMoneyBody:
    now, settings = shop_now(), await settler.shop.now()
    standings = []
    for currency in currencies:
        money = await money_of(settler.reader, holder, currency)
        standing = asdict(await standing_of(settler, money, now))
        to_come = None if coming is None else coming.get(currency, 0)
        standings.append(standing | {"coming": to_come})
    terms = {
        "payout_days": settings.payout_days,
        "payout_minimum": settings.payout_minimum,
        "payout_hold_days": settings.payout_hold_days,
        "commission": [asdict(one) for one in rules],
    }
    return SellerMoneyBody.model_validate({"standings": standings, "terms": terms})


async def seller_statement(
    settler: Settler,
    holder_id: UUID,
    currency: str,
    form: str,
    limit: int,
    cursor: str | None,
) -> Response | SellerStatementBody:
    """A page of it, or all of it as CSV. Raises BadCursor."""
    partitions, database = settler.reader.partitions, settler.database
    if form == "csv":
        lines = seller_csv(database, holder_id, currency, partitions)
        return csv_answer(f"statement-{currency}.csv", lines)
    page = await seller_page(database, holder_id, currency, partitions, limit, cursor)
    return SellerStatementBody.model_validate(
        {
            "currency": currency,
            "movements": [asdict(one) for one in page.movements],
            "next_cursor": page.next_cursor,
        }
    )


async def payouts_of(
    settler: Settler,
    holder_id: UUID | None,
    status: PayoutStatus | None,
    limit: int,
    cursor: str | None,
) -> PayoutsBody:
    """A page of them; raises BadCursor."""
    before = decode_id(cursor)
    found = await list_payouts(settler.database.pool, holder_id, status, before, limit + 1)
    page, more = page_by_id(found, limit)
    return PayoutsBody(payouts=await _bodies(settler, page), next_cursor=more)


async def payout_shown(settler: Settler, payout_id: UUID) -> PayoutBody:
    """Raises :class:`~holdfast.sellers.PayoutNotFound`."""
    (body,) = await _bodies(settler, [await payout_of(settler.database.pool, payout_id)])
    return body


async def _bodies(settler: Settler, payouts: Sequence[Payout]) -> list[PayoutBody]:
    pool, holders = settler.database.pool, {one.holder.id for one in payouts}
    names = await holder_names(pool, holders)
    senders = await accounts_of(pool, settler.account_seals, holders)
    bodies = []
    for one in payouts:
        to = senders.get(one.holder.id) if one.waits else None
        also = {
            "name": names.get(one.holder.id, ""),
            "sends_by": None if to is None or to.by_hand else to.provider,
            "sends_to": None if to is None else to.account,
            "sends_to_since": None if to is None else to.set_at,
        }
        bodies.append(PayoutBody.model_validate(asdict(one) | also))
    return bodies
