"""Staff: a user's wallets, their statements with who moved what, and corrections with a reason."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import Field, field_validator

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import COMMITS, problems
from holdfast.api.contract.texts import Reason
from holdfast.api.contract.wallets import (
    MovementBody,
    StatementAnswer,
    WalletAnswer,
    WalletBody,
    WalletsAnswer,
    statement_of,
    wallet_body,
)
from holdfast.api.shell.dependencies import caller, database, treasury
from holdfast.api.shell.state import state_of
from holdfast.flows.commit.refusals import (
    BalanceTooLarge,
)
from holdfast.flows.people.standing import OwnStanding, refuse_own
from holdfast.flows.wallets.wallets import (
    InsufficientBalance,
    any_wallet,
    balances,
    correct,
    wallet_now,
)
from holdfast.kit.paging import BadCursor
from holdfast.kit.sentences import say
from holdfast.ledger import MAX_BALANCE
from holdfast.people import UserUnknown, is_user, user_owner
from holdfast.wallets import WalletNotFound

__all__ = ["router"]

router = APIRouter(prefix="/api/staff", tags=["staff"])


class CorrectionAsked(Ask):
    """`amount` is added, or taken if negative; never below zero. The user sees the reason."""

    amount: Annotated[int, Field(ge=-MAX_BALANCE, strict=True, description="Minor units, not 0")]
    reason: Reason

    @field_validator("amount")
    @classmethod
    def not_nothing(cls, amount: int) -> int:
        if amount == 0:
            raise ValueError(say("The amount must not be 0."))
        return amount


class StaffWalletAnswer(Answer):
    wallet: WalletBody
    owner: str


class StaffMovementBody(MovementBody):
    """One movement of a wallet, with who made it in which request."""

    actor: str
    request: str


class StaffStatementAnswer(StatementAnswer):
    owner: str
    movements: list[StaffMovementBody]  # type: ignore[assignment]


@router.get("/users/{user_id}/wallets", responses=problems(UserUnknown))
async def list_user_wallets(request: Request, user_id: UUID) -> WalletsAnswer:
    """A user's wallets with their balances."""
    if state_of(request).shop_parts is not None:  # a service of wallets alone knows no users
        async with database(request).read() as connection:
            if not await is_user(connection, user_id):
                raise UserUnknown(say("There is no user {user_id}.", user_id=user_id))
    found = await balances(treasury(request), user_owner(user_id))
    return WalletsAnswer(wallets=[wallet_body(one) for one in found])


@router.get("/wallets/{wallet_id}", responses=problems(WalletNotFound))
async def get_any_wallet(request: Request, wallet_id: UUID) -> StaffWalletAnswer:
    """Any wallet, and whose it is."""
    wallet = await any_wallet(treasury(request), wallet_id)
    standing = await wallet_now(treasury(request), wallet)
    return StaffWalletAnswer(wallet=wallet_body(standing), owner=wallet.owner)


@router.get(
    "/wallets/{wallet_id}/statement",
    responses=problems(WalletNotFound, BadCursor),
)
async def get_any_statement(
    request: Request,
    wallet_id: UUID,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> StaffStatementAnswer:
    """Every movement of any wallet, newest first, with who made it."""
    wallet = await any_wallet(treasury(request), wallet_id)
    found = await statement_of(database(request), treasury(request), wallet, limit, cursor)
    return StaffStatementAnswer.model_validate(found | {"owner": wallet.owner})


@router.post(
    "/wallets/{wallet_id}/corrections",
    responses=problems(
        WalletNotFound,
        OwnStanding,
        BalanceTooLarge,
        InsufficientBalance,
        *COMMITS,
    ),
)
async def post_correction(
    request: Request,
    wallet_id: UUID,
    asked: CorrectionAsked,
) -> WalletAnswer:
    """Correct a wallet. The reason stands in its statement, who did it in the audit log."""
    by = caller(request, f"correct/{wallet_id}")
    refuse_own(by.principal, [(await any_wallet(treasury(request), wallet_id)).owner])
    standing = await correct(treasury(request), by, wallet_id, asked.amount, asked.reason)
    return WalletAnswer(wallet=wallet_body(standing))
