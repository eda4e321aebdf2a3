"""Calendars that other programs read from a secret address."""

from holdfast.booking.calendars.feed import (
    CalendarEvent,
    calendar_text,
    event_component,
    visit_text,
)
from holdfast.booking.calendars.links import (
    MAX_LINK_NAME,
    MAX_LINKS,
    CalendarLink,
    CalendarLinkNotFound,
    TooManyCalendarLinks,
    calendar_link,
    calendar_links_of,
    end_calendar_link,
    end_calendar_links,
    new_calendar_link,
)
from holdfast.booking.calendars.tables import calendar_links
