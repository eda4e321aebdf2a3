"""The client of Stripe against a Stripe that somebody else wrote (`localstripe`)."""

from collections.abc import AsyncIterator, Iterator
from queue import SimpleQueue
from uuid import uuid4

import pytest
from anyio import to_thread
from msgspec.structs import replace

from holdfast.payments import Charge, ProviderEvent, ProviderRefused
from holdfast.payments.providers.stripe import StripeProvider
from tests.api.hooks.test_stripe_calls import REQUEST
from tests.support.patience import PATIENCE
from tests.support.payment_server import Refused
from tests.support.site import Asked, Site, Told, said
from tests.support.stripe import EVENT_SECRET, KEY, StripeServer
from tests.support.stripe.localstripe import (
    ASKING,
    DECLINED,
    VISA,
    LocalstripeBook,
    running_with_localstripe,
)


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[StripeServer, LocalstripeBook]]:
    with running_with_localstripe() as running:
        yield running


@pytest.fixture
def book(both: tuple[StripeServer, LocalstripeBook]) -> LocalstripeBook:
    return both[1]


@pytest.fixture
async def provider(both: tuple[StripeServer, LocalstripeBook]) -> AsyncIterator[StripeProvider]:
    opened = StripeProvider(KEY, [EVENT_SECRET], both[0].url)
    yield opened
    await opened.close()


async def begun(provider: StripeProvider, *, later: bool = False) -> Charge:
    return await provider.create(replace(REQUEST, later=later), str(uuid4()))


async def as_it_is(provider: StripeProvider, charge: Charge) -> tuple[str, int]:
    found = await provider.confirm(charge.reference)
    assert found is not None
    return found.status, found.amount


async def test_a_card_pays_another_is_declined_and_a_bank_that_asks_is_answered(
    provider: StripeProvider, book: LocalstripeBook
) -> None:
    charge = await begun(provider)
    with pytest.raises(Refused, match="declined"):
        book.pay(charge.reference, DECLINED)
    assert await as_it_is(provider, charge) == ("pending", 1234), "another card may be tried"
    book.pay(charge.reference, ASKING)
    assert await as_it_is(provider, charge) == ("pending", 1234), "its bank asks"
    book.answers_bank(charge.reference, False)
    assert await as_it_is(provider, charge) == ("pending", 1234)
    book.pay(charge.reference, ASKING)
    book.answers_bank(charge.reference, True)
    assert await as_it_is(provider, charge) == ("succeeded", 1234)
    assert await provider.fee(charge.reference) == 0


async def test_each_part_goes_back_once_though_no_key_is_remembered(
    provider: StripeProvider, book: LocalstripeBook
) -> None:
    charge = await begun(provider)
    intent = book.pay(charge.reference, VISA)["payment_intent"]
    for amount, key in ((234, "refund/1"), (234, "refund/1"), (1000, "refund/2")):
        await provider.refund(charge.reference, amount, f"{charge.reference}/{key}")
    assert book.given_back(intent) == 1234


async def test_what_is_set_aside_is_taken_in_part_or_let_go(
    provider: StripeProvider, book: LocalstripeBook
) -> None:
    taken, let_go = [await begun(provider, later=True) for _ in range(2)]
    for charge in (taken, let_go):
        book.pay(charge.reference, VISA)
        assert await as_it_is(provider, charge) == ("authorized", 1234)
    done = await provider.capture(taken.reference, 1000, "capture/1")
    assert done is not None
    assert (done.status, done.amount) == ("succeeded", 1000)
    with pytest.raises(ProviderRefused):
        await provider.capture(taken.reference, 234, "capture/2")
    ended = await provider.fail(let_go.reference)
    assert ended is not None
    assert ended.status == "failed"


async def test_an_event_that_others_signed_is_believed(
    both: tuple[StripeServer, LocalstripeBook], provider: StripeProvider, book: LocalstripeBook
) -> None:
    came: SimpleQueue[Asked] = SimpleQueue()

    def takes(asked: Asked) -> Told:
        came.put(asked)
        return said({})

    with Site(takes) as shop:
        book.sends_events_to(shop.url, EVENT_SECRET)
        charge = await begun(provider)
        book.pay(charge.reference, VISA)
        sent = await to_thread.run_sync(came.get, True, PATIENCE)
    event = await provider.read_event(sent.headers, sent.content)
    assert isinstance(event, ProviderEvent)
    forged = sent.content.replace(b"1234", b"4321")
    assert await provider.read_event(sent.headers, forged) == "unsigned"
