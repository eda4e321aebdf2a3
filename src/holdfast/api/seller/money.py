"""Sellers: what was earned, what was paid out, each about their own."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from holdfast.api.contract.csv_answers import CSV
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.payout_accounts import (
    PAYOUT_ACCOUNT_PROBLEMS,
    PayoutAccountAsked,
    PayoutAccountBody,
    payout_account_set,
    payout_account_shown,
)
from holdfast.api.contract.problems import problems
from holdfast.api.contract.seller_money import (
    CurrencyOf,
    FormOf,
    PayoutsBody,
    SellerMoneyBody,
    SellerStatementBody,
    StatusOf,
    payouts_of,
    seller_money_of,
    seller_statement,
)
from holdfast.api.contract.span_statements import (
    SPAN_FILES,
    SPAN_PROBLEMS,
    SpanAsked,
    SpanStatementBody,
    span_statement,
)
from holdfast.api.seller.products import own
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.api.shell.state import state_of
from holdfast.kit.paging import BadCursor
from holdfast.sellers import SellerNotFound

__all__ = ["router"]

router = APIRouter(prefix="/api/seller", tags=["sellers"])


@router.get("/{seller_id}/money", responses=problems(SellerNotFound))
async def get_own_money(request: Request, seller_id: UUID) -> SellerMoneyBody:
    """What the seller earned and is to be paid, or owes."""
    found = await own(request, seller_id)
    tree = (await state_of(request).products.directory.now()).categories
    return await seller_money_of(shop_parts(request), found, tree)


@router.get(
    "/{seller_id}/statement",
    response_model=SellerStatementBody,
    responses={**CSV, **problems(BadCursor, SellerNotFound)},
)
async def get_own_statement(
    request: Request,
    seller_id: UUID,
    currency: CurrencyOf,
    form: FormOf = "json",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response | SellerStatementBody:
    """Every movement of the seller's money with the balance after it, newest first."""
    found = await own(request, seller_id)
    return await seller_statement(shop_parts(request), found, currency, form, limit, cursor)


@router.get(
    "/{seller_id}/statement/days",
    response_model=SpanStatementBody,
    responses={**SPAN_FILES, **problems(*SPAN_PROBLEMS, SellerNotFound)},
)
async def get_own_days(
    request: Request, seller_id: UUID, asked: SpanAsked
) -> Response | SpanStatementBody:
    """The seller's money over some days: the balance before, every movement in order, the balance
    after."""
    found = await own(request, seller_id)
    return await span_statement(shop_parts(request), found, asked)


@router.get("/{seller_id}/payouts", responses=problems(BadCursor, SellerNotFound))
async def list_own_payouts(
    request: Request,
    seller_id: UUID,
    status: StatusOf = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> PayoutsBody:
    """What was set aside for the seller and sent, the latest first."""
    found = await own(request, seller_id)
    return await payouts_of(shop_parts(request), found, status, limit, cursor)


@router.get("/{seller_id}/payout-account", responses=problems(SellerNotFound))
async def get_own_payout_account(request: Request, seller_id: UUID) -> PayoutAccountBody:
    """Where the seller's payouts can be sent by a provider."""
    return await payout_account_shown(shop_parts(request), await own(request, seller_id))


@router.put(
    "/{seller_id}/payout-account", responses=problems(*PAYOUT_ACCOUNT_PROBLEMS, SellerNotFound)
)
async def put_own_payout_account(
    request: Request, seller_id: UUID, asked: PayoutAccountAsked
) -> PayoutAccountBody:
    """Say where the seller's payouts are sent. The provider is asked whether it can; staff, who
    send them, are shown the account."""
    found = await own(request, seller_id)
    return await payout_account_set(shop_parts(request), caller(request), found, asked)
