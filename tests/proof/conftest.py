"""The markets that crowds come to, each opened once."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.proof.stampede import market_of_workers
from tests.support.market import Market


@pytest.fixture(scope="package", params=[1, 2], ids=["1-worker", "2-workers-and-redis"])
def crowded(request: pytest.FixtureRequest) -> Iterator[Market]:
    with ExitStack() as stack:
        yield market_of_workers(stack, request.param)
