"""Staff: where a provider sends what a seller earned, and that it is to send a payout."""

from uuid import UUID

from fastapi import APIRouter, Request

from holdfast.api.contract.payout_accounts import (
    PAYOUT_ACCOUNT_PROBLEMS,
    PayoutAccountAsked,
    PayoutAccountBody,
    payout_account_set,
    payout_account_shown,
)
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.contract.seller_money import PayoutBody, payout_shown
from holdfast.api.shell.dependencies import caller, database, shop_parts
from holdfast.flows.commit.refusals import ProviderUnknown
from holdfast.flows.selling.payouts import PayoutSettled
from holdfast.flows.selling.sending import NoPayoutAccount, send_by_provider
from holdfast.sellers import PayoutNotFound, SellerNotFound, known_seller

__all__ = ["router"]

router = APIRouter(prefix="/api/staff", tags=["staff"])


async def _known(request: Request, seller_id: UUID) -> UUID:
    async with database(request).read() as connection:
        return (await known_seller(connection, seller_id)).id


@router.get("/sellers/{seller_id}/payout-account", responses=problems(SellerNotFound))
async def get_payout_account(request: Request, seller_id: UUID) -> PayoutAccountBody:
    """Where a seller's payouts can be sent by a provider."""
    return await payout_account_shown(shop_parts(request), await _known(request, seller_id))


@router.put(
    "/sellers/{seller_id}/payout-account",
    responses=problems(*PAYOUT_ACCOUNT_PROBLEMS, SellerNotFound),
)
async def put_payout_account(
    request: Request, seller_id: UUID, asked: PayoutAccountAsked
) -> PayoutAccountBody:
    """Say where a seller's payouts are sent. The provider is asked whether it can; the audit log
    says who did."""
    found = await _known(request, seller_id)
    return await payout_account_set(shop_parts(request), caller(request), found, asked)


@router.post(
    "/payouts/{payout_id}/send",
    responses=problems(
        NoPayoutAccount, PayoutNotFound, PayoutSettled, ProviderUnknown, *TELLS_AGAIN
    ),
)
async def post_payout_send(request: Request, payout_id: UUID) -> PayoutBody:
    """Have it sent by its provider: `sending` until that has done it (`paid`), or `refused` to, and
    then once more. Meanwhile nobody can mark it."""
    by = caller(request, f"payout-send/{payout_id}")
    done = await send_by_provider(shop_parts(request), by, payout_id)
    return await payout_shown(shop_parts(request), done.payout_id)
