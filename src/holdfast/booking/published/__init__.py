"""Times that are published: of the next 60 days, as schedules have them, whoever booked what."""

from holdfast.booking.published.book import (
    PublishedSlotNotFound,
    forget_past_slots,
    publish_none,
    publish_slots,
    published_services,
    published_slot,
)
from holdfast.booking.published.slot import (
    MOST_PUBLISHED,
    PUBLISHED_DAYS,
    PublishedSlot,
    published_id,
)
from holdfast.booking.published.tables import schedule_slots
