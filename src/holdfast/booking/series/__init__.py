"""Series: bookings that come again, by a rule of the studio's clock."""

from holdfast.booking.series.book import (
    PlaceInSeries,
    Series,
    SeriesNotFound,
    Session,
    places_in_series,
    series_of,
    sessions_of,
)
from holdfast.booking.series.facts import (
    SeriesBooked,
    SeriesCancelled,
    SeriesMoved,
    SessionTold,
)
from holdfast.booking.series.jobs import SettleSeries
from holdfast.booking.series.life import (
    series_begun,
    series_dropped,
    series_goes_on,
    series_told,
    series_whole,
)
from holdfast.booking.series.rule import (
    MOST_SESSIONS,
    Recurrence,
    Shift,
    Unit,
    occurrences,
    recurrence_faults,
    shifted,
)
from holdfast.booking.series.tables import SERIES_STATES
