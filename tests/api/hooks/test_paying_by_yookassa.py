"""The port, as YooKassa keeps it; and a shop that is paid on its page."""

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from holdfast.payments import (
    Charge,
    ChargeRequest,
    ProviderEvent,
    ProviderRefused,
    ProviderUnavailable,
)
from holdfast.payments.providers.yookassa import YooKassaProvider, from_yookassa, to_yookassa
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.markets import market_as_asked
from tests.support.patience import PATIENCE
from tests.support.postgres import Postgres
from tests.support.yookassa import KEY, SHOP, YooKassaServer

Visit = Callable[..., Buyer]
REQUEST = ChargeRequest(
    UUID(int=7), 1234, "RUB", datetime(2030, 1, 1, tzinfo=UTC), return_url="https://shop.example/o"
)


@pytest.fixture(scope="module")
def yookassa() -> Iterator[YooKassaServer]:
    with YooKassaServer.running() as running:
        yield running


@pytest.fixture
async def provider(yookassa: YooKassaServer) -> AsyncIterator[YooKassaProvider]:
    opened = YooKassaProvider(SHOP, KEY, url=yookassa.url)
    yield opened
    await opened.close()


@pytest.fixture
async def two_stage(yookassa: YooKassaServer) -> AsyncIterator[YooKassaProvider]:
    opened = YooKassaProvider(SHOP, KEY, two_stage=True, url=yookassa.url)
    yield opened
    await opened.close()


async def paid(yookassa: YooKassaServer, provider: YooKassaProvider) -> Charge:
    charge = await provider.create(REQUEST, str(uuid4()))
    yookassa.visit(charge.reference, "pay")
    return charge


def test_amounts_are_written_as_it_does() -> None:
    assert to_yookassa(1230, "RUB") == {"value": "12.30", "currency": "RUB"}
    assert to_yookassa(5, "JPY") == {"value": "5.00", "currency": "JPY"}
    assert from_yookassa("12.30", "RUB") == 1230
    for wrong in ("12.345", "twelve"):
        with pytest.raises(ValueError, match=r"fine|amount"):
            from_yookassa(wrong, "RUB")
    with pytest.raises(ValueError, match="fine"):
        to_yookassa(1, "KWD")


async def test_a_payment_waits_for_its_buyer_and_is_paid_or_declined(
    yookassa: YooKassaServer, provider: YooKassaProvider
) -> None:
    charge = await provider.create(REQUEST, "a-key")
    assert charge.next_action is not None
    assert charge.next_action.redirect_url == f"{yookassa.url}/pay/{charge.reference}"
    assert (charge.status, charge.amount, charge.currency) == ("pending", 1234, "RUB")
    again = await provider.create(replace(REQUEST, expires_at=datetime.now(UTC)), "a-key")
    assert again == charge, "the same key begins one payment"
    assert await provider.fail(charge.reference) == charge, "nobody can call it off"
    yookassa.visit(charge.reference, "pay")
    now = await provider.confirm(charge.reference)
    assert now == Charge(charge.reference, "succeeded", UUID(int=7), 1234, "RUB")
    assert await provider.fee(charge.reference) == 43, "3.5% of 12.34"
    assert await provider.confirm("of-another-shop") is None
    other = await provider.create(REQUEST, str(uuid4()))
    yookassa.visit(other.reference, "decline")
    ended = await provider.confirm(other.reference)
    assert ended is not None
    assert ended.status == "failed"


async def test_what_is_set_aside_is_taken_or_let_go(
    yookassa: YooKassaServer, two_stage: YooKassaProvider
) -> None:
    taken, let_go = [await paid(yookassa, two_stage) for _ in range(2)]
    found = await two_stage.confirm(taken.reference)
    assert found is not None
    assert found.status == "authorized"
    for _ in range(2):
        done = await two_stage.capture(taken.reference, 1000, "capture/" + "k" * 80)
        assert done is not None
        assert (done.status, done.amount) == ("succeeded", 1000)
    with pytest.raises(ProviderRefused):
        await two_stage.capture(taken.reference, 234, "another")
    for _ in range(2):
        ended = await two_stage.fail(let_go.reference)
        assert ended is not None
        assert ended.status == "failed"


