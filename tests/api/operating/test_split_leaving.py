"""In the split shop an account is closed at orders, and payments hears of it by a letter."""

import pytest

from tests.api.operating.services import Visit
from tests.api.shop.leavers import a_leaver, leave
from tests.api.shop.wallet_buyers import fill
from tests.support.market import Market, eventually, expect
from tests.support.patience import PATIENCE
from tests.support.postgres import fetch
from tests.support.split import SplitPremises

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

_LEFT = "SELECT balance::int FROM ledger_accounts WHERE key = $1"
_NOTED = "SELECT count(*)::int FROM audit_log WHERE action = 'wallet.corrected' AND subject = $1"


async def test_what_is_given_up_with_an_account_is_taken_out_there(
    split: Market, premises: SplitPremises, visit: Visit
) -> None:
    one = await a_leaver(split, visit)
    wallet = await fill(one.buyer, 5000)
    key = f"wallet/user:{one.id}/EUR"
    expect(await leave(one, giveUp=True))

    async def empty() -> bool:
        return [tuple(row) for row in await fetch(premises.wallets_url, _LEFT, key)] == [(0,)]

    await eventually(empty, PATIENCE, "payments has heard of it")
    ((noted,),) = await fetch(premises.wallets_url, _NOTED, wallet["id"])
    assert noted == 1
