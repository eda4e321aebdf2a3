"""Whose time is free, for a process that offers it."""

from holdfast.booking import Travelling
from holdfast.db.engine import Database
from holdfast.live import Feed
from holdfast.roles.lifespan import Part
from holdfast.settings import Settings
from holdfast.views.booking.availability import FOLLOWED, Availability
from holdfast.views.booking.finding import SlotReads

__all__ = ["slots_of"]


def slots_of(settings: Settings, database: Database, feed: Feed) -> tuple[SlotReads, Part]:
    """What finds times, and the part that starts and stops with the process. It hears of whatever
    is committed, here and in other processes."""
    travelling = Travelling(settings.travel_speed, settings.travel_before)
    availability = Availability(database, settings.partitions, travelling=travelling)
    feed.follow(FOLLOWED, availability.hear, availability.doubt)
    return SlotReads(database, availability), (availability.start, availability.stop)
