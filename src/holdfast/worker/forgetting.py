"""What is forgotten once its time is over: looked for every hour."""

from collections.abc import Awaitable, Callable, Mapping

from holdfast.analytics import forget_choices
from holdfast.db.engine import Database
from holdfast.flash_sales import clear_minutes, clear_places
from holdfast.flows.people.logins import forget_sessions
from holdfast.flows.staff.desk import forget_drafts
from holdfast.groups import forget_closed
from holdfast.repeats import forget_unpaid
from holdfast.waiting import forget_contacts

__all__ = ["forgotten"]


def forgotten(database: Database) -> Mapping[str, Callable[[], Awaitable[object]]]:
    """By the name of its timer, what to do."""
    return {
        "places": lambda: clear_places(database.pool),
        "waiting contacts": lambda: forget_contacts(database.pool),
        "sale minutes": lambda: clear_minutes(database.pool),
        "groups": lambda: forget_closed(database.pool),
        "sessions": lambda: forget_sessions(database),
        "analytics choices": lambda: forget_choices(database.pool),
        "drafts": lambda: forget_drafts(database),
        "unpaid repeat orders": lambda: forget_unpaid(database.pool),
    }
