"""The shop in its services and its broker, shared by this folder, and somebody who buys there."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.api.operating.services import Visit
from tests.support.market import Buyer, Market
from tests.support.markets import split_market
from tests.support.postgres import Postgres
from tests.support.prepared import PreparedShops
from tests.support.rabbit import Rabbit, rabbit_server
from tests.support.server import ServerProcess
from tests.support.split import SplitPremises


@pytest.fixture(scope="package")
def split(postgres: Postgres, stocked: str) -> Iterator[Market]:
    """What a test ends there it starts again."""
    with split_market(postgres, stocked) as opened:
        yield opened


@pytest.fixture(scope="package")
def rabbit() -> Iterator[Rabbit]:
    """What a test ends it starts again."""
    with rabbit_server() as running:
        yield running


@pytest.fixture(scope="package")
def sturdy(prepared: PreparedShops) -> Iterator[ServerProcess]:
    """`holdfast serve` on an embedded database, without goods; whoever kills it, or a part of it,
    has it run at the end."""
    folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    with ServerProcess(prepared.put(folder / "data")) as running:
        yield running
    shutil.rmtree(folder, ignore_errors=True)


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
