"""The shop's figures: sales and cancellations by day, what sells best, which variants run low."""

from holdfast.insights.tables import (
    best_sellers,
)
from holdfast.insights.together import MOST_KEPT, MOST_OTHERS, MOST_TOGETHER
from holdfast.insights.windows import MOST_DAYS
