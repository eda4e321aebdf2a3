"""360 cancellations, policy by moment by way of paying: what is kept and whose that is, what goes
back and where to, and the receipt, to the unit, as tables that were worked out by hand say. Moments
at a boundary are in ``tests/unit/booking/test_cancel_policy.py``."""

import asyncio
from itertools import product
from typing import Final, Literal, NamedTuple, TypeAlias, get_args
from uuid import UUID

from msgspec.structs import replace

from holdfast.booking.bookings import USUAL, Policy, Step
from holdfast.flows.booking.cancelling import BookingCalledOff, cancel_booking, cancellation_of
from holdfast.flows.booking.paying_first import pay_first
from holdfast.flows.booking.receipts import receipt_of
from holdfast.flows.checkout.basket import Amount
from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.commit.caller import Caller
from holdfast.flows.payments.pay_from_wallet import pay_from_wallet
from holdfast.flows.payments.sources import Source
from holdfast.packages import Grant, Item
from holdfast.people import Principal
from holdfast.wallets import Wallet
from tests.db.flows.booking.making import (
    a_booking,
    booking_now,
    cells_now,
    in_minutes,
)
from tests.db.flows.buying import a_customer, confirm, order_now, pay_for
from tests.db.flows.packages.having import bought, has, pay
from tests.db.flows.purses import balance_of, new_wallet
from tests.db.flows.selling.sessions import a_crew, earned, share, shares_are, times_on
from tests.db.flows.settlement.part_paying import by_card, work
from tests.db.flows.stage import Stage, select
from tests.support.length import LONG

Mix: TypeAlias = Literal[
    "card", "wallet", "points", "deposit", "all at once", "wallet and card", "hours", "certificate",
    "hours, wallet and card",
]  # fmt: skip

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
CHOSEN: Final = ("deposit", "all at once")
"""Where the service asks for a deposit: what its client chose."""
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
MIXES: Final[tuple[Mix, ...]] = get_args(Mix)
MINUTES_BACK: Final = {  # of the hour, by hand; what is begun of a minute is the client's
    9000: {0: 60, 30: 42, 50: 30, 70: 18, 100: 0},
    8001: {0: 60, 30: 43, 50: 31, 70: 19, 100: 0},
}
TWENTY: Final = {9000: (3000, 4000), 8001: (2667, 3334)}
"""Where three pay: what twenty minutes pay first, and the card after the wallet's part."""
OF_THREE: Final = {  # by hand, the card first and the minutes last: card, wallet, hours; minutes
    9000: {
        0: (4000, 2000, 3000, 20), 30: (4000, 2000, 300, 2), 50: (4000, 500, 0, 0),
        70: (2700, 0, 0, 0), 100: (0, 0, 0, 0),
    },
    8001: {
        0: (3334, 2000, 2667, 20), 30: (3334, 2000, 267, 3), 50: (3334, 667, 0, 0),
        70: (2401, 0, 0, 0), 100: (0, 0, 0, 0),
    },
}  # fmt: skip


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

    @property
    def back(self) -> int:
        return self.paid - self.kept

    @property
    def ways(self) -> list[tuple[int, int]]:
        """Of each that paid, how much it paid and has back."""
        if self.mix == "wallet and card":
            card = self.price - FROM_WALLET
            return [(card, min(self.back, card)), (FROM_WALLET, max(self.back - card, 0))]
        if self.mix == "hours, wallet and card":
            hours, card = TWENTY[self.price]
            back = OF_THREE[self.price][self.percent]
            return list(zip((card, FROM_WALLET, hours), back[:3], strict=True))
        return [(self.paid, self.back)]

    @property
    def by_card(self) -> int:
        return self.ways[0][1] if "card" in self.mix or self.mix in CHOSEN else 0

    @property
    def to_wallet(self) -> int:
        ways = self.ways
        return ways[min(1, len(ways) - 1)][1]

    @property
    def units(self) -> int:
        """Of a package, to come back."""
        if self.mix == "certificate":
            return self.back
        if self.mix == "hours":
            return MINUTES_BACK[self.price][self.percent]
        return OF_THREE[self.price][self.percent][3]


ALL: Final = [Case(*one) for one in product(POLICIES, MOMENTS, MIXES, KEPT)]


class Gone(NamedTuple):
    """Who served and whose it was."""

    crew: tuple[UUID, UUID]
    client: Principal
    held: Placed


class Paid(NamedTuple):
    """Who has what left of a wallet or a package."""

    caller: Caller
    held: Placed
    wallet: Wallet | None
    grant: Grant | None


OVER: Final = 7
"""What is left of a wallet or a package that pays all of it."""


