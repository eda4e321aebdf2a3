"""The shop's figures: sales and cancellations by day, what sells best, which variants run low;
what was sold of goods by day and hour, for the shop and each seller; what came of bookings, and the
hours they take; who looked for times, and when they book."""

from holdfast.insights.cohorts import Bought, CohortSums, bought_more, cohort_changes
from holdfast.insights.hours import by_hour
from holdfast.insights.tables import (
    best_sellers,
    booking_demand,
    booking_figures,
    booking_hours,
)
from holdfast.insights.together import (
    ANY_GOODS,
    LEAST_TOGETHER,
    MOST_KEPT,
    MOST_OTHERS,
    MOST_TOGETHER,
)
from holdfast.insights.trade import SoldLine, Sums, changes
from holdfast.insights.trade_tables import (
    WHOLE_SHOP,
    buyer_months,
    cohort_months,
    sold_lines,
    trade_hours,
    trade_product_months,
    trade_products,
    visit_hours,
    visit_products,
)
from holdfast.insights.windows import MOST_DAYS
