"""The shop in its services, and somebody who buys there."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from tests.api.operating.services import Visit
from tests.support.market import Buyer, Market
from tests.support.split import SplitPremises


@pytest.fixture
def premises(split: Market) -> SplitPremises:
    assert isinstance(split.premises, SplitPremises)
    return split.premises


@pytest.fixture
async def ann(split: Market, visit: Visit) -> AsyncIterator[Buyer]:
    """Somebody new, by a typed id."""
    handle = f"ann-{uuid4().hex}"
    buyer = visit(split, **{"X-User-Id": handle})
    buyer.http.headers["X-User-Id"] = handle
    yield buyer
