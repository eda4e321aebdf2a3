"""Everybody wants the last hundred."""

from tests.proof.stampede import stampede
from tests.support.market import Market


async def test_of_5000_attempts_by_256_clients_on_100_units_100_are_accepted(
    crowded: Market,
) -> None:
    figures = await stampede(crowded, attempts=5000, clients=256, units=100)
    print(figures)


async def test_several_stampedes_at_once_stay_apart(crowded: Market) -> None:
    for units in (1, 7):
        await stampede(crowded, attempts=400, clients=64, units=units)
