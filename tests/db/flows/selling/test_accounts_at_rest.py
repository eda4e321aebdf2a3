"""Where payouts go is kept so that the database alone tells nobody's bank account."""

from secrets import token_bytes

import pytest

from holdfast.flows.selling.payouts import look_after_payouts
from holdfast.flows.selling.sending import set_account
from holdfast.kit import utc_now
from holdfast.kit.sealing import SecretChanged
from holdfast.sellers import BANK, AccountSeals, PayoutAccount, account_of
from tests.db.flows.selling.selling import STAFF, a_seller
from tests.db.flows.stage import Stage, select

IBAN = "The Mill, DE89 3704 0044 0532 0130 00, Deutsche Bank"
ROWS = "SELECT row_to_json(payout_accounts)::text FROM payout_accounts"


async def kept(stage: Stage) -> str:
    ((row,),) = await select(stage, ROWS)
    return str(row)


async def test_a_bank_account_is_sealed_and_opens_for_its_holder_alone(stage: Stage) -> None:
    seller, other, pool = await a_seller(stage), await a_seller(stage), stage.database.pool
    await set_account(stage, STAFF, seller, PayoutAccount(BANK, IBAN))
    assert "3704" not in await kept(stage)
    found = await account_of(pool, stage.account_seals, seller)
    assert found is not None
    assert (found.provider, found.account) == (BANK, IBAN)
    ((mark,),) = await select(stage, "SELECT set_at FROM payout_accounts")
    await set_account(stage, STAFF, seller, PayoutAccount(BANK, IBAN))  # the same: nothing is done
    assert await select(stage, "SELECT set_at FROM payout_accounts") == [(mark,)]
    with pytest.raises(SecretChanged):
        await account_of(pool, AccountSeals(token_bytes(32)), seller)
    await pool.execute("UPDATE payout_accounts SET holder_id = $1", other)
    with pytest.raises(SecretChanged):
        await account_of(pool, stage.account_seals, other)


async def test_one_that_an_earlier_version_kept_open_is_read_and_sealed(stage: Stage) -> None:
    seller, pool = await a_seller(stage), stage.database.pool
    await pool.execute(
        "INSERT INTO payout_accounts (holder_id, provider, account) VALUES ($1, 'bank', $2)",
        seller, IBAN,
    )  # fmt: skip
    before = await account_of(pool, stage.account_seals, seller)
    for _ in range(2):
        await look_after_payouts(stage, utc_now())
        assert "3704" not in await kept(stage)
        assert await account_of(pool, stage.account_seals, seller) == before
