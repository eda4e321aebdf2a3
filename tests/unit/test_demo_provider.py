"""The demo provider: what it agreed to is in the reference, and only it can have written that."""

import base64
from datetime import UTC, datetime
from uuid import UUID

import pytest
from msgspec.structs import replace

from holdfast.payments import ChargeRequest, DemoProvider, NextAction, ProviderRefused

RESERVATION = UUID("0193a1d2-0000-7000-8000-000000000000")


BEGUN = 1_000_000.0
BACK = "https://shop.example/orders/1"
ENDS = datetime.fromtimestamp(BEGUN + 60.0, UTC)


class Clock:
    def __init__(self) -> None:
        self.now = BEGUN

    def __call__(self) -> float:
        return self.now


def request(method: str | None = None) -> ChargeRequest:
    return ChargeRequest(RESERVATION, 129_990, "RUB", ENDS, method, BACK)


async def test_a_payment_succeeds_at_once_and_says_what_it_is_for() -> None:
    provider = DemoProvider(b"secret", Clock())
    charge = await provider.create(request(), "payment 1")
    assert (charge.status, charge.ask_in) == ("succeeded", ())
    confirmed = await provider.confirm(charge.reference)
    assert confirmed is not None
    assert (confirmed.subject_id, confirmed.amount, confirmed.currency) == (
        RESERVATION, 129_990, "RUB",
    )  # fmt: skip


async def test_a_declined_payment_never_succeeds() -> None:
    clock = Clock()
    provider = DemoProvider(b"secret", clock)
    charge = await provider.create(request("decline"), "payment 1")
    clock.now += 10**6
    confirmed = await provider.confirm(charge.reference)
    assert charge.status == "failed"
    assert confirmed is not None
    assert confirmed.status == "failed"


async def test_a_late_payment_is_pending_until_after_the_hold_has_ended() -> None:
    clock = Clock()
    provider = DemoProvider(b"secret", clock)
    charge = await provider.create(request("late"), "payment 1")
    (news,) = charge.ask_in
    assert (charge.status, news > 60.0) == ("pending", True)
    clock.now += 60.0
    before = await provider.confirm(charge.reference)
    clock.now += news - 60.0
    after = await provider.confirm(charge.reference)
    assert before is not None
    assert after is not None
    assert (before.status, after.status) == ("pending", "succeeded")


async def test_a_duplicate_success_sends_word_twice() -> None:
    charge = await DemoProvider(b"secret", Clock()).create(request("duplicate"), "payment 1")
    assert charge.status == "succeeded"
    assert len(charge.ask_in) == 2


async def test_the_same_key_gives_the_same_payment_and_another_key_another() -> None:
    clock = Clock()
    provider = DemoProvider(b"secret", clock)
    first = await provider.create(request(), "payment 1")
    clock.now += 60.0
    again = await provider.create(request(), "payment 1")
    other = await provider.create(request(), "payment 2")
    assert first.reference == again.reference
    assert first.reference != other.reference


@pytest.mark.parametrize("reference", ["", "demo_", "demo_####", "stripe_abc", "demo_" + "A" * 99])
async def test_a_reference_that_is_not_its_own_is_unknown(reference: str) -> None:
    assert await DemoProvider(b"secret").confirm(reference) is None


async def test_a_changed_amount_or_another_secret_makes_a_reference_unknown() -> None:
    charge = await DemoProvider(b"secret", Clock()).create(request(), "payment 1")
    raw = base64.urlsafe_b64decode(charge.reference.removeprefix("demo_"))
    cheaper = "demo_" + base64.urlsafe_b64encode(raw.replace(b"129990", b"000001")).decode()
    assert cheaper != charge.reference
    assert await DemoProvider(b"secret").confirm(cheaper) is None
    assert await DemoProvider(b"other").confirm(charge.reference) is None


async def test_an_authorized_payment_is_captured_within_its_amount_or_called_off() -> None:
    provider = DemoProvider(b"secret", Clock())
    charge = await provider.create(request("authorize"), "payment 1")
    assert charge.status == "authorized"
    captured = await provider.capture(charge.reference, 100_000, "capture 1")
    assert captured is not None
    assert (captured.status, captured.amount) == ("succeeded", 100_000)
    with pytest.raises(ProviderRefused):
        await provider.capture(charge.reference, 129_991, "capture 2")
    voided = await provider.fail(charge.reference)
    assert voided is not None
    assert voided.status == "failed"


async def test_what_is_not_authorized_is_not_captured() -> None:
    provider = DemoProvider(b"secret", Clock())
    charge = await provider.create(request("decline"), "payment 1")
    with pytest.raises(ProviderRefused):
        await provider.capture(charge.reference, 129_990, "capture 1")
    assert await provider.capture("demo_#", 129_990, "capture 2") is None


async def test_a_redirected_buyer_comes_back_and_is_approved_then() -> None:
    clock = Clock()
    provider = DemoProvider(b"secret", clock)
    charge = await provider.create(request("redirect"), "payment 1")
    assert (charge.status, charge.next_action) == ("pending", NextAction(redirect_url=BACK))
    clock.now += charge.ask_in[0]
    after = await provider.confirm(charge.reference)
    assert after is not None
    assert after.status == "succeeded"


@pytest.mark.parametrize(
    ("method", "digits", "status", "why"),
    [("success", "4242", "succeeded", None), ("redirect", "3220", "failed", "authentication")],
)
async def test_the_card_of_a_payment_is_charged_unless_its_bank_asks_each_time(
    method: str, digits: str, status: str, why: str | None
) -> None:
    provider = DemoProvider(b"secret", Clock())
    first = await provider.create(request(method), "payment 1")
    card = await provider.kept_card(first.reference, None)
    assert card is not None
    assert card.last_digits == digits
    charge = await provider.charge_kept(replace(request(), card=card.id), "payment 2")
    again = await provider.charge_kept(replace(request(), card=card.id), "payment 2")
    assert (charge, charge.status, charge.why) == (again, status, why)
    assert await provider.confirm(charge.reference) == charge
    assert charge.reference != first.reference


async def test_a_card_that_the_demo_does_not_know_is_refused() -> None:
    provider, other = DemoProvider(b"secret", Clock()), DemoProvider(b"another", Clock())
    theirs = (await other.create(request(), "payment 1")).reference
    assert await provider.kept_card(theirs, None) is None
    for card in (theirs, "demo_nonsense", None):
        with pytest.raises(ProviderRefused):
            await provider.charge_kept(replace(request(), card=card), "payment 2")
