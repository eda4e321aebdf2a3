"""Whom staff order for: somebody with an account, or who called and has none."""

from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from holdfast.booking.bookings import StandBooking
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.wallet_settlement import NewOrder
from holdfast.ledger import Rider, defer
from holdfast.people import Principal

__all__ = ["OnBehalf"]

_PATIENCE: Final = 5.0
"""So many seconds whoever books has to say themselves that it stands."""


class OnBehalf(Struct, frozen=True):
    """``owner`` is whose it becomes; without an account they are told of it at ``contact``, if they
    said where. ``riders`` go with the first command: who they are, if the shop did not know.
    ``stands``: nothing is paid to book, and the booking stands even if who made it is gone.
    ``seconds``: how long goods wait for the money, if not as long as usual."""

    owner: Principal
    contact: str | None = None
    riders: tuple[Rider, ...] = ()
    stands: bool = False
    seconds: float | None = None

    def named(self, order: NewOrder) -> NewOrder:
        """The order, with where its owner is told of it."""
        return order if self.contact is None else replace(order, contact=self.contact)

    def of(self, by: Caller, order: NewOrder) -> tuple[NewOrder, tuple[Rider, ...]]:
        """The owner's order, with what goes with its command: who that is, and who of staff booked
        it."""
        about = {"number": order.number, "client": order.owner}
        subject = order.id if order.booking is None else order.booking.id
        action = "order.taken" if order.booking is None else "booking.held"
        left: tuple[Rider, ...] = ()
        if self.stands and order.booking is not None:
            left = (defer(StandBooking(order.booking.id), after=_PATIENCE),)
        return self.named(order), (*self.riders, by.audited(action, subject, about), *left)
