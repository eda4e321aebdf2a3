"""Fixtures everybody uses. The things behind them are in ``tests/support``."""

import gc
import json
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.support.collecting import leave_for_proof, leave_out, make_ready
from tests.support.failures import seen_of_servers
from tests.support.folders import alone, in_memory, shared_folder
from tests.support.market import Buyer, Market, stock_up
from tests.support.markets import market_as_asked, split_market
from tests.support.patience import be_patient
from tests.support.postgres import Postgres
from tests.support.premises import WAY
from tests.support.prepared import PreparedShops
from tests.support.redis import redis_server
from tests.support.server import ServerProcess
from tests.support.standby import Standby
from tests.support.standing import Standing, close_what_nobody_needs, guests
from tests.support.turns import FOLDERS, ByServer, folder_of, longest_first, took_longest
from tests.support.wire import Wire

GUESTS = pytest.StashKey[dict[Path, set[str]]]()

be_patient()

# How long an example takes on a busy machine says nothing of the code.
settings.register_profile("holdfast", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# For `make mutants`: whether anything is found is asked, not the smallest example of it.
settings.register_profile(
    "mutants",
    settings.get_profile("holdfast"),
    phases=(Phase.explicit, Phase.generate),
    derandomize=True,
    database=None,
)
settings.load_profile("holdfast")


def pytest_configure(config: pytest.Config) -> None:
    folders = ExitStack()
    folders.enter_context(in_memory())
    config.add_cleanup(folders.close)
    gc.disable()
    leave_for_proof(config)
    leave_out(config)
    if config.getoption("numprocesses", None) and "PYTEST_XDIST_WORKER" not in os.environ:
        make_ready(config)


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: the collector need not walk it, neither
    while it grows nor later."""
    gc.collect()
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark each test by its folder, and run what fails fastest first; what takes longest, where
    several share the run. Those in the same shop one after the other."""
    shared = "PYTEST_XDIST_WORKER" in os.environ
    place = longest_first if shared else FOLDERS.index
    for item in items:
        if folder_of(item) in FOLDERS:
            item.add_marker(folder_of(item))
    lodging = config.stash[GUESTS] = guests(items)
    items.sort(key=lambda item: (place(folder_of(item)), sorted(lodging[item.path])[:1]))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Who comes next in a run tells which shops need not stand any longer."""
    yield
    if nextitem is None or nextitem.path != item.path:
        close_what_nobody_needs(item.config.stash[GUESTS][nextitem.path] if nextitem else set())


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByServer | None:
    return ByServer(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        report.sections += seen_of_servers()
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if terminalreporter.config.getoption("durations") is not None:
        terminalreporter.section("longest files")
        for line in took_longest(chain(*terminalreporter.stats.values())):
            terminalreporter.write_line(line)


@pytest.fixture
def scratch() -> Iterator[Path]:
    """A folder that is gone after the test (pytest's own are kept, and a database is large)."""
    folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres(prepared: PreparedShops) -> Iterator[Postgres]:
    """One PostgreSQL for all that a process of the run does."""
    folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    running = Postgres(prepared.bare(folder / "data"))
    yield running
    running.close()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def standby(postgres: Postgres) -> Iterator[Standby]:
    """A PostgreSQL that follows the run's."""
    running = Standby(postgres).start()
    yield running
    running.close()


@pytest.fixture
def database_url(postgres: Postgres) -> Iterator[str]:
    """A migrated, empty database of this test's own."""
    url = postgres.create()
    yield url
    postgres.drop(url)


@pytest.fixture(scope="module")
def module_database_url(postgres: Postgres) -> Iterator[str]:
    """A migrated database shared by the tests of one module."""
    url = postgres.create()
    yield url
    postgres.drop(url)


@pytest.fixture
def wire(database_url: str) -> Iterator[Wire]:
    """``database_url`` through a wire that can be cut."""
    with Wire(database_url) as opened:
        yield opened


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A Redis for the run."""
    with redis_server() as url:
        yield url


@pytest.fixture(scope="session")
def prepared() -> Iterator[PreparedShops]:
    """Data directories to begin from, the same for all processes of the run."""
    with shared_folder("prepared") as folder:
        yield PreparedShops(folder)


@pytest.fixture(scope="session")
def openapi() -> dict[str, Any]:
    """The interface's document. Making it takes four seconds of a processor: whichever process of
    the run asks first does."""
    with shared_folder("openapi") as folder, alone(folder / "lock"):
        written = folder / "openapi.json"
        if not written.exists():
            # Few tests need the application in their own process, which takes seconds to load.
            from holdfast.api.contract.openapi import document
            from holdfast.app import interface

            written.write_text(json.dumps(document(interface())))
        made: dict[str, Any] = json.loads(written.read_text())
        return made


@pytest.fixture(scope="module")
def server(prepared: PreparedShops) -> Iterator[ServerProcess]:
    """A real server with demo data and no limits, shared by the tests of one module."""
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        yield running


@pytest.fixture
def start_server(scratch: Path, prepared: PreparedShops) -> Iterator[Callable[..., ServerProcess]]:
    """Servers of this test's own: ``start_server("--demo", environment={...})``, ready. On a
    database of their own there is a shop without goods."""
    started: list[ServerProcess] = []

    def start(*options: str, **named: Any) -> ServerProcess:
        data: Path = named.pop("data", scratch / "data")
        if "database_url" not in named and not data.exists():
            prepared.put(data)
        running = ServerProcess(data, *options, **named)
        started.append(running)
        return running.start().wait_ready()

    yield start
    for running in started:
        running.stop()


# --- markets: servers with goods, shared by whoever buys nothing but fresh goods of them --------


def shared_by(fixture_name: str, config: pytest.Config) -> Literal["module", "session"]:
    """One server is started in less than another takes to wait for the rest of a run; a shop in its
    services is not."""
    return "session" if WAY == "split" else "module"


@pytest.fixture(scope="session")
def stocked(postgres: Postgres) -> str:
    """The name of a database full of goods, to clone markets from."""
    folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    url = postgres.create()
    stock_up(folder, url)
    shutil.rmtree(folder, ignore_errors=True)
    return urlsplit(url).path.strip("/")


@pytest.fixture(scope="module")
def stocked_url(postgres: Postgres, stocked: str) -> Iterator[str]:
    """A database full of goods, shared by the tests of one module."""
    url = postgres.create(stocked)
    yield url
    postgres.drop(url)


@pytest.fixture(scope="module")
def split(postgres: Postgres, stocked: str) -> Iterator[Market]:
    """The shop in its services, whatever the run was asked for; no limits."""
    with split_market(postgres, stocked) as opened:
        yield opened


@pytest.fixture(scope="session")
def standing_market(postgres: Postgres, stocked: str) -> Iterator[Standing[Market]]:
    made = Standing(
        "standing_market",
        lambda: market_as_asked(postgres, stocked, {"HOLDFAST_LIMITS": "off"}),
        lambda market: market.premises,
        lambda market: market.few_left,
    )
    yield made
    made.close()


@pytest.fixture(scope="module")
def market(standing_market: Standing[Market], request: pytest.FixtureRequest) -> Iterator[Market]:
    """Reservations last 15 minutes; no limits. Other modules may have been in it, unless this one
    is marked ``alone``."""
    with standing_market.lent(request) as opened:
        yield opened


@pytest.fixture(scope=shared_by)
def hasty_market(postgres: Postgres, stocked: str) -> Iterator[Market]:
    """Reservations last two seconds; no limits."""
    settings = {"HOLDFAST_LIMITS": "off", "HOLDFAST_HOLD_SECONDS": "2"}
    with market_as_asked(postgres, stocked, settings) as opened:
        yield opened


@pytest.fixture(scope=shared_by)
def lingering_market(postgres: Postgres, stocked: str) -> Iterator[Market]:
    """Reservations last ten seconds: long enough to do something in time; no limits."""
    settings = {"HOLDFAST_LIMITS": "off", "HOLDFAST_HOLD_SECONDS": "10"}
    with market_as_asked(postgres, stocked, settings) as opened:
        yield opened


@pytest.fixture(scope=shared_by)
def guarded_market(postgres: Postgres, stocked: str) -> Iterator[Market]:
    """With limits: few open holds, few requests; a proxy at 127.0.0.1 names the addresses."""
    limits = {
        "HOLDFAST_HOLDS_PER_OWNER": "3",
        "HOLDFAST_HOLDS_PER_ADDRESS": "5",
        "HOLDFAST_RATE_PRINCIPAL": "60/minute",
        "HOLDFAST_RATE_ADDRESS": "150/minute",
        "HOLDFAST_PROXIES": "127.0.0.1",
    }
    with market_as_asked(postgres, stocked, limits) as opened:
        yield opened


@pytest.fixture
async def visit() -> AsyncIterator[Callable[..., Buyer]]:
    """``visit(market)``: a new buyer, without cookies yet. ``address`` is where they are; extra
    words are headers of theirs."""
    buyers: list[Buyer] = []

    def enter(there: Market, address: str | None = None, **headers: str) -> Buyer:
        buyers.append(Buyer(there.url, headers, address))
        return buyers[-1]

    yield enter
    for buyer in buyers:
        await buyer.http.aclose()
