"""Labels in services: the carrier is a process beside them, and its words come in by the door."""

import pytest

from tests.support.labels import Visit, brought_to_the_door
from tests.support.market import Market

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


async def test_a_carrier_beside_the_services_brings_a_parcel_to_the_door(
    split: Market, visit: Visit
) -> None:
    await brought_to_the_door(split, visit)
