"""Wallets: opening, balances, top-ups, statements. For whoever is logged in, each their own."""

from collections.abc import AsyncIterator
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import COMMITS, TELLS_AGAIN, problems
from holdfast.api.contract.wallets import (
    StatementAnswer,
    WalletAnswer,
    WalletBody,
    WalletsAnswer,
    statement_of,
    wallet_body,
)
from holdfast.api.shell.dependencies import Member, caller, database, treasury
from holdfast.flows.commit.refusals import (
    BalanceTooLarge,
    CurrencyUnknown,
    PaymentFailedProblem,
    PaymentNotFound,
    ProviderAway,
)
from holdfast.flows.people.standing import OwnStanding, refuse_own
from holdfast.flows.wallets.leaving import leave_top_ups
from holdfast.flows.wallets.top_ups import AmountNotPaid, paid_top_up
from holdfast.flows.wallets.wallets import (
    PaymentRequired,
    any_wallet,
    balances,
    open_wallet,
    own_wallet,
    top_up,
    wallet_now,
)
from holdfast.kit.paging import BadCursor
from holdfast.views.statements import statement_csv
from holdfast.wallets import WalletNotFound

__all__ = ["router"]

router = APIRouter(prefix="/api/wallets", tags=["wallets"])


class TopUpAnswer(Answer):
    """`pending` (with 202): the payment is not decided yet; the wallet is as it was."""

    wallet: WalletBody
    status: Literal["done", "pending"]


class TopUpLeftAnswer(Answer):
    """`open`: nothing is to be paid there any more; `pending`: a payment is under way that its
    provider does not call off; `paid`: the buyer was quicker, and the money is in the wallet."""

    wallet: WalletBody
    status: Literal["open", "pending", "paid"]


class WalletAsked(Ask):
    currency: Annotated[str, Field(min_length=1, max_length=10, examples=["PTS"])]


class TopUpAsked(Ask):
    """`paymentId` may be left out by staff, and by everybody where the shop runs as a demo."""

    amount: Annotated[int, Field(ge=1, strict=True, description="Minor units")]
    payment_id: UUID | None = None


@router.post(
    "",
    status_code=201,
    responses={
        200: {"model": WalletAnswer, "description": "The one that was opened before"},
        **problems(CurrencyUnknown, *COMMITS),
    },
)
async def post_wallet(request: Request, response: Response, asked: WalletAsked) -> WalletAnswer:
    """Open a wallet; one for each currency. Asked again, the answer is the one there is."""
    by = caller(request, "open-wallet")
    opened = await open_wallet(treasury(request), by, asked.currency)
    if not opened.new:
        response.status_code = 200
    return WalletAnswer(wallet=wallet_body(opened.standing))


@router.get("")
async def list_wallets(request: Request, who: Member) -> WalletsAnswer:
    """One's own wallets with their balances, as they are at this moment."""
    found = await balances(treasury(request), who.id)
    return WalletsAnswer(wallets=[wallet_body(one) for one in found])


@router.get("/{wallet_id}", responses=problems(WalletNotFound))
async def get_wallet(request: Request, wallet_id: UUID, who: Member) -> WalletAnswer:
    """A wallet of one's own."""
    wallet = await own_wallet(treasury(request), who, wallet_id)
    return WalletAnswer(wallet=wallet_body(await wallet_now(treasury(request), wallet)))


@router.post(
    "/{wallet_id}/top-ups",
    responses={
        202: {"model": TopUpAnswer, "description": "The payment is not decided yet"},
        **problems(
            WalletNotFound,
            PaymentRequired,
            PaymentNotFound,
            AmountNotPaid,
            PaymentFailedProblem,
            BalanceTooLarge,
            ProviderAway,
            OwnStanding,
            *COMMITS,
        ),
    },
)
async def post_top_up(
    request: Request, response: Response, wallet_id: UUID, asked: TopUpAsked
) -> TopUpAnswer:
    """Add to a wallet of one's own by a payment made for it, which tops up once however often this
    is asked. Staff top up any wallet, without a payment; whose work is narrowed, any but their own.
    The answer is the wallet after it."""
    here, by = treasury(request), caller(request, f"top-up/{wallet_id}")
    if asked.payment_id is not None:
        paid = await paid_top_up(here, by, wallet_id, asked.amount, asked.payment_id)
        if not paid.done:
            response.status_code = 202
            return TopUpAnswer(wallet=wallet_body(paid.standing), status="pending")
        return TopUpAnswer(wallet=wallet_body(paid.standing), status="done")
    if by.principal.is_staff:
        refuse_own(by.principal, [(await any_wallet(here, wallet_id)).owner])
    standing = await top_up(here, by, wallet_id, asked.amount)
    return TopUpAnswer(wallet=wallet_body(standing), status="done")


@router.post(
    "/{wallet_id}/leave-payment",
    operation_id="leaveTopUp",
    summary="Call off what was to be paid into a wallet on a provider's page",
    responses=problems(WalletNotFound, ProviderAway, *TELLS_AGAIN),
)
async def leave_top_up(request: Request, wallet_id: UUID) -> TopUpLeftAnswer:
    """A page of the provider's that is open somewhere else takes no money any more. What was paid
    by then is in the wallet."""
    here, by = treasury(request), caller(request, "leave-payment")
    left = await leave_top_ups(here, by, wallet_id)
    wallet = await own_wallet(here, by.principal, wallet_id)
    return TopUpLeftAnswer(wallet=wallet_body(await wallet_now(here, wallet)), status=left.status)


@router.get("/{wallet_id}/statement", responses=problems(WalletNotFound, BadCursor))
async def get_statement(
    request: Request,
    wallet_id: UUID,
    who: Member,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> StatementAnswer:
    """Every movement with the balance after it, newest first."""
    wallet = await own_wallet(treasury(request), who, wallet_id)
    found = await statement_of(database(request), treasury(request), wallet, limit, cursor)
    return StatementAnswer.model_validate(found)


@router.get(
    "/{wallet_id}/statement.csv",
    response_class=StreamingResponse,
    responses={
        200: {"content": {"text/csv": {"schema": {"type": "string"}}}},
        **problems(WalletNotFound),
    },
)
async def get_statement_csv(request: Request, wallet_id: UUID, who: Member) -> StreamingResponse:
    """The statement for a spreadsheet: the newest 100,000 movements.

    Where there are older ones, the last line says so and gives the cursor of the statement's page
    they begin on."""
    wallet = await own_wallet(treasury(request), who, wallet_id)
    lines: AsyncIterator[str] = statement_csv(
        database(request), wallet.key, wallet.currency, treasury(request).reader.partitions
    )
    headers = {
        "content-disposition": f'attachment; filename="statement-{wallet.currency}.csv"',
        "cache-control": "no-store",
    }
    return StreamingResponse(lines, media_type="text/csv", headers=headers)
