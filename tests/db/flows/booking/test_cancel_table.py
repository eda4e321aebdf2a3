"""200 cancellations, policy by moment by way of paying: what is kept and whose that is, what goes
back and where to, and the receipt, to the unit, as tables that were worked out by hand say. Moments
at a boundary are in ``tests/unit/booking/test_cancel_policy.py``."""

import asyncio
from itertools import product
from typing import Final, Literal, NamedTuple, TypeAlias
from uuid import UUID

from msgspec.structs import replace

from holdfast.booking.bookings import USUAL, Policy, Step
from holdfast.flows.booking.cancelling import BookingCalledOff, cancel_booking, cancellation_of
from holdfast.flows.booking.receipts import receipt_of
from holdfast.flows.checkout.basket import Amount
from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.commit.caller import Caller
from holdfast.flows.payments.pay_from_wallet import pay_from_wallet
from holdfast.people import Principal
from tests.db.flows.booking.making import (
    a_booking,
    booking_now,
    cells_now,
    in_minutes,
)
from tests.db.flows.buying import a_customer, confirm, order_now, pay_for
from tests.db.flows.purses import balance_of, new_wallet
from tests.db.flows.selling.sessions import a_crew, earned, share, shares_are, times_on
from tests.db.flows.settlement.part_paying import by_card, work
from tests.db.flows.stage import Stage, select
from tests.support.length import LONG

Mix: TypeAlias = Literal["card", "wallet", "points", "deposit", "wallet and card"]

POLICIES: Final = {
    "usual": USUAL,
    "strict": Policy(steps=(Step(7 * 1440, 30), Step(2880, 70), Step(0, 100))),
    "free": Policy(steps=()),
    "firm": Policy(steps=(Step(365 * 1440, 100),)),
}
MOMENTS: Final = {
    "a month": 30 * 1440, "five days": 5 * 1440, "thirty hours": 1800, "twelve hours": 720,
    "an hour": 60,
}  # fmt: skip
PERCENT: Final = {  # by hand, in the order of the moments
    "usual": (0, 0, 0, 50, 100),
    "strict": (0, 30, 70, 70, 70),
    "free": (0, 0, 0, 0, 0),
    "firm": (100, 100, 100, 100, 100),
}
KEPT: Final = {  # of the price, by hand: what is left over of a unit is the client's
    9000: {0: 0, 30: 2700, 50: 4500, 70: 6300, 100: 9000},
    8001: {0: 0, 30: 2400, 50: 4000, 70: 5600, 100: 8001},
}
DEPOSIT: Final = 3000
"""Of either price. No more than that is ever kept of it."""
OF_DEPOSIT: Final = {0: 0, 30: None, 50: 3000, 70: 3000, 100: 3000}
"""None: as of the price, which is less."""
RULE: Final = (6125, 1975)
"""Basis points of the photographer and the studio; the platform has the rest."""
SHARED: Final = {  # of what is kept, by hand: photographer, studio, platform
    0: (0, 0, 0), 2400: (1470, 474, 456), 2700: (1653, 533, 514), 3000: (1837, 592, 571),
    4000: (2450, 790, 760), 4500: (2756, 888, 856), 5600: (3430, 1106, 1064),
    6300: (3858, 1244, 1198), 8001: (4900, 1580, 1521), 9000: (5512, 1777, 1711),
}  # fmt: skip
FROM_WALLET: Final = 2000
"""Where both pay, the wallet pays this first and the card the rest; the card's goes back first."""
MIXES: Final[tuple[Mix, ...]] = ("card", "wallet", "points", "deposit", "wallet and card")


class Case(NamedTuple):
    policy: str
    moment: str
    mix: Mix
    price: int

    @property
    def percent(self) -> int:
        return PERCENT[self.policy][list(MOMENTS).index(self.moment)]

    @property
    def kept(self) -> int:
        most = OF_DEPOSIT[self.percent] if self.mix == "deposit" else None
        return KEPT[self.price][self.percent] if most is None else most

    @property
    def paid(self) -> int:
        return DEPOSIT if self.mix == "deposit" else self.price


ALL: Final = [Case(*one) for one in product(POLICIES, MOMENTS, MIXES, KEPT)]


class Gone(NamedTuple):
    """What the provider is to give back, who served and whose it was."""

    by_card: int
    crew: tuple[UUID, UUID]
    client: Principal
    held: Placed


