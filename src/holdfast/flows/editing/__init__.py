"""Paid orders are changed: units are added as an order of their own, and units that nobody has
packed are taken off for them."""
