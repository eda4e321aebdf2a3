"""Who may ask what: every route, who may ask it, and whose things it finds.

The one table of roles and objects. The shell admits by it, the OpenAPI document and
``docs/http.md`` are written from it, and a test walks all of it against a running shop. A route
without a row is refused when the server starts, so none is open by omission.
"""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.access_accounts import ACCOUNTS
from holdfast.api.contract.access_cabinet import CABINET
from holdfast.api.contract.access_clients import CLIENTS
from holdfast.api.contract.access_conversations import CONVERSATIONS
from holdfast.api.contract.access_duties import (
    LOOKED_AT,
    MONEY_BACK,
    OWN_BOOKING,
    OWN_ORDER,
    SETTINGS,
)
from holdfast.api.contract.access_experiments import EXPERIMENTS
from holdfast.api.contract.access_fraud import FRAUD
from holdfast.api.contract.access_logins import LOGINS
from holdfast.api.contract.access_machines import MACHINES
from holdfast.api.contract.access_mail import MAIL
from holdfast.api.contract.access_parcels import PARCELS
from holdfast.api.contract.access_pay_links import PAY_LINKS
from holdfast.api.contract.access_places import PLACES
from holdfast.api.contract.access_referrals import REFERRALS
from holdfast.api.contract.access_repeats import REPEATS
from holdfast.api.contract.access_requests import REQUESTS
from holdfast.api.contract.access_returns import RETURNS
from holdfast.api.contract.access_reviews import REVIEWS
from holdfast.api.contract.access_sales import SALES
from holdfast.api.contract.access_selling import SELLING
from holdfast.api.contract.access_series import SERIES
from holdfast.api.contract.access_sharing import SHARING
from holdfast.api.contract.access_studio import STUDIO
from holdfast.api.contract.access_times import TIMES
from holdfast.api.contract.access_waiting import WAITING
from holdfast.api.contract.access_work import WORK
from holdfast.api.contract.askers import ROLES_OF, Access, Asker, Thing
from holdfast.api.contract.prepaid_access import PACKAGES
from holdfast.people import DutyLacking, Principal

__all__ = ["ACCESS", "ROLES_OF", "Access", "Asker", "Thing", "access_of", "lets", "must_let"]

_ANYBODY: Final = Access("anybody")
_OWN_RESERVATION: Final = Access("anybody", "reservation")
_OWN_COUPON: Final = Access("anybody", "coupon")
_MEMBER: Final = Access("member")
_OWN_ADDRESS: Final = Access("member", "address")
_OWN_WALLET: Final = Access("member", "wallet")

