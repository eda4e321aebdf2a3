"""A shop that takes cards by Stripe, and Stripe's test server beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.support.market import Buyer, Market, expect
from tests.support.markets import market_as_asked
from tests.support.postgres import Postgres, fetch
from tests.support.stripe import StripeServer

__all__ = ["begun", "pays_there", "session_of", "stripe_market"]


@contextmanager
def stripe_market(
    postgres: Postgres, stocked: str, stripe: StripeServer, **more: str
) -> Iterator[Market]:
    settings = {"HOLDFAST_LIMITS": "off", **stripe.settings, **more}
    with market_as_asked(postgres, stocked, settings, "one") as opened:
        yield opened


async def begun(buyer: Buyer, reservation: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The answer to a payment by Stripe."""
    asked = {"reservationId": reservation["reservationId"], "provider": "stripe", **more}
    return expect(await buyer.post("/api/payments", asked))


async def session_of(market: Market, payment: dict[str, Any]) -> str:
    """The reference of the payment: its session at Stripe."""
    ((reference,),) = await fetch(
        market.database_url, "SELECT reference FROM payments WHERE id = $1", payment["paymentId"]
    )
    return str(reference)


def pays_there(stripe: StripeServer, payment: dict[str, Any]) -> str:
    """The buyer pays on the page they were sent to; the name of its session."""
    page = payment["nextAction"]["redirectUrl"]
    assert page.startswith(f"{stripe.url}/pay/"), page
    name = page.rpartition("/")[2]
    assert stripe.visit(name, "pay")
    return str(name)
