"""The shop's figures: sales and cancellations by day, and which variants run low."""

from holdfast.insights.tables import daily_sales, low_stock

__all__ = ["daily_sales", "low_stock"]