async def test_a_refund_is_given_once_even_when_its_key_is_forgotten(
    yookassa: YooKassaServer, provider: YooKassaProvider
) -> None:
    charge = await paid(yookassa, provider)
    before = set(yookassa.book.refunds)
    await provider.refund(charge.reference, 200, "refund/1")
    yookassa.forget_keys()
    await provider.refund(charge.reference, 200, "refund/1")
    yookassa.book.refuses_refunds = "insufficient_funds"
    with pytest.raises(ProviderRefused, match="insufficient_funds"):
        await provider.refund(charge.reference, 1034, "refund/2")
    yookassa.book.refuses_refunds = ""
    await provider.refund(charge.reference, 1034, "refund/2/again")
    given = [one["amount"]["value"] for name, one in yookassa.book.refunds.items()
             if name not in before and one["status"] == "succeeded"]  # fmt: skip
    assert given == ["2.00", "10.34"]
    yookassa.book.refunds_are = "pending"
    other = await paid(yookassa, provider)
    for _ in range(2):
        assert await provider.refund(other.reference, 234, "refund/other") == "pending"
    yookassa.book.refunds_are = "succeeded"
    [*yookassa.book.refunds.values()][-1]["status"] = "succeeded"
    assert await provider.refund(other.reference, 234, "refund/other") == "succeeded"
    with pytest.raises(ProviderRefused, match="more than is left"):
        await provider.refund(charge.reference, 1, "refund/3")
    with pytest.raises(ProviderRefused, match="nothing was paid"):
        await provider.refund("of-another-shop", 1, "refund/4")


async def test_trouble_is_told_from_refusal(
    yookassa: YooKassaServer, provider: YooKassaProvider
) -> None:
    charge = await paid(yookassa, provider)
    yookassa.away = True
    for call in (provider.confirm(charge.reference), provider.create(REQUEST, "lost")):
        with pytest.raises(ProviderUnavailable):
            await call
    yookassa.away, yookassa.busy = False, True
    with pytest.raises(ProviderUnavailable):
        await provider.create(REQUEST, "lost")
    yookassa.busy, yookassa.answer_lost = False, True
    before = len(yookassa.book.payments)
    with pytest.raises(ProviderUnavailable):
        await provider.confirm(charge.reference)
    await provider.create(REQUEST, "lost")
    assert len(yookassa.book.payments) == before, "the one that was being worked on"
    stranger = YooKassaProvider(SHOP, "wrong", url=yookassa.url)
    with pytest.raises(ProviderUnavailable):
        await stranger.confirm(charge.reference)
    await stranger.close()
    for refused in (replace(REQUEST, return_url=None), replace(REQUEST, currency="XOF")):
        with pytest.raises(ProviderRefused):
            await provider.create(refused, str(uuid4()))


async def test_a_notification_says_only_what_to_ask_for(provider: YooKassaProvider) -> None:
    body = YooKassaServer.notification("payment.succeeded", {"id": "p-1"})
    event = await provider.read_event({}, body)
    assert isinstance(event, ProviderEvent)
    assert (event.reference, event) == ("p-1", await provider.read_event({}, body))
    other = await provider.read_event(
        {}, YooKassaServer.notification("refund.succeeded", {"id": "r-1", "payment_id": "p-1"})
    )
    assert isinstance(other, ProviderEvent)
    assert (other.reference, other.id == event.id) == ("p-1", False)
    for wrong in (b"{}", b"\xff", b"[]"):
        assert await provider.read_event({}, wrong) == "unreadable"


# --- a shop -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shop(postgres: Postgres, stocked: str, yookassa: YooKassaServer) -> Iterator[Market]:
    settings = {
        "HOLDFAST_LIMITS": "off",
        **yookassa.settings,
        "HOLDFAST_YOOKASSA_TWO_STAGE": "on",
    }
    with market_as_asked(postgres, stocked, settings, "one") as opened:
        yield opened


