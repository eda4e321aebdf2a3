"""Everybody wants what is in the flash sale."""

from tests.proof.flash_stampede import flash_stampede
from tests.support.market import Market


async def test_of_200_buyers_50_get_a_unit_though_a_worker_is_killed(crowded: Market) -> None:
    print(await flash_stampede(crowded, buyers=200, clients=64, units=50))
