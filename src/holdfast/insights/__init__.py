"""The shop's figures: sales and cancellations by day, what sells best, which variants run low."""

from holdfast.insights.tables import (
    best_sellers,
    best_sellers_as_of,
    daily_product_sales,
    daily_sales,
    low_stock,
    sales_minutes,
)
from holdfast.insights.windows import MOST_DAYS
