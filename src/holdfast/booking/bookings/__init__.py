"""Bookings: a client's time with a person, a room, a kit; what it takes, and how far it is."""

from holdfast.booking.bookings.answers import (
    booking_agreed,
    booking_asked_again,
    booking_countered,
)
from holdfast.booking.bookings.asked import ANSWERERS, AnswerDue, answers_due, is_asked
from holdfast.booking.bookings.asking import (
    ANYBODY_ASKS,
    MOST_OPEN,
    Asking,
    AskingRules,
    asking_faults,
)
from holdfast.booking.bookings.block_list import (
    NotTaken,
    NotTakenNotFound,
    not_taken,
    take_again,
    take_no_more,
)
from holdfast.booking.bookings.book import (
    AheadOrPast,
    adopt_bookings,
    booking_as_it_is,
    booking_of,
    bookings_by_time,
    bookings_of,
    load_bookings,
    takings_of,
)
from holdfast.booking.bookings.booking import (
    BOOKING_COLUMNS,
    JSON_COLUMNS,
    MAX_SESSION,
    AskedTime,
    BookedPart,
    Booking,
    BookingStatus,
    NewBooking,
    Pay,
    grants_key,
    moves_key,
    parts_in,
    waits_for_answer,
)
from holdfast.booking.bookings.cash import (
    CASH_STATES,
    HANDED_STATES,
    CountCash,
    HandedCash,
    HandedNotFound,
    SessionCash,
    cash_counted,
    cash_handed_over,
    cash_moved,
    cash_noted,
    cash_of_order,
    cash_taken_back,
    handed_moved,
    handed_of,
    handed_taken_back,
    list_handed,
    open_cash,
)
from holdfast.booking.bookings.dues import (
    DUE_STATES,
    BookingDue,
    DueKind,
    MovePlan,
    due_cells,
    due_dropped,
    due_for,
    due_made,
    due_not_paid,
    due_settled,
    dues_beside,
    dues_of,
    dues_of_orders,
    open_dues,
)
from holdfast.booking.bookings.facts import (
    BookingAgreed,
    BookingAskedAgain,
    BookingCancelled,
    BookingChanged,
    BookingComing,
    BookingCompleted,
    BookingConfirmed,
    BookingCountered,
    BookingHeld,
    BookingIncomeShared,
    BookingMissed,
    BookingMoved,
    BookingPaid,
    BookingRequested,
    BookingRestDue,
    BookingShared,
    BookingStarted,
    CashTaken,
    EndReason,
    RestNotPaid,
)
from holdfast.booking.bookings.jobs import SettleDue, StandBooking
from holdfast.booking.bookings.life import (
    TOLD_AHEAD,
    Ahead,
    booking_cancelled,
    booking_changed,
    booking_coming,
    booking_completed,
    booking_confirmed,
    booking_held,
    booking_missed,
    booking_not_paid,
    booking_noted,
    booking_paid_more,
    booking_rescheduled,
    booking_rest_told,
    booking_started,
)
from holdfast.booking.bookings.paper import (
    PaidLine,
    ReceiptPaper,
    ReceiptWay,
    ShareLine,
    receipt_pdf,
)
from holdfast.booking.bookings.participants import (
    MAX_PARTICIPANTS,
    NewParticipant,
    Participant,
    ParticipantNotFound,
    TooManyParticipants,
    is_confirmed,
    participant,
    participants_of,
    parts_taken_by,
    take_no_part,
    take_part,
)
from holdfast.booking.bookings.policy import (
    MOST_STEPS,
    USUAL,
    Cause,
    MoveFee,
    Policy,
    Settled,
    Step,
    free_until,
    keeps_fees,
    move_fee,
    percent_kept,
    policy_faults,
    settled,
)
from holdfast.booking.bookings.served import (
    ORDERS_SERVED,
    OWN_STUDIO,
    STANDS,
    Party,
    had_session,
    has_booked,
    parties_of_orders,
    photographer_names,
    serves_order,
)
from holdfast.booking.bookings.shares import (
    BookingShare,
    ShareBooking,
    agreed_rates,
    booking_share_brought,
    booking_share_moved,
    fresh_shares_of,
    note_shares,
    share_currencies_of,
    shares_of_booking,
)
from holdfast.booking.bookings.sharing import (
    NO_SHARES,
    SHARE_WHOLE,
    AgreedShare,
    Serving,
    SharePart,
    Shares,
    agreed_shares,
    share_of,
    shares_of,
)
from holdfast.booking.bookings.stays import (
    LONGEST_WAY,
    STAY_PREFIX,
    Stay,
    StaysAsked,
    stay_keys,
    stays_asked,
    stays_of,
    too_near,
    visits_to_come,
    way,
)
from holdfast.booking.bookings.tables import (
    BOOKING_RESOURCES,
    BOOKING_STATES,
    BOOKINGS,
)
from holdfast.booking.bookings.taking import (
    Taking,
    cell_lines,
    given_back,
    names_of_takings,
    schedule_guards,
)
from holdfast.booking.bookings.when import When, minutes_asked
from holdfast.booking.bookings.where import PLACE_SQL, STUDIO_NAMES_SQL, STUDIO_SQL, studios_of
from holdfast.booking.bookings.wholes import freed_with, met_unsaid
