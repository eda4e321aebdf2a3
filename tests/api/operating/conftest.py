"""The shop in its services and its broker, shared by this folder, and somebody who buys there."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.operating.services import Visit
from tests.support.mail_server import MailServer, mail_settings, running_mail_server
from tests.support.market import Buyer, Market, expect
from tests.support.markets import split_market
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in, signed_up
from tests.support.postgres import Postgres
from tests.support.prepared import PreparedShops
from tests.support.rabbit import Rabbit, rabbit_server
from tests.support.server import ServerProcess
from tests.support.split import SplitPremises
from tests.support.studio import Someone, move_in

ANNA = "anna@studio.example"


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
    """`holdfast serve` on an embedded database, without goods, started as it ships; whoever kills
    it, or a part of it, has it run at the end."""
    folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    with ServerProcess(prepared.put(folder / "data"), afresh=True) as running:
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


@pytest.fixture(scope="package")
def post() -> Iterator[MailServer]:
    """Takes what the shop of ``mailing`` sends."""
    with running_mail_server() as server:
        yield server


@pytest.fixture(scope="package")
def mailing(prepared: PreparedShops, post: MailServer) -> Iterator[ServerProcess]:
    """A shop that sends mail, to be filled by several modules."""
    ours = mail_settings(
        post, HOLDFAST_MAIL_FROM="Loft <orders@shop.example>", HOLDFAST_MAIL_PAUSE="0.2"
    )
    with prepared.opened(HOLDFAST_LIMITS="off", **ours) as opened:
        yield opened


@pytest.fixture(scope="package")
def staff(mailing: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=mailing.url, timeout=PATIENCE) as client:
        manager = {"email": "manager@example.com", "password": "holdfast-manager"}
        expect(client.post("/api/session/login", json=manager))
        yield client


@pytest.fixture
def visitor(mailing: ServerProcess) -> Iterator[Any]:
    """Makes people: with an account, and without."""

    with ExitStack() as opened:

        def make(account: bool = False) -> httpx.Client:
            if account:
                return opened.enter_context(signed_up(mailing.url, "Cara"))
            return opened.enter_context(httpx.Client(base_url=mailing.url, timeout=PATIENCE))

        yield make


@pytest.fixture(scope="package")
def anna(mailing: ServerProcess) -> Someone:
    """A photographer of ``mailing`` whose account is ``anna@studio.example``."""
    add_person(mailing.database_url, ANNA, ["photographer"])
    with httpx.Client(base_url=mailing.url, timeout=PATIENCE) as client:
        log_in(client, ANNA)
        user = expect(client.get("/api/session"))["user"]["id"]
    made = Someone(kind="photographer", name="Anna", zone="Europe/Berlin", more={"user_id": user})
    asyncio.run(move_in(mailing.database_url, made))
    return made
