"""`holdfast insights rebuild`: figures made anew of what they are about."""

from holdfast.commands.on_database import on_database
from holdfast.commands.where import Where
from holdfast.flows.insights.booking_figures import rebuild

__all__ = ["rebuild_insights"]


def rebuild_insights(where: Where, partitions: int) -> int:
    """What came of bookings, and their hours; the same as the events made of them."""
    bookings = on_database(where, lambda database: rebuild(database, partitions))
    where.show({"bookings": bookings}, f"The figures of {bookings} bookings are made anew")
    return 0
