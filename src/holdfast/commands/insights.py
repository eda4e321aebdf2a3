"""`holdfast insights rebuild`: figures made anew of what they are about."""

from holdfast.commands.on_database import on_database
from holdfast.commands.where import Where
from holdfast.flows.insights import booking_demand, booking_figures, trade

__all__ = ["rebuild_insights"]


def rebuild_insights(where: Where, partitions: int) -> int:
    """What came of bookings, their hours, and when they were made; what was sold of goods. The same
    as the events made of them."""
    bookings = on_database(where, lambda database: booking_figures.rebuild(database, partitions))
    on_database(where, booking_demand.rebuild)
    orders = on_database(where, lambda database: trade.rebuild(database, partitions))
    where.show(
        {"bookings": bookings, "orders": orders},
        f"The figures of {bookings} bookings and {orders} orders are made anew",
    )
    return 0
