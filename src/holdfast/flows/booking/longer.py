"""A session that its client makes longer takes as many minutes of what is prepaid as one that is
booked so long: where what hours paid of it would have taken more of them, it is not moved. Staff
may give more time for them."""

from holdfast.booking.bookings import Booking, MovePlan, NewBooking
from holdfast.flows.settlement.sessions import made_longer
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Problem
from holdfast.kit.sentences import say
from holdfast.ledger import Operation

__all__ = ["TooFewHours", "must_have_hours"]


class TooFewHours(Problem):
    """Hours, or a certificate of a service, paid for a shorter session: so long a one takes
    ``missing`` minutes more of them."""

    status = 409
    code = "too-few-hours"
    title = "So long a session takes more prepaid hours"


async def must_have_hours(
    settler: Settler, booking: Booking, plan: NewBooking
) -> tuple[Operation, ...]:
    """For its client, to whom moving it is not charged yet; what keeps hours from paying of it
    meanwhile. Raises :class:`TooFewHours`."""
    price = booking.price_at(plan.when, plan.price)
    to = MovePlan(plan.when, plan.takings, price, booking.move_fees, plan.parts)
    longer = await made_longer(settler, booking, to)
    if longer.missing:
        raise TooFewHours(
            say(
                "Hours paid for a shorter session: this one takes {minutes} minutes more of them."
                " Book it anew, or ask the studio.",
                minutes=longer.missing,
            ),
            field="length",
            extra={"missing": longer.missing},
        )
    return longer.guards
