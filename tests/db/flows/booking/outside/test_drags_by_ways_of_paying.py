"""A booking that is dragged or deleted in a calendar elsewhere, by each way it was paid: what its
client still owes, and what went back to where, to the unit, as worked out by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Final
from uuid import UUID

import pytest
from msgspec.structs import replace

from holdfast.booking.bookings import Booking, Policy
from holdfast.booking.outside import Reply, open_questions
from holdfast.booking.services import Deposit, Grid, Lengths, Need, Price, Service, Uplift
from holdfast.flows.booking.booker import BookingEnded
from holdfast.flows.booking.holding import hold_booking, move_booking
from holdfast.flows.booking.outside.answering import reply_to
from holdfast.flows.booking.paying_due import NothingDue, order_rest
from holdfast.flows.booking.planning import Wanted
from holdfast.flows.booking.services import make_service
from holdfast.flows.booking.settling_dues import settle_dues
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.flows.payments.sources import Source
from tests.db.flows.booking.making import booking_now
from tests.db.flows.booking.outside.scene import Scene
from tests.db.flows.booking.outside.test_drags_and_money import EARLY, FEE, LATE, STAFF
from tests.db.flows.buying import confirm, order_now, pay_for
from tests.db.flows.packages.having import pay
from tests.db.flows.packages.test_mixes import Purse, a_purse, now
from tests.db.flows.stage import Stage, select
from tests.support.calendar_server import CalendarServer
from tests.support.length import few

THIRD: Final = Deposit(rule="percent", value=30)
FIXED: Final = Deposit(rule="fixed", value=8_000)
WHOLE: Final = Deposit()
EVENING: Final = Uplift(start=15 * 60, percent=50)
CHEAP: Final = Uplift(start=15 * 60, percent=-25)
WENT_BACK: Final = """
SELECT p.amount - coalesce(a.balance, p.amount) FROM payments p
LEFT JOIN ledger_accounts a ON a.key = 'refundable/' || p.id AND a.version > 0 WHERE p.id = $1
"""
FULL: Final = {"hours": 200, "certificate": 20_000, "wallet": 20_000, "points": 2_000}
Amounts = Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Drag:
    """An hour costs 60.00, a point is worth 0.07. It was paid with so much of each, in this order;
    the rest of a deposit by card, if ``rest``. ``to``: hours from its start, and how long; None: it
    is deleted. ``why`` a person is asked, and their ``reply``. Then: its ``price``, what its client
    ``owes``, what came ``back`` in its own units, and of each payment by card, in their order."""

    hours: int = 2
    paid: Amounts
    deposit: Deposit = WHOLE
    rest: bool = False
    uplift: Uplift | None = None
    policy: Policy = EARLY
    to: tuple[int, int] | None
    why: str = ""
    reply: Reply | None = None
    moved: bool = False
    price: int
    owes: int = 0
    back: Amounts = field(default_factory=dict)
    cards: tuple[int, ...] = ()
    off: bool = False


SHORTER: Final = {"to": (2, 1), "why": "price-changes", "reply": "move", "moved": True}
LONGER: Final = {"to": (-1, 2), "why": "price-changes", "reply": "move", "moved": True, "hours": 1}
EVENINGS: Final = {"to": (3, 2), "why": "price-changes", "reply": "move", "moved": True}
SAME: Final = {"to": (2, 2), "moved": True}
KEPT: Final = {"to": (2, 1), "why": "price-changes", "reply": "keep"}
GONE: Final = {"to": None, "why": "deleted", "reply": "cancel", "off": True}

CARD: Final = {"card": 12_000}
A_THIRD: Final = {"card": 3_600}
OF_AN_HOUR: Final = {"card": 1_800}
HOURS: Final = {"hours": 12_000}
GIFT: Final = {"certificate": 12_000}
POINTS: Final = {"points": 11_998, "card": 2}  # 1,714 points; no whole one pays the last cents
THREE: Final = {"hours": 4_000, "wallet": 3_000, "card": 5_000}
THREE_OWN: Final = {"certificate": 7_000, "points": 3_500, "wallet": 1_500}
THREE_OF_AN_HOUR: Final = {"hours": 2_000, "wallet": 1_500, "card": 2_500}
OF_FIXED: Final = {"certificate": 5_000, "wallet": 2_000, "card": 1_000}


def drag(**said: object) -> Drag:
    return Drag(**said)  # type: ignore[arg-type]  # the table spells them


TABLE: Final = {
    # A deposit: what was paid stays with it as far as the price goes; the rest is due anew.
    "a deposit, as dear": drag(paid=A_THIRD, deposit=THIRD, **SAME, price=12_000, owes=8_400),
    "a deposit, shorter, kept": drag(
        paid=A_THIRD, deposit=THIRD, **KEPT, price=12_000, owes=8_400
    ),
    "a deposit, shorter": drag(paid=A_THIRD, deposit=THIRD, **SHORTER, price=6_000, owes=2_400),
    "a deposit, longer": drag(
        paid=OF_AN_HOUR, deposit=THIRD, **LONGER, price=12_000, owes=10_200
    ),
    "a deposit, in the evening": drag(
        paid=A_THIRD, deposit=THIRD, uplift=EVENING, **EVENINGS, price=18_000, owes=14_400
    ),
    "a deposit, gone": drag(
        paid=A_THIRD, deposit=THIRD, policy=LATE, **GONE, price=12_000, cards=(3_600,)
    ),
    "a deposit above the new price": drag(
        paid={"card": 8_000}, deposit=FIXED, **SHORTER, price=6_000, cards=(2_000,)
    ),
    "a deposit that was the whole, longer": drag(
        paid={"card": 6_000}, deposit=FIXED, **LONGER, price=12_000, owes=6_000
    ),
    "a deposit of three, above the new price": drag(
        paid=OF_FIXED, deposit=FIXED, **SHORTER, price=6_000,
        back={"wallet": 1_000}, cards=(1_000,),
    ),
    "a deposit of three, gone": drag(
        paid=OF_FIXED, deposit=FIXED, **GONE, price=12_000,
        back={"certificate": 5_000, "wallet": 2_000}, cards=(1_000,),
    ),
    # The rest was paid: what goes back is of what was paid last.
    "a deposit and its rest, as dear": drag(
        paid=A_THIRD, deposit=THIRD, rest=True, **SAME, price=12_000, cards=(0, 0)
    ),
    "a deposit and its rest, shorter": drag(
        paid=A_THIRD, deposit=THIRD, rest=True, **SHORTER, price=6_000, cards=(0, 6_000)
    ),
    "a deposit and its rest, longer": drag(
        paid=OF_AN_HOUR, deposit=THIRD, rest=True, **LONGER, price=12_000, owes=6_000,
        cards=(0, 0),
    ),
    "a deposit and its rest, gone": drag(
        paid=A_THIRD, deposit=THIRD, rest=True, **GONE, price=12_000, cards=(3_600, 8_400)
    ),
    "a deposit by hours and its rest, cheaper in the evening": drag(
        paid={"hours": 3_600}, deposit=THIRD, rest=True, uplift=CHEAP, **EVENINGS, price=9_000,
        cards=(3_000,),
    ),
    # Prepaid hours: two hours are 120 minutes.
    "hours, as dear": drag(paid=HOURS, **SAME, price=12_000),
    "hours, shorter, kept": drag(paid=HOURS, **KEPT, price=12_000),
    "hours, shorter": drag(paid=HOURS, **SHORTER, price=6_000, back={"hours": 60}),
    "hours, longer": drag(paid={"hours": 6_000}, **LONGER, price=12_000, owes=6_000),
    "hours, cheaper in the evening": drag(
        paid=HOURS, uplift=CHEAP, **EVENINGS, price=9_000, back={"hours": 30}
    ),
    "hours, gone": drag(paid=HOURS, policy=LATE, **GONE, price=12_000, back={"hours": 120}),
    "a certificate, as dear": drag(paid=GIFT, **SAME, price=12_000),
    "a certificate, shorter": drag(
        paid=GIFT, **SHORTER, price=6_000, back={"certificate": 6_000}
    ),
    "a certificate, longer": drag(
        paid={"certificate": 6_000}, **LONGER, price=12_000, owes=6_000
    ),
    "a certificate, in the evening": drag(
        paid=GIFT, uplift=EVENING, **EVENINGS, price=18_000, owes=6_000
    ),
    "a certificate, gone": drag(
        paid=GIFT, policy=LATE, **GONE, price=12_000, back={"certificate": 12_000}
    ),
    "points, as dear": drag(paid=POINTS, **SAME, price=12_000, cards=(0,)),
    # 2 by card, and 5,998 of points: 856.86 of them, so that the client has 857.
    "points, shorter": drag(
        paid=POINTS, **SHORTER, price=6_000, back={"points": 857}, cards=(2,)
    ),
    "points, longer": drag(
        hours=1, paid={"points": 5_999, "card": 1}, to=(-1, 2), why="price-changes",
        reply="move", moved=True, price=12_000, owes=6_000, cards=(0,),
    ),
    "points, gone": drag(
        paid=POINTS, policy=LATE, **GONE, price=12_000, back={"points": 1_714}, cards=(2,)
    ),
    # Three at once: the card's comes back first, then of the others the last one's.
    "three, as dear": drag(paid=THREE, **SAME, price=12_000, cards=(0,)),
    "three, shorter, kept": drag(paid=THREE, **KEPT, price=12_000, cards=(0,)),
    "three, shorter": drag(
        paid=THREE, **SHORTER, price=6_000, back={"wallet": 1_000}, cards=(5_000,)
    ),
    "three, longer": drag(
        paid=THREE_OF_AN_HOUR, **LONGER, price=12_000, owes=6_000, cards=(0,)
    ),
    "three, in the evening": drag(
        paid=THREE, uplift=EVENING, **EVENINGS, price=18_000, owes=6_000, cards=(0,)
    ),
    "three, gone": drag(
        paid=THREE, policy=LATE, **GONE, price=12_000, back={"hours": 40, "wallet": 3_000},
        cards=(5_000,),
    ),
    "three of our own, shorter": drag(
        paid=THREE_OWN, **SHORTER, price=6_000,
        back={"wallet": 1_500, "points": 500, "certificate": 1_000},
    ),
    "three of our own, gone": drag(
        paid=THREE_OWN, **GONE, price=12_000,
        back={"wallet": 1_500, "points": 500, "certificate": 7_000},
    ),
    # What an earlier move cost stays of the price; a drag, which is the studio's own, costs none.
    "a fee, a deposit, as dear": drag(
        paid=A_THIRD, deposit=THIRD, policy=FEE, **SAME, price=13_500, owes=8_400, cards=(0, 0)
    ),
    "a fee, a deposit, shorter": drag(
        paid=A_THIRD, deposit=THIRD, policy=FEE, **SHORTER, price=7_500, owes=2_400, cards=(0, 0)
    ),
    "a fee, a deposit above the new price": drag(
        paid={"card": 8_000}, deposit=FIXED, policy=FEE, **SHORTER, price=7_500,
        cards=(500, 1_500),
    ),
    "a fee, a deposit, gone": drag(
        paid=A_THIRD, deposit=THIRD, policy=FEE, **GONE, price=13_500, cards=(3_600, 1_500)
    ),
    "a fee, hours, shorter": drag(
        paid=HOURS, policy=FEE, **SHORTER, price=7_500, back={"hours": 45}, cards=(1_500,)
    ),
    "a fee, hours, longer": drag(
        paid={"hours": 6_000}, policy=FEE, **LONGER, price=13_500, owes=6_000, cards=(0,)
    ),
    "a fee, points, as dear": drag(paid=POINTS, policy=FEE, **SAME, price=13_500),
    "a fee, a certificate, gone": drag(
        paid=GIFT, policy=FEE, **GONE, price=13_500, back={"certificate": 12_000}, cards=(1_500,)
    ),
    "a fee, three, shorter": drag(
        paid=THREE, policy=FEE, **SHORTER, price=7_500, cards=(4_500, 1_500)
    ),
}  # fmt: skip


def a_service(asked: Drag) -> Service:
    price = Price(rule="hourly", amount=6_000, uplifts=(asked.uplift,) if asked.uplift else ())
    return Service(
        id=UUID(int=0),
        name="Portrait",
        currency="EUR",
        lengths=Lengths(minutes=(60, 120)),
        grid=Grid(step=60),
        price=price,
        deposit=asked.deposit,
        policy=asked.policy,
        needs=(Need(role="photographer", kind="photographer"),),
    )


async def pay_by(stage: Stage, purse: Purse, placed: Placed, paid: Amounts) -> list[UUID]:
    """With so much of each; the payment by card, if there is one."""
    grants = {"hours": purse.hours, "certificate": purse.certificate}
    own = [
        Source(one, grants.get(one), paid[one])  # type: ignore[arg-type]  # spelled as words
        for one in paid
        if one != "card"
    ]
    if not own:
        begun = await pay_for(stage, purse.client, placed)
    else:
        by_card = "scripted" if "card" in paid else None
        begun = await pay(stage, purse.client, placed, *own, provider=by_card)
    if "card" not in paid:
        return []
    await confirm(stage, purse.client, placed, begun)
    return [begun.payment_id]


async def paid_later(stage: Stage, purse: Purse, due: Placed) -> list[UUID]:
    """What is due of it, by card."""
    begun = await pay_for(stage, purse.client, due)
    await confirm(stage, purse.client, due, begun)
    await settle_dues(stage, [due.order_id])
    return [begun.payment_id]


async def booked(
    stage: Stage, purse: Purse, service: Service, wanted: Wanted, asked: Drag
) -> tuple[Placed, list[UUID]]:
    """And its payments by card. Where a move costs something, it was moved there from an hour
    before."""
    caller, fee = Caller(purse.client), 1_500 * (asked.policy == FEE)
    first = replace(wanted, start=wanted.start - timedelta(hours=1)) if fee else wanted
    held = await hold_booking(stage, caller, service, first)
    assert (await order_now(stage, held)).total == sum(asked.paid.values())
    cards = await pay_by(stage, purse, held, asked.paid)
    assert held.booking_id is not None
    if fee:
        done = await move_booking(
            stage, caller, held.booking_id, service, wanted, pay=True, fee=fee
        )
        assert done.order_id is not None and done.reservation_id is not None
        cards += await paid_later(stage, purse, Placed(done.order_id, "", done.reservation_id))
    if asked.rest:
        cards += await paid_later(stage, purse, await order_rest(stage, caller, held.booking_id))
    return held, cards


async def owed(stage: Stage, purse: Purse, booking: Booking) -> int:
    """What its client is asked for now."""
    try:
        rest = await order_rest(stage, Caller(purse.client), booking.id)
    except (NothingDue, BookingEnded):
        return 0
    return (await order_now(stage, rest)).total


async def went_back(stage: Stage, cards: list[UUID]) -> tuple[int, ...]:
    """Of each payment by card."""
    return tuple([(await select(stage, WENT_BACK, one))[0][0] for one in cards])


@pytest.mark.parametrize("case", few(TABLE, 3))
async def test_each_way_of_paying_is_owed_and_given_back_to_the_unit(
    scene: Scene, dav: CalendarServer, case: str
) -> None:
    await dragged(scene, dav, case, TABLE[case], a_service(TABLE[case]))


async def dragged(scene: Scene, dav: CalendarServer, case: str, asked: Drag, of: Service) -> None:
    stage, purse = scene.stage, await a_purse(scene.stage, *FULL.values())
    service = await make_service(stage.database, STAFF, of)
    start = datetime.combine(datetime.now(UTC).date() + timedelta(days=5), time(11), UTC)
    wanted = Wanted(start, asked.hours * 60, ((scene.anna.id,),))
    held, cards = await booked(stage, purse, service, wanted, asked)
    before, has = await booking_now(stage, held), await now(stage, purse)

    calendar = await scene.connect(address := dav.make(case.replace(" ", "-").replace(",", "")))
    (name,) = dav.events(address)
    if asked.to is None:
        dav.delete(address, name)
    else:
        begins = start + timedelta(hours=asked.to[0])
        dav.drag(address, name, begins, begins + timedelta(hours=asked.to[1]))
    await scene.read(calendar)
    found = await open_questions(stage.database.pool, scene.anna.id)
    assert [one.why for one in found] == ([asked.why] if asked.why else [])
    if found:  # no money moves until somebody said what is to be
        assert await booking_now(stage, held) == before
        assert (await now(stage, purse), sum(await went_back(stage, cards))) == (has, 0)
        assert asked.reply is not None
        await reply_to(scene.here, STAFF, found[0].id, asked.reply)
        await scene.read(calendar)

    booking = await booking_now(stage, held)
    assert (booking.starts_at != start, booking.price) == (asked.moved, asked.price)
    assert booking.is_cancelled == asked.off
    back = {one: units - has[one] for one, units in (await now(stage, purse)).items()}
    assert {one: units for one, units in back.items() if units} == asked.back
    assert await went_back(stage, cards) == (asked.cards or (0,) * len(cards))
    assert await owed(stage, purse, booking) == asked.owes
    if not asked.off:  # of what is paid, nothing is in two places
        assert booking.prepaid == asked.price - asked.owes
