"""One of all who ask has the photographer, the studio and the kit, whatever is killed."""

from contextlib import ExitStack

import pytest

from tests.proof.booking_race import opened_house, race
from tests.support.length import LONG


@pytest.mark.timeout(1800 if LONG else 300)
@pytest.mark.parametrize("among", [1, 3] if LONG else [3], ids="of-{}-kinds".format)
async def test_of_all_who_ask_exactly_one_has_the_time_whatever_is_killed(among: int) -> None:
    with ExitStack() as stack:
        house = opened_house(stack)
        rounds, clients = (100, 32) if LONG else (4, 12)
        print(await race(house, rounds, clients, kill_every=5 if LONG else 3, seed=19, among=among))
