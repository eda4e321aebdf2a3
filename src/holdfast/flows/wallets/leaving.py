"""Leaving a provider's page on which a wallet was to be topped up (``leave``)."""

from typing import Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.flows.commit.caller import Caller
from holdfast.flows.payments.leave import leave
from holdfast.flows.payments.purpose import payment_known
from holdfast.flows.wallets.top_ups import ForTopUps
from holdfast.flows.wallets.treasury import Treasury
from holdfast.flows.wallets.wallets import own_wallet

__all__ = ["TopUpsLeft", "leave_top_ups"]

LeftNow: TypeAlias = Literal["open", "pending", "paid"]


class TopUpsLeft(Struct, frozen=True):
    """What became of the payments that were left. ``open``: nothing is to be paid there any more.
    ``pending``: one is under way that its provider does not call off; ``paid``: the buyer was
    quicker, and the money is in the wallet."""

    wallet_id: UUID
    status: LeftNow


async def leave_top_ups(treasury: Treasury, caller: Caller, wallet_id: UUID) -> TopUpsLeft:
    """Call off what was to be paid into one's wallet on providers' pages. Raises a Problem while a
    provider does not answer: a job goes on asking."""
    wallet = await own_wallet(treasury, caller.principal, wallet_id)
    left = await leave(ForTopUps(treasury), caller, wallet.id)
    found = [await payment_known(treasury, payment_id) for payment_id in left]
    status: LeftNow = "paid" if any(one.is_credited for one in found) else "open"
    return TopUpsLeft(wallet.id, "pending" if any(one.undecided for one in found) else status)
