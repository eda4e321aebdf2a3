"""Calendars elsewhere that are kept in step with a resource, both ways."""

from holdfast.booking.outside.book import (
    MAX_CALENDARS,
    SILENCE,
    CalendarNotFound,
    Connected,
    Silent,
    add_calendar,
    ask_calendars,
    begin_leaving,
    calendar_at,
    calendar_done,
    calendar_ended,
    calendar_failed,
    calendar_refused,
    calendars_of,
    calendars_of_bookings,
    claim_calendar,
    due_calendars,
    ever_connected,
    keep_channel,
    keep_silent,
    laid_out_until,
    opened_anew,
    reached,
    reseal,
    silent_calendars,
)
from holdfast.booking.outside.caldav import Offered, calendars_at
from holdfast.booking.outside.copies import (
    Copy,
    Wanted,
    copies_in,
    copy_written,
    drop_copies,
    over_of,
    wanted_copies,
)
from holdfast.booking.outside.doors import Doors
from holdfast.booking.outside.events import (
    Laid,
    all_fresh,
    fresh_series,
    gone_unlisted,
    keep_found,
    laid_blocks,
    of_series,
    series_laid,
)
from holdfast.booking.outside.facts import (
    CalendarAsks,
    CalendarConnected,
    CalendarDisconnected,
    CalendarRefusedUs,
)
from holdfast.booking.outside.google import (
    PRIMARY,
    GoogleCalendar,
    GoogleTerms,
    consent_address,
    credentials_for,
)
from holdfast.booking.outside.jobs import ReadCalendar
from holdfast.booking.outside.ours import digest_of, event_id_of
from holdfast.booking.outside.port import (
    CalendarAway,
    CalendarRefused,
    ChangedThere,
    Changes,
    Channel,
    Credentials,
    Found,
    Ours,
    OutsideCalendar,
    Provider,
    TokenGone,
    ToWrite,
)
from holdfast.booking.outside.questions import (
    Question,
    QuestionKind,
    QuestionNotFound,
    Reply,
    ask_question,
    open_questions,
    question_answered,
    question_of,
)
from holdfast.booking.outside.spans import busy_spans
from holdfast.booking.outside.tables import (
    outside_blocks,
    outside_calendars,
    outside_copies,
    outside_events,
    outside_questions,
)
