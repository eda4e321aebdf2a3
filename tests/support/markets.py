"""Opens markets on databases of their own, put together as the run was asked to."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.support.market import Market, opened_market
from tests.support.opened_before import demo_opened
from tests.support.postgres import TEMPLATE, Postgres
from tests.support.premises import WAY, Way
from tests.support.receiver import SECRET
from tests.support.split import opened_split
from tools.split.program import free_port

__all__ = ["market_as_asked", "split_market"]


@contextmanager
def market_as_asked(
    postgres: Postgres, stocked: str, environment: dict[str, str], way: Way = WAY
) -> Iterator[Market]:
    """A market on a clone of ``stocked``, with these settings and a data platform; gone at the
    end. Put together as the run was asked to, or in this ``way``."""
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)

        def database(template: str) -> str:
            url = postgres.create(template)
            stack.callback(postgres.drop, url)
            return url

        platform = folder / "orders.jsonl"
        environment = environment | {"HOLDFAST_SINKS": f"jsonl:{platform}"}
        trouble = free_port()
        if way == "split":
            environment = environment | {
                "HOLDFAST_SINKS": f"jsonl:{platform},"
                f"trouble/letters=webhook:http://127.0.0.1:{trouble}/in",
                "HOLDFAST_WEBHOOK_SECRET": SECRET,
                "HOLDFAST_WEBHOOK_PRIVATE": "on",
            }
            opening = opened_split(
                folder,
                environment=environment,
                orders_database=database(stocked),
                payments_database=database(TEMPLATE),
            )
        else:
            if way == "messages":
                environment |= {"HOLDFAST_SETTLEMENT": "messages"}
            before = demo_opened(postgres, stocked)
            opening = opened_market(folder, environment=environment, database_url=database(before))
        market = stack.enter_context(opening)
        market.platform, market.trouble = platform, trouble
        yield market


@contextmanager
def split_market(postgres: Postgres, stocked: str) -> Iterator[Market]:
    """The shop in its services, whatever the run was asked for; no limits."""
    settings = {"HOLDFAST_LIMITS": "off", "HOLDFAST_ORIGINS": "https://partner.example"}
    with market_as_asked(postgres, stocked, settings, "split") as opened:
        yield opened
