"""An order paid in parts by a wallet and cards, and given back in parts, comes to nothing."""

import pytest

from tests.db.flows.bookkeeping import documents, sums
from tests.db.flows.buying import a_customer
from tests.db.flows.payments.test_parts_refunded import give, paid_in_three
from tests.db.flows.selling.selling import set_up
from tests.db.flows.settlement.part_paying import work
from tests.db.flows.stage import Stage

TAXED = 500 + 84
"""With 16.7 percent, half a unit up."""


@pytest.mark.parametrize("parts", [(1, 1, 582), (97,) * 6 + (2,), (200, 183, 201)])
async def test_all_that_goes_back_in_parts_takes_the_tax_with_it(
    stage: Stage, parts: tuple[int, ...]
) -> None:
    await set_up(stage, tax_rates=[{"name": "Tax", "rate": 16_700}])
    reserved = await paid_in_three(stage, a_customer())
    await work(stage)
    paid = sums(await documents(stage))
    assert paid == {
        "credit": 120, "clearing": TAXED - 120, "sales": -500, "tax": -(TAXED - 500),
    }  # fmt: skip
    for amount in parts:
        await give(stage, reserved, amount)
    await work(stage)
    assert sums(await documents(stage)) == {
        "credit": 120, "wallets": -120, "sales": -500, "refunds": 500,
    }  # fmt: skip
