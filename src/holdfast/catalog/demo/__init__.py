"""A shop to show: electronics in three languages, with pictures drawn here."""

from holdfast.catalog.demo.facts import FACTS
from holdfast.catalog.demo.shop import (
    CURRENCY,
    NAME,
    demo_picture,
    demo_products,
    demo_snapshot,
    points_products,
    repeated_products,
)
from holdfast.catalog.demo.words import SEARCHED_AS
