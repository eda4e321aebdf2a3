"""The shop's figures: sales and cancellations by day, what sells best, which variants run low;
what came of bookings, and the hours they take."""

from holdfast.insights.hours import by_hour
from holdfast.insights.tables import (
    best_sellers,
    booking_figures,
    booking_hours,
)
from holdfast.insights.together import MOST_KEPT, MOST_OTHERS, MOST_TOGETHER
from holdfast.insights.windows import MOST_DAYS