async def test_an_answer_that_was_lost_is_asked_for_again_at_once(
    shop: Market, visit: Visit, yookassa: YooKassaServer
) -> None:
    buyer = visit(shop)
    reservation = expect(await buyer.reserve(shop.goods(1)))
    asked = {"reservationId": reservation["reservationId"], "provider": "yookassa"}
    before = set(yookassa.book.payments)
    yookassa.answer_lost = 1
    payment = expect(await buyer.post("/api/payments", asked))
    (made,) = set(yookassa.book.payments) - before
    assert payment["nextAction"]["redirectUrl"] == f"{yookassa.url}/pay/{made}"


async def test_an_order_is_paid_on_its_page_and_given_back(
    shop: Market, visit: Visit, yookassa: YooKassaServer
) -> None:
    goods, buyer = shop.goods(2), visit(shop)
    ways = expect(await buyer.http.get("/api/config"))["providers"]
    assert ("yookassa", "card") in {(one["name"], one["kind"]) for one in ways}
    reservation = expect(await buyer.reserve(goods))
    asked = {"reservationId": reservation["reservationId"], "provider": "yookassa"}
    payment = expect(await buyer.post("/api/payments", asked))
    name = payment["nextAction"]["redirectUrl"].rpartition("/")[2]
    # Nobody has paid: what somebody says of it changes nothing.
    said = yookassa.send(shop.url, "payment.succeeded", yookassa.book.payment(name))
    assert said.json() == {"status": "taken"}
    assert (await buyer.order(reservation))["status"] == "pending"
    goes = yookassa.visit(name, "pay")
    assert goes == f"{shop.url}/orders/{reservation['orderId']}"
    told = yookassa.book.payment(name)
    assert told["status"] == "waiting_for_capture"
    for _ in range(2):
        yookassa.send(shop.url, "payment.waiting_for_capture", told)

    async def is_paid() -> bool:
        return bool((await buyer.order(reservation))["status"] == "paid")

    await eventually(is_paid, PATIENCE, "the order is paid")
    assert yookassa.book.payment(name)["status"] == "succeeded"
    stranger = yookassa.send(shop.url, "payment.succeeded", {"id": "of-nobody"})
    assert stranger.json() == {"status": "unknown"}
    unreadable = await buyer.http.post("/hooks/yookassa", content=b"{}")
    refusal(unreadable, 400, "event-unreadable")
    expect(await buyer.cancel(orderId=reservation["orderId"]))

    async def refunded() -> bool:
        given = yookassa.book.payment(name)["refunded_amount"]["value"]
        return bool(given == yookassa.book.payment(name)["amount"]["value"])

    await eventually(refunded, PATIENCE, "YooKassa gives it back")
    assert shop.stock(goods) == (2, 0)


async def test_what_is_refunded_on_its_own_pages_counts_once(
    shop: Market, visit: Visit, yookassa: YooKassaServer
) -> None:
    buyer = visit(shop)
    reservation = expect(await buyer.reserve(shop.goods(1)))
    asked = {"reservationId": reservation["reservationId"], "provider": "yookassa"}
    payment = expect(await buyer.post("/api/payments", asked))
    name = payment["nextAction"]["redirectUrl"].rpartition("/")[2]
    yookassa.visit(name, "pay")
    asked = {
        "reservationId": reservation["reservationId"], "paymentId": payment["paymentId"],
    }  # fmt: skip
    expect(await buyer.post("/api/orders/create", asked))
    total = (await buyer.order(reservation))["total"]
    amount = {**yookassa.book.payment(name)["amount"], "value": "2.00"}
    made = yookassa.book.refund({"payment_id": name, "amount": amount})

    async def counted() -> bool:
        return bool((await buyer.order(reservation))["refunded"] == 200)

    for _ in range(2):
        assert yookassa.send(shop.url, "refund.succeeded", made).is_success
        await eventually(counted, PATIENCE, "it counts")
    expect(await buyer.cancel(orderId=reservation["orderId"]))

    async def rest_is_back() -> bool:
        given = yookassa.book.payment(name)["refunded_amount"]["value"]
        return bool(given == yookassa.book.payment(name)["amount"]["value"])

    await eventually(rest_is_back, PATIENCE, "the rest alone is asked for")
    assert (await buyer.order(reservation))["refunded"] == total
