"""Everything that happens to one wallet at once comes out right."""

from tests.proof.wallet import spend_and_top_up
from tests.support.market import Market


async def test_top_ups_and_purchases_of_one_wallet_all_come_out_right(crowded: Market) -> None:
    figures, paid = await spend_and_top_up(
        crowded, points=100, top_ups=50, purchases=400, clients=64
    )
    print(figures, paid)
    assert 100 <= paid <= 150