async def paid_for(stage: Stage, case: Case, crew: tuple[UUID, UUID]) -> tuple[Caller, Placed, int]:
    """A booking that is paid so; what the wallet has afterwards."""
    client, points = a_customer(), case.mix == "points"
    currency = "PTS" if points else "EUR"
    takings = times_on(in_minutes(MOMENTS[case.moment]), *crew)
    booking = replace(
        a_booking(*takings, price=case.price, policy=POLICIES[case.policy]),
        currency=currency,
        prepaid=case.paid,
    )
    caller = Caller(client)
    held = await place(stage, caller, Amount(case.paid, currency, "Portrait", booking))
    left = 0
    if case.mix in ("wallet", "points"):
        await new_wallet(stage, client, case.price + 7, currency)
        await pay_from_wallet(stage, caller, held.reservation_id)
        left = 7
    elif case.mix == "wallet and card":
        await new_wallet(stage, client, FROM_WALLET)
        await pay_from_wallet(stage, caller, held.reservation_id, FROM_WALLET)
        await confirm(stage, client, held, await by_card(stage, client, held))
    else:
        await confirm(stage, client, held, await pay_for(stage, client, held))
    assert (await cells_now(stage, *takings)) == {(1, 0)}, case
    return caller, held, left


async def receipt_is(stage: Stage, case: Case, client: Principal, held: Placed) -> None:
    """To the unit, once all is given back."""
    assert held.booking_id is not None
    found = await receipt_of(stage, client, held.booking_id)
    whose = [one.amount for one in found.shares]
    assert (found.kept, found.beside, *whose, found.platform) == (
        case.kept, 0, *SHARED[case.kept],
    ), case  # fmt: skip
    back = case.paid - case.kept
    ways = [(one.paid, one.refunded) for one in found.sources]
    if case.mix == "wallet and card":
        card = case.price - FROM_WALLET
        both = [(card, min(back, card)), (FROM_WALLET, max(back - card, 0))]
        assert sorted(ways) == sorted(both), case
    else:
        assert ways == [(case.paid, back)], case


async def cancelled(stage: Stage, case: Case) -> Gone:
    """Cancel it as it was shown."""
    crew = await a_crew(stage)
    caller, held, left = await paid_for(stage, case, crew)
    assert held.booking_id is not None
    back = case.paid - case.kept
    shown = await cancellation_of(stage, caller.principal, held.booking_id)
    shown_as = (shown.percent, shown.paid, shown.penalty, shown.refund)
    assert shown_as == (case.percent, case.paid, case.kept, back), case
    done = await cancel_booking(stage, caller, held.booking_id, expected=back)
    currency = "PTS" if case.mix == "points" else "EUR"
    assert done == BookingCalledOff(held.booking_id, case.kept, back, currency), case

    booking, order = await booking_now(stage, held), await order_now(stage, held)
    assert (booking.status, booking.penalty) == ("cancelled", case.kept), case
    assert order.status == ("completed" if case.kept else "cancelled"), case
    told = await select(
        stage,
        "SELECT (data->>'penalty')::bigint, (data->>'refund')::bigint FROM events"
        " WHERE subject = $1 AND type = 'booking.cancelled'",
        str(held.booking_id),
    )
    assert told == [(case.kept, back)], case
    (by_card_back, to_wallet) = {
        "card": (back, 0),
        "deposit": (back, 0),
        "wallet": (0, back),
        "points": (0, back),
        "wallet and card": (
            min(back, case.price - FROM_WALLET), max(back - (case.price - FROM_WALLET), 0)
        ),
    }[case.mix]  # fmt: skip
    if case.mix in ("wallet", "points", "wallet and card"):
        wallet = await new_wallet(stage, caller.principal, 0, currency)
        assert await balance_of(stage, wallet) == left + to_wallet, case
    return Gone(by_card_back, crew, caller.principal, held)


async def test_what_is_kept_and_what_goes_back_to_the_unit(stage: Stage) -> None:
    assert len(ALL) == 200
    assert all(sum(parts) == kept for kept, parts in SHARED.items())
    cases = ALL if LONG else ALL[::7]
    await shares_are(stage, *RULE)
    gone: list[Gone] = []
    for at in range(0, len(cases), 20):
        some = await asyncio.gather(*(cancelled(stage, one) for one in cases[at : at + 20]))
        gone += some
    await work(stage)
    await share(stage, times=2)
    for case, one in zip(cases, gone, strict=True):
        currency = "PTS" if case.mix == "points" else "EUR"
        of_hand = list(SHARED[case.kept][:2])
        assert await earned(stage, *one.crew, currency=currency) == of_hand, case
        await receipt_is(stage, case, one.client, one.held)
    expected = [one.by_card for one in gone if one.by_card]
    assert sorted(stage.provider.refunded.values()) == sorted(expected)