ACCESS: Final[Mapping[str, Access]] = {
    # The shop
    "GET /api/config": _ANYBODY,
    "GET /api/policies/{policy}": _ANYBODY,
    "GET /api/pages/{slug}": _ANYBODY,
    "GET /api/home": _ANYBODY,
    "POST /api/home/preview": SETTINGS.read,
    "GET /api/products": _ANYBODY,
    "GET /api/categories": _ANYBODY,
    "GET /api/products/best-sellers": _ANYBODY,
    "GET /api/products/stock": _ANYBODY,
    "GET /api/products/search": _ANYBODY,
    "GET /api/products/suggest": _ANYBODY,
    "GET /api/products/category/{category}": _ANYBODY,
    "GET /api/products/popular": _ANYBODY,
    "GET /api/products/among": _ANYBODY,
    "GET /api/products/{product}": LOOKED_AT,
    "GET /api/sellers/{seller}": _ANYBODY,
    "GET /api/products/{product}/recommendations": _ANYBODY,
    "GET /api/products/{product}/parts": _ANYBODY,
    "GET /api/products/{product}/sets": _ANYBODY,
    "POST /api/products/{product}/check": _ANYBODY,
    **CONVERSATIONS,
    **EXPERIMENTS,
    **FRAUD,
    **RETURNS,
    **REVIEWS,
    **WAITING,
    **MAIL,
    "GET /media/demo/{name}": _ANYBODY,
    "GET /manifest.webmanifest": _ANYBODY,
    "GET /robots.txt": _ANYBODY,
    "GET /sitemap.xml": _ANYBODY,
    "GET /sitemap/pages.xml": _ANYBODY,
    "GET /sitemap/booking.xml": _ANYBODY,
    "GET /sitemap/sellers.xml": _ANYBODY,
    "GET /sitemap/products.xml": _ANYBODY,
    "GET /feeds/products.xml": _ANYBODY,
    "GET /api/equipment": _ANYBODY,
    # Time that can be booked
    "GET /api/services": Access("anybody", duties=("bookings:read",)),
    "GET /api/services/{service_id}": Access("anybody", duties=("bookings:read",)),
    **TIMES,
    **PACKAGES,
    **REQUESTS,
    # Bookings
    **SERIES,
    **SHARING,
    "POST /api/bookings/hold": Access("anybody", duties=("bookings:write",)),
    "POST /api/book": Access("anybody", duties=("bookings:write",)),
    "GET /api/bookings": _ANYBODY,
    "GET /api/bookings/{booking_id}": OWN_BOOKING.read,
    "GET /api/bookings/{booking_id}/cancellation": OWN_BOOKING.read,
    "GET /api/bookings/{booking_id}/calendar": OWN_BOOKING.read,
    "GET /api/calendar-links": Access("member", duties=("bookings:read",)),
    "POST /api/calendar-links": Access("member", duties=("bookings:read",)),
    "DELETE /api/calendar-links/{link_id}": Access("member", duties=("bookings:read",)),
    "GET /api/calendars/{token}": _ANYBODY,
    "POST /api/bookings/{booking_id}/cancel": OWN_BOOKING.write,
    "POST /api/bookings/{booking_id}/move": OWN_BOOKING.write,
    "GET /api/bookings/{booking_id}/people": OWN_BOOKING.read,
    **PAY_LINKS,
    # Orders and what is paid for them
    "POST /api/orders": Access("member", "coupon"),
    "GET /api/orders": _ANYBODY,
    "POST /api/orders/quote": Access("anybody", "order"),
    "POST /api/quote": _OWN_COUPON,
    "GET /api/member-prices": _ANYBODY,
    "POST /api/orders/reserve": _OWN_COUPON,
    "POST /api/orders/create": _OWN_RESERVATION,
    "GET /api/users/{user_id}/orders": Access("member", "account", ("orders:read",)),
    "POST /api/orders/{order_id}/cancel": MONEY_BACK,
    "POST /api/orders/cancel": MONEY_BACK,
    "GET /api/orders/{order_id}": OWN_ORDER.read,
    "GET /api/orders/{order_id}/invoices": Access(
        "anybody", "order", ("orders:read", "books:read")
    ),
    "GET /api/orders/{order_id}/invoices/{number}": Access(
        "anybody", "order", ("orders:read", "books:read")
    ),
    "GET /api/orders/{order_id}/coupons": OWN_ORDER.read,
    "POST /api/orders/{order_id}/coupon": OWN_ORDER.write,
    "PUT /api/orders/{order_id}/delivery": OWN_ORDER.write,
    "PUT /api/orders/{order_id}/contact": OWN_ORDER.write,
    "PUT /api/orders/{order_id}/collector": OWN_ORDER.write,
    "PUT /api/orders/{order_id}/note": OWN_ORDER.write,
    **PARCELS,
    "POST /api/payments": _OWN_RESERVATION,
    # Customers
    **LOGINS,
    **ACCOUNTS,
    "POST /api/signup": _ANYBODY,
    "GET /api/analytics-choice": _ANYBODY,
    "PUT /api/analytics-choice": _ANYBODY,
    "GET /api/cards": _MEMBER,
    "POST /api/cards": _MEMBER,
    "DELETE /api/cards/{card_id}": _MEMBER,
    "GET /api/addresses": _MEMBER,
    "POST /api/addresses": _MEMBER,
    "PUT /api/addresses/{address_id}": _OWN_ADDRESS,
    "DELETE /api/addresses/{address_id}": _OWN_ADDRESS,
    "GET /api/address-rules": _ANYBODY,
    "POST /api/links/check": _ANYBODY,
    "POST /api/password-links": _ANYBODY,
    "POST /api/setup": _ANYBODY,
    "POST /api/password": _ANYBODY,
    "GET /api/wishes": _MEMBER,
    "PUT /api/wishes/{product_id}": _MEMBER,
    "DELETE /api/wishes/{product_id}": _MEMBER,
    "POST /api/wishes/{product_id}/to-cart": _MEMBER,
    "POST /api/wishes/from-cart": _MEMBER,
    "GET /api/cart": _ANYBODY,
    "POST /api/cart/items": LOOKED_AT,
    "PUT /api/cart/items/{variant_id}": _ANYBODY,
    "DELETE /api/cart/items/{variant_id}": _ANYBODY,
    "DELETE /api/cart": _ANYBODY,
    "GET /api/cart/{user_id}": Access("member", "cart", ("orders:read",)),
    "POST /api/cart/{user_id}/items": Access("member", "cart", ("orders:write",)),
    "PUT /api/cart/{user_id}/items/{product_id}": Access("member", "cart", ("orders:write",)),
    "DELETE /api/cart/{user_id}/items/{product_id}": Access("member", "cart", ("orders:write",)),
    "DELETE /api/cart/{user_id}": Access("member", "cart", ("orders:write",)),
    "GET /api/wallets": _MEMBER,
    "POST /api/wallets": _MEMBER,
    "GET /api/wallets/{wallet_id}": _OWN_WALLET,
    "POST /api/wallets/{wallet_id}/top-ups": Access("member", "wallet", ("books:write",)),
    "POST /api/wallets/{wallet_id}/leave-payment": _OWN_WALLET,
    "GET /api/wallets/{wallet_id}/statement": _OWN_WALLET,
    "GET /api/wallets/{wallet_id}/statement.csv": _OWN_WALLET,
    **PLACES,
    **REFERRALS,
    **REPEATS,
    **SALES,
    "GET /api/coupon-campaigns": _ANYBODY,
    "GET /api/coupon-campaigns/{campaign_id}": _ANYBODY,
    "POST /api/coupon-campaigns/{campaign_id}/coupons": _MEMBER,
    "GET /api/coupons": _MEMBER,
    # Staff
    **WORK,
    **CLIENTS,
    # The studio: photographers and studios, each of whom finds their own time and no other
    **STUDIO,
    **CABINET,
    # Sellers, each of whose people finds what is that seller's
    **SELLING,
    # Machines
    **MACHINES,
}


def lets(who: Principal, route: str) -> bool:
    """Whether a route of staff is this one's to ask, by their duties."""
    return who.may(*ACCESS[route].duties)


def must_let(who: Principal, route: str) -> None:
    """Of a request that does what another ``route`` of staff does as well. Raises
    :class:`~holdfast.people.DutyLacking`."""
    if not lets(who, route):
        raise DutyLacking(ACCESS[route].duties)


def access_of(method: str, path: str) -> Access:
    """The route's row. Raises :class:`LookupError` for one that has none."""
    found = ACCESS.get(f"{method} {path}")
    if found is None:
        raise LookupError(f"{method} {path} has no row in api/contract/access.py")
    return found