async def paid_for(stage: Stage, case: Case, crew: tuple[UUID, UUID]) -> Paid:
    """A booking that is paid so."""
    client, points = a_customer(), case.mix == "points"
    currency = "PTS" if points else "EUR"
    takings = times_on(in_minutes(MOMENTS[case.moment]), *crew)
    booking = replace(
        a_booking(*takings, price=case.price, policy=POLICIES[case.policy]),
        currency=currency,
        prepaid=case.paid,
        deposit=DEPOSIT if case.mix in CHOSEN else None,
    )
    caller, wallet, grant = Caller(client), None, None
    held = await place(stage, caller, Amount(case.paid, currency, "Portrait", booking))
    match case.mix:
        case "wallet" | "points":
            wallet = await new_wallet(stage, client, case.price + OVER, currency)
            await pay_from_wallet(stage, caller, held.reservation_id)
        case "wallet and card":
            wallet = await new_wallet(stage, client, FROM_WALLET + OVER)
            await pay_from_wallet(stage, caller, held.reservation_id, FROM_WALLET)
            await confirm(stage, client, held, await by_card(stage, client, held))
        case "hours" | "certificate":
            units = 60 if case.mix == "hours" else case.price
            (grant,) = await bought(
                stage, client, Item(kind=case.mix, units=units + OVER, price=5000)
            )
            await pay(stage, client, held, Source(case.mix, grant))
        case "hours, wallet and card":
            (grant,) = await bought(stage, client, Item(kind="hours", units=20 + OVER, price=5000))
            wallet = await new_wallet(stage, client, FROM_WALLET + OVER)
            hours, of_wallet = TWENTY[case.price][0], FROM_WALLET
            sources = Source("hours", grant, hours), Source("wallet", amount=of_wallet)
            begun = await pay(stage, client, held, *sources, provider="scripted")
            await confirm(stage, client, held, begun)
        case "all at once":  # they thought of the deposit first
            assert held.booking_id is not None
            for pays in ("deposit", "all"):
                held = await pay_first(stage, caller, held.booking_id, pays)
            await confirm(stage, client, held, await pay_for(stage, client, held))
        case _:
            await confirm(stage, client, held, await pay_for(stage, client, held))
    assert (await cells_now(stage, *takings)) == {(1, 0)}, case
    for left in await left_in(stage, wallet, grant):
        assert left == OVER, case
    return Paid(caller, held, wallet, grant)


async def left_in(stage: Stage, wallet: Wallet | None, grant: Grant | None) -> list[int]:
    return [
        *([] if wallet is None else [await balance_of(stage, wallet)]),
        *([] if grant is None else [await has(stage, grant)]),
    ]


async def receipt_is(stage: Stage, case: Case, client: Principal, held: Placed) -> None:
    """To the unit, once all is given back."""
    assert held.booking_id is not None
    found = await receipt_of(stage, client, held.booking_id)
    whose = [one.amount for one in found.shares]
    assert (found.kept, found.beside, *whose, found.platform) == (
        case.kept, 0, *SHARED[case.kept],
    ), case  # fmt: skip
    ways = [(one.paid, one.refunded) for one in found.sources]
    assert sorted(ways) == sorted(case.ways), case


async def cancelled(stage: Stage, case: Case) -> Gone:
    """Cancel it as it was shown."""
    crew = await a_crew(stage)
    caller, held, wallet, grant = await paid_for(stage, case, crew)
    assert held.booking_id is not None
    shown = await cancellation_of(stage, caller.principal, held.booking_id)
    shown_as = (shown.percent, shown.paid, shown.penalty, shown.refund)
    assert shown_as == (case.percent, case.paid, case.kept, case.back), case
    done = await cancel_booking(stage, caller, held.booking_id, expected=case.back)
    currency = "PTS" if case.mix == "points" else "EUR"
    assert done == BookingCalledOff(held.booking_id, case.kept, case.back, currency), case

    booking, order = await booking_now(stage, held), await order_now(stage, held)
    assert (booking.status, booking.penalty) == ("cancelled", case.kept), case
    assert order.status == ("completed" if case.kept else "cancelled"), case
    told = await select(
        stage,
        "SELECT (data->>'penalty')::bigint, (data->>'refund')::bigint FROM events"
        " WHERE subject = $1 AND type = 'booking.cancelled'",
        str(held.booking_id),
    )
    assert told == [(case.kept, case.back)], case
    back = [] if wallet is None else [case.to_wallet]
    back += [] if grant is None else [case.units]
    assert await left_in(stage, wallet, grant) == [OVER + one for one in back], case
    return Gone(crew, caller.principal, held)


async def test_what_is_kept_and_what_goes_back_to_the_unit(stage: Stage) -> None:
    assert len(ALL) == 360
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
    expected = [case.by_card for case in cases if case.by_card]
    assert sorted(stage.provider.refunded.values()) == sorted(expected)
