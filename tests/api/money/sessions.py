"""What a booking costs, what is paid of it, and what of that is kept, as its studio would keep it
on paper."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.api.money.accounts import Sale, until
from tests.api.money.parts import HOURS, SESSIONS, Part
from tests.api.money.person import Json
from tests.api.money.prepaid import Due
from tests.api.money.studio import Offer, Place

__all__ = ["Asked", "Move", "Session", "Span", "now"]

Span = tuple[datetime, datetime]


@dataclass
class Move:
    """To another time, or to somebody else; ``fee``: what that costs beside the price."""

    place: Place
    start: datetime
    minutes: int
    fee: int = 0

    @property
    def span(self) -> Span:
        return self.start, self.start + timedelta(minutes=self.minutes)


@dataclass
class Session:
    """``prepaid`` of the ``price`` counts as paid: by its ``own`` order with ``goods`` beside it,
    and what was paid ``later``. Of the price ``fees`` are of moves; ``by_hand`` is what staff made
    of it, ``of_length`` what of that goes with its minutes; ``alone``: what it cost by the list
    without ``extra``, when it was booked or moved. ``penalty``: what was kept of it when
    it was cancelled. ``pictures`` were bought beside its price. ``by_staff``: who booked it for
    its client."""

    booking_id: str
    offer: Offer
    place: Place
    start: datetime
    minutes: int
    people: int
    extra: int
    price: int
    prepaid: int
    own: Sale
    alone: int
    later: list[Sale] = field(default_factory=list)
    pictures: list[Sale] = field(default_factory=list)
    by_staff: bool = False
    fees: int = 0
    by_hand: int = 0
    of_length: int = 0
    client_moves: int = 0
    status: str = "confirmed"
    penalty: int = 0

    @property
    def ends(self) -> datetime:
        return self.start + timedelta(minutes=self.minutes)

    @property
    def span(self) -> Span:
        return self.start, self.ends

    @property
    def stands(self) -> bool:
        return self.status in {"confirmed", "in_progress"}

    @property
    def takes_time(self) -> bool:
        return self.status != "cancelled"

    @property
    def funds(self) -> list[Sale]:
        """What was paid with, the last first."""
        return [*reversed(self.later), self.own]

    @property
    def orders(self) -> list[Sale]:
        """All that was paid for it."""
        return [*self.pictures, *self.funds]

    @property
    def left(self) -> int:
        return sum(one.left for one in self.funds)

    @property
    def frozen(self) -> int:
        """What a bank has of it until it decides: the studio's until it is lost."""
        return sum(part.frozen for one in self.funds for part in one.parts)

    @property
    def spare(self) -> int:
        """What of it is not for the goods."""
        return max(self.left - self.goods, 0)

    @property
    def goods(self) -> int:
        """What is left of what the goods beside it cost."""
        return sum(one.paid - until(one.paid, one.back, one.quantity) for one in self.own.lines)

    def listed(self, place: Place, start: datetime, minutes: int) -> int:
        return self.offer.price(place, start, minutes, self.people) + self.extra

    def give(self, amount: int) -> None:
        """Of what was paid last first."""
        for one in self.funds:
            back = min(amount, one.left)
            one.give(back)
            amount -= back
        assert not amount, "no more than is left"

    # --- cancelled -----------------------------------------------------------------------------

    def cancelling(self, now: datetime, cause: str) -> int:
        """What is kept of it: never more than is left of what was paid for the session, since goods
        go back whole. What does not is to go back."""
        fees = 0 if cause == "studio" else self.fees
        percent = self.offer.kept(self.start, now, cause)
        kept = (self.price - fees) * percent // 100 + fees
        there = max(self.left + self.frozen - self.goods, 0)
        return min(kept, self.prepaid, there)

    def cancel(self, penalty: int) -> None:
        self.give(self.left + self.frozen - penalty)
        self.penalty, self.status = penalty, "cancelled"
        for one in self.own.lines:
            one.off, one.back = one.quantity, one.quantity
        self.own.cancelled = not penalty

    # --- moved and changed ---------------------------------------------------------------------

    def fee_now(self, now: datetime) -> int:
        if self.status != "confirmed":
            return 0
        return self.offer.fee_of(self.start, now, max(self.price - self.fees, 0))

    def price_of(self, to: Move) -> int:
        by_hand = self.by_hand - (0 if to.minutes == self.minutes else self.of_length)
        return max(self.listed(to.place, to.start, to.minutes) + self.fees + to.fee + by_hand, 0)

    def more(self, to: Move) -> int:
        """What its client pays before it moves."""
        price = self.price_of(to)
        if self.prepaid <= self.fees < self.price:
            return max(self.fees + to.fee - self.prepaid, 0)
        if self.prepaid == self.price:
            return max(price - self.prepaid, 0)
        listed = self.offer.price(to.place, to.start, to.minutes, self.people)
        first = self.offer.first(listed, self.extra)
        return max(min(first + self.fees + to.fee, price) - self.prepaid, 0)

    def move(self, to: Move, *, paid: int = 0) -> int:
        """What goes back; ``paid``: before it moved."""
        price = self.price_of(to)
        if to.minutes != self.minutes:
            self.by_hand, self.of_length = self.by_hand - self.of_length, 0
        self.fees += to.fee
        self.place, self.start, self.minutes = to.place, to.start, to.minutes
        self.alone = self.offer.price(to.place, to.start, to.minutes, self.people)
        return self.costs(price, paid=paid)

    def costs(self, price: int, *, paid: int = 0) -> int:
        """From now on; what is too much of what was paid goes back, as far as it is there."""
        prepaid = min(self.prepaid + paid, price)
        back = min(self.prepaid + paid - prepaid, self.spare)
        self.price, self.prepaid = price, prepaid
        self.give(back)
        return back

    def waits_for_bank(self, price: int) -> bool:
        """What would go back of it for that price is with a bank."""
        over = max(self.prepaid - price, 0)
        there = max(self.left + self.frozen - self.goods, 0)
        return min(over, there) > min(over, self.spare)

    def change(self, minutes: int, price: int | None) -> int:
        """By staff; what they make of its price beside the list stays by hand."""
        now = self.listed(self.place, self.start, self.minutes)
        then = self.listed(self.place, self.start, minutes)
        costs = self.price if price is None else price
        was = self.price
        if price is not None and not was and self.by_hand < 0:
            was = min(now + self.fees + self.by_hand, 0)
        more = costs - was - (then - now)
        self.by_hand += more
        self.of_length += more if minutes != self.minutes else 0
        self.minutes = minutes
        return self.costs(costs)

    # --- by what is prepaid --------------------------------------------------------------------

    def due(self, owed: int, to: Move | None = None) -> Due:
        """What may be paid of what is ``owed`` by what is for sessions alone: neither more than the
        service costs, without what was added to it, nor again what was paid so."""
        price, alone, minutes = self.price, self.alone, self.minutes
        if to is not None:
            price, minutes = self.price_of(to), to.minutes
            alone = self.offer.price(to.place, to.start, to.minutes, self.people)
        if self.extra:
            price = price * alone // (alone + self.extra)
        heads = self.people if self.offer.rule == "head" else 1
        paid = [one for one in self._parts if one.of_service]
        before = sum(one.amount - one.gone for one in paid if one.by_minutes)
        most = min(owed, price - sum(one.amount - one.gone for one in paid))
        return Due(price, minutes, most, before, self.offer.id, heads)

    def lacks(self, to: Move) -> int:
        """How many minutes more would have paid what hours and sessions paid of it, were it booked
        so long."""
        if to.minutes <= self.minutes:
            return 0
        due, lacking = self.due(0, Move(to.place, to.start, to.minutes)), 0
        for kind, heads in ((HOURS, 1), (SESSIONS, due.heads)):
            some = [one for one in self._parts if one.kind == kind]
            paid = sum(one.amount - one.gone for one in some)
            needed = paid * due.minutes * heads // due.price if due.price else 0
            lacking += max(needed - sum(one.out for one in some), 0)
        return lacking

    @property
    def _parts(self) -> list[Part]:
        return [one for sale in self.funds for one in sale.parts]

    # --- kept ----------------------------------------------------------------------------------

    @property
    def kept(self) -> int:
        """Of its price, by now, and of more pictures; what a bank took is not."""
        worth = self.penalty if self.status == "cancelled" else self.prepaid
        own = max(self.own.stays - self.goods, 0)
        of_price = min(own + sum(one.stays for one in self.later), worth)
        return of_price + sum(one.stays for one in self.pictures)


@dataclass
class Asked:
    """``amount`` of the ``session``: of its rest, or of what moving it ``to`` there costs more.
    ``price``, ``place`` and ``span`` are those when it was asked for; ``order`` is what is paid."""

    session: Session
    order: Json
    amount: int
    to: Move | None
    price: int
    place: Place
    span: Span

    @property
    def counts(self) -> bool:
        """If it were paid now."""
        session, to = self.session, self.to
        most = session.price
        if to is not None:
            most = session.price_of(to)
            now = (session.price, session.place, session.span)
            stays = now == (self.price, self.place, self.span)
            if session.status != "confirmed" or not stays or session.lacks(to):
                return False
        return session.takes_time and session.prepaid + self.amount <= most

    def holds(self, place: Place, at: datetime) -> bool:
        """Of another time what the booking did not have already."""
        to = self.to
        if to is None or not self.session.takes_time or place != to.place:
            return False
        begins, ends = self.span
        had = place == self.place and begins <= at < ends
        return to.start <= at < to.start + timedelta(minutes=to.minutes) and not had


def now() -> datetime:
    return datetime.now(UTC)
