"""Everything that was held for nothing ends at once."""

from collections.abc import Iterator

import pytest

from tests.proof.expiry import ALLOWED, opened_hasty, waves
from tests.support.length import LONG
from tests.support.market import Market


@pytest.fixture(scope="module")
def hasty() -> Iterator[Market]:
    with opened_hasty() as market:
        yield market


@pytest.mark.timeout(900)
async def test_thousands_of_holds_that_end_together_are_all_back_while_buyers_go_on(
    hasty: Market,
) -> None:
    """Ten thousand in the long version, in which alone it is asserted how fast: on a machine that
    does nothing else."""
    found = await waves(hasty, holds=10_000 if LONG else 1_500, count=3 if LONG else 1)
    print(found)
    if LONG:
        assert found.slowest <= ALLOWED
        assert max(found.probes_after) <= ALLOWED
        assert found.slowdown <= 2.0
