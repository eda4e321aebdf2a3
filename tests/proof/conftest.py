"""The markets that crowds come to, each opened once."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Final

import pytest

from tests.proof.stampede import market_of_workers
from tests.support.length import LONG
from tests.support.market import Market

ONE: Final = pytest.param(1, id="1-worker")
TWO: Final = pytest.param(2, id="2-workers-and-redis")


@pytest.fixture(scope="package", params=[ONE, TWO] if LONG else [TWO])
def crowded(request: pytest.FixtureRequest) -> Iterator[Market]:
    """What goes wrong with one worker goes wrong with two."""
    with ExitStack() as stack:
        yield market_of_workers(stack, request.param)
