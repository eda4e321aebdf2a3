"""Errors of ours are told to a Sentry as they happen."""

from collections.abc import Iterator

import pytest

from tests.specs.sentences import sentence
from tests.support.market import Market, refusal
from tests.support.markets import market_as_asked
from tests.support.postgres import Postgres, execute
from tests.support.sentry import SentryServer


@pytest.fixture(scope="module")
def sentry() -> Iterator[SentryServer]:
    with SentryServer() as opened:
        yield opened


@pytest.fixture(scope="module")
def shop(postgres: Postgres, stocked: str, sentry: SentryServer) -> Iterator[Market]:
    settings = {"HOLDFAST_SENTRY_DSN": sentry.dsn}
    with market_as_asked(postgres, stocked, settings, "one") as opened:
        yield opened


@sentence("E", "4.2. Мониторинг", "Sentry: Логирование ошибок в реальном времени.",
          at="HOLDFAST_SENTRY_DSN")  # fmt: skip
async def test_an_error_is_told_to_a_sentry_at_once(shop: Market, sentry: SentryServer) -> None:
    await execute(shop.database_url, "ALTER TABLE addresses RENAME TO addresses_elsewhere")
    wrong = refusal(shop.staff.get("/api/addresses"), 500, "internal-error")
    told = sentry.hears(request=wrong["requestId"])
    assert told["exception"]["values"][-1]["type"]
    assert told["release"].startswith("holdfast@")
