"""Rows of staff by their duties: what the parts of the table of routes are written with."""

from typing import Final

from holdfast.api.contract.askers import Access, duties_of, staff
from holdfast.people import DUTIES

__all__ = [
    "ANY_DUTY", "BOOKINGS", "BOOKS", "CATALOGUE", "CLIENTS_DUTY", "CODES_READ", "LOOKED_AT",
    "MONEY_BACK", "ORDERS", "OWN_BOOKING", "OWN_ORDER", "OWN_TIME", "PEOPLE",
    "PICTURES", "PREPAID_SEEN", "PRODUCTS_SEEN", "PROMOTIONS", "REFUNDS", "REPORTS", "RESOURCES",
    "RESOURCE_MONEY", "SELLERS", "SELLERS_SEEN", "SETTINGS", "STOCK_READ", "STOCK_WRITE",
]  # fmt: skip

ANY_DUTY: Final = Access("staff", duties=DUTIES)
"""What all of staff have for their own work."""

LOOKED_AT: Final = Access("anybody", duties=DUTIES)
"""Who is of staff is no visitor, whatever they work with."""

ORDERS: Final = duties_of("orders:read", "orders:write")
OWN_ORDER: Final = duties_of("orders:read", "orders:write", "anybody", "order")
REFUNDS: Final = duties_of("refunds:read", "refunds:write")
MONEY_BACK: Final = Access("anybody", "order", ("refunds:write",))
CATALOGUE: Final = duties_of("catalogue:read", "catalogue:write")
CLIENTS_DUTY: Final = duties_of("clients:read", "clients:write")
PEOPLE: Final = duties_of("clients:read", "clients:write", "staff", "person")
BOOKINGS: Final = duties_of("bookings:read", "bookings:write")
OWN_BOOKING: Final = duties_of("bookings:read", "bookings:write", "anybody", "booking")
RESOURCES: Final = duties_of("bookings:read", "bookings:write", "studio", "resource")
RESOURCE_MONEY: Final = Access("studio", "resource", ("books:read",))
OWN_TIME: Final = duties_of("bookings:read", "bookings:write", "studio", "calendar")
PROMOTIONS: Final = duties_of("promotions:read", "promotions:write")
SELLERS: Final = duties_of("sellers:read", "sellers:write")
BOOKS: Final = duties_of("books:read", "books:write")
REPORTS: Final = staff("reports:read")
SETTINGS: Final = duties_of("settings:read", "settings:write")

CODES_READ: Final = staff("codes:read")
"""Whoever keeps stock brings codes, and takes them out: they need not read what others brought."""
STOCK_READ: Final = staff("stock:read", "catalogue:read", "orders:read")
STOCK_WRITE: Final = staff("stock:write", "catalogue:write")
"""Whoever may change a product may count it; whoever counts changes no price."""

PRODUCTS_SEEN: Final = staff(
    "catalogue:read", "stock:read", "orders:read", "bookings:read", "promotions:read",
    "sellers:read", "settings:read",
)  # fmt: skip
"""Goods are chosen in an order, a promotion, on the home page, and what a visit takes along."""

PICTURES: Final = staff("catalogue:write", "bookings:write", "settings:write", "sellers:write")
PREPAID_SEEN: Final = staff("bookings:read", "books:read")
SELLERS_SEEN: Final = staff("sellers:read", "catalogue:read", "orders:read", "books:read")
