"""A provider's events in the shop of several services: through its door, to whose payment it is."""

import time
from uuid import uuid4

import httpx
import pytest

from holdfast.payments import DemoEvents, ProviderEvent
from tests.api.operating.services import balance, open_wallet
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.postgres import fetch
from tests.support.split import SplitPremises

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


async def send(split: Market, reference: str) -> httpx.Response:
    assert isinstance(split.premises, SplitPremises)
    events = DemoEvents(split.premises.split.secret.encode())
    headers, body = events.signed(ProviderEvent(f"evt_{uuid4().hex}", reference), time.time())
    async with httpx.AsyncClient(base_url=split.url, timeout=PATIENCE) as provider:
        return await provider.post("/hooks/demo", content=body, headers=headers)


async def test_events_of_orders_and_of_wallets_find_their_payments(
    split: Market, ann: Buyer
) -> None:
    assert isinstance(split.premises, SplitPremises)
    reservation = expect(await ann.reserve(split.goods(1)))
    wallet = await open_wallet(ann)
    asked = {"walletId": wallet, "amount": 700, "provider": "demo", "scenario": "authorize"}
    for payment, database_url in (
        (await ann.pay(reservation, "authorize"), split.database_url),
        (await ann.post("/api/payments", asked), split.premises.wallets_url),
    ):
        begun = expect(payment)
        assert begun["status"] == "authorized"
        ((reference,),) = await fetch(
            database_url, "SELECT reference FROM payments WHERE id = $1", begun["paymentId"]
        )
        assert expect(await send(split, str(reference))) == {"status": "taken"}

    async def settled() -> bool:
        order = await ann.order(reservation)
        return order["status"] == "paid" and await balance(ann, wallet) == 700

    await eventually(settled, PATIENCE, "both events are followed")
    assert expect(await send(split, "demo_of_nobody")) == {"status": "unknown"}


async def test_the_door_turns_away_what_is_no_event(split: Market) -> None:
    async with httpx.AsyncClient(base_url=split.url, timeout=PATIENCE) as stranger:
        refusal(await stranger.post("/hooks/demo", content=b"{}"), 401, "event-unsigned")
        refusal(await stranger.post("/hooks/stripe", content=b"{}"), 404, "hook-not-found")
        large = await stranger.post("/hooks/demo", content=b"x" * (64 * 1024 + 1))
        assert refusal(large, 413, "body-too-large")["detail"] == "At most 64 kB."
