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
from holdfast.api.contract.access_experiments import EXPERIMENTS
from holdfast.api.contract.access_fraud import FRAUD
from holdfast.api.contract.access_logins import LOGINS
from holdfast.api.contract.access_machines import MACHINES
from holdfast.api.contract.access_mail import MAIL
from holdfast.api.contract.access_parcels import PARCELS
from holdfast.api.contract.access_pay_links import PAY_LINKS
from holdfast.api.contract.access_places import PLACES
from holdfast.api.contract.access_requests import REQUESTS
from holdfast.api.contract.access_returns import RETURNS
from holdfast.api.contract.access_reviews import REVIEWS
from holdfast.api.contract.access_sales import SALES
from holdfast.api.contract.access_selling import SELLING
from holdfast.api.contract.access_series import SERIES
from holdfast.api.contract.access_sharing import SHARING
from holdfast.api.contract.access_times import TIMES
from holdfast.api.contract.access_waiting import WAITING
from holdfast.api.contract.askers import ROLES_OF, Access, Asker, Thing
from holdfast.api.contract.prepaid_access import PACKAGES

__all__ = ["ACCESS", "ROLES_OF", "Access", "Asker", "Thing", "access_of"]

_ANYBODY: Final = Access("anybody")
_OWN_ORDER: Final = Access("anybody", "order")
_OWN_BOOKING: Final = Access("anybody", "booking")
_OWN_RESERVATION: Final = Access("anybody", "reservation")
_OWN_COUPON: Final = Access("anybody", "coupon")
_MEMBER: Final = Access("member")
_OWN_ADDRESS: Final = Access("member", "address")
_OWN_CART: Final = Access("member", "cart")
_OWN_ORDERS: Final = Access("member", "account")
_OWN_WALLET: Final = Access("member", "wallet")
_STAFF: Final = Access("staff")
_PERSON: Final = Access("staff", "person")
_STUDIO: Final = Access("studio", "resource")
_STUDIO_OWN: Final = Access("studio", "calendar")

ACCESS: Final[Mapping[str, Access]] = {
    # The shop
    "GET /api/config": _ANYBODY,
    "GET /api/policies/{policy}": _ANYBODY,
    "GET /api/home": _ANYBODY,
    "POST /api/home/preview": _STAFF,
    "GET /api/products": _ANYBODY,
    "GET /api/categories": _ANYBODY,
    "GET /api/products/best-sellers": _ANYBODY,
    "GET /api/products/stock": _ANYBODY,
    "GET /api/products/search": _ANYBODY,
    "GET /api/products/suggest": _ANYBODY,
    "GET /api/products/category/{category}": _ANYBODY,
    "GET /api/products/popular": _ANYBODY,
    "GET /api/products/among": _ANYBODY,
    "GET /api/products/{product}": _ANYBODY,
    "GET /api/sellers/{seller}": _ANYBODY,
    "GET /api/products/{product}/recommendations": _ANYBODY,
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
    "GET /api/services": _ANYBODY,
    "GET /api/services/{service_id}": _ANYBODY,
    **TIMES,
    **PACKAGES,
    "GET /api/staff/packages": _STAFF,
    "POST /api/staff/packages": _STAFF,
    "GET /api/staff/packages/{package_id}": _STAFF,
    "PUT /api/staff/packages/{package_id}": _STAFF,
    "GET /api/staff/liability": _STAFF,
    "GET /api/staff/prepaid": _STAFF,
    "POST /api/staff/prepaid/{grant_id}/freeze": _STAFF,
    "POST /api/staff/prepaid/{grant_id}/thaw": _STAFF,
    "POST /api/staff/prepaid/{grant_id}/prolong": _STAFF,
    "POST /api/staff/prepaid/{grant_id}/return": _STAFF,
    **REQUESTS,
    # Bookings
    **SERIES,
    **SHARING,
    "POST /api/bookings/hold": _ANYBODY,
    "POST /api/book": _ANYBODY,
    "GET /api/bookings": _ANYBODY,
    "GET /api/bookings/{booking_id}": _OWN_BOOKING,
    "GET /api/bookings/{booking_id}/cancellation": _OWN_BOOKING,
    "GET /api/bookings/{booking_id}/calendar": _OWN_BOOKING,
    "GET /api/calendar-links": _MEMBER,
    "POST /api/calendar-links": _MEMBER,
    "DELETE /api/calendar-links/{link_id}": _MEMBER,
    "GET /api/calendars/{token}": _ANYBODY,
    "POST /api/bookings/{booking_id}/cancel": _OWN_BOOKING,
    "POST /api/bookings/{booking_id}/move": _OWN_BOOKING,
    **PAY_LINKS,
    "GET /api/staff/bookings": _STAFF,
    "GET /api/staff/bookings/{booking_id}": _STAFF,
    "POST /api/staff/bookings/{booking_id}/confirm": _STAFF,
    "POST /api/staff/bookings/{booking_id}/start": _STAFF,
    "POST /api/staff/bookings/{booking_id}/complete": _STAFF,
    "POST /api/staff/bookings/{booking_id}/no-show": _STAFF,
    "POST /api/staff/bookings/{booking_id}/change": _STAFF,
    "POST /api/staff/bookings/{booking_id}/rest-paid": _STAFF,
    "GET /api/staff/dues": _STAFF,
    # Orders and what is paid for them
    "POST /api/orders": Access("member", "coupon"),
    "GET /api/orders": _ANYBODY,
    "POST /api/orders/quote": Access("anybody", "order"),
    "POST /api/quote": _OWN_COUPON,
    "POST /api/orders/reserve": _OWN_COUPON,
    "POST /api/orders/create": _OWN_RESERVATION,
    "GET /api/users/{user_id}/orders": _OWN_ORDERS,
    "POST /api/orders/{order_id}/cancel": _OWN_ORDER,
    "POST /api/orders/cancel": _OWN_ORDER,
    "GET /api/orders/{order_id}": _OWN_ORDER,
    "GET /api/orders/{order_id}/invoices": _OWN_ORDER,
    "GET /api/orders/{order_id}/invoices/{number}": _OWN_ORDER,
    "GET /api/orders/{order_id}/coupons": _OWN_ORDER,
    "POST /api/orders/{order_id}/coupon": _OWN_ORDER,
    "PUT /api/orders/{order_id}/delivery": _OWN_ORDER,
    "PUT /api/orders/{order_id}/contact": _OWN_ORDER,
    "PUT /api/orders/{order_id}/collector": _OWN_ORDER,
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
    "POST /api/cart/items": _ANYBODY,
    "PUT /api/cart/items/{variant_id}": _ANYBODY,
    "DELETE /api/cart/items/{variant_id}": _ANYBODY,
    "DELETE /api/cart": _ANYBODY,
    "GET /api/cart/{user_id}": _OWN_CART,
    "POST /api/cart/{user_id}/items": _OWN_CART,
    "PUT /api/cart/{user_id}/items/{product_id}": _OWN_CART,
    "DELETE /api/cart/{user_id}/items/{product_id}": _OWN_CART,
    "DELETE /api/cart/{user_id}": _OWN_CART,
    "GET /api/wallets": _MEMBER,
    "POST /api/wallets": _MEMBER,
    "GET /api/wallets/{wallet_id}": _OWN_WALLET,
    "POST /api/wallets/{wallet_id}/top-ups": _OWN_WALLET,
    "POST /api/wallets/{wallet_id}/leave-payment": _OWN_WALLET,
    "GET /api/wallets/{wallet_id}/statement": _OWN_WALLET,
    "GET /api/wallets/{wallet_id}/statement.csv": _OWN_WALLET,
    **PLACES,
    **SALES,
    "GET /api/coupon-campaigns": _ANYBODY,
    "GET /api/coupon-campaigns/{campaign_id}": _ANYBODY,
    "POST /api/coupon-campaigns/{campaign_id}/coupons": _MEMBER,
    "GET /api/coupons": _MEMBER,
    # Staff
    "GET /api/staff/home": _STAFF,
    "GET /api/staff/first-steps": _STAFF,
    "GET /api/staff/search": _STAFF,
    "GET /api/staff/statistics": _STAFF,
    "GET /api/staff/payment-report": _STAFF,
    "PUT /api/staff/receipts/{receipt_id}/by-hand": _STAFF,
    "GET /api/staff/studio-figures": _STAFF,
    "GET /api/staff/booking-demand": _STAFF,
    "GET /api/staff/settings": _STAFF,
    "PATCH /api/staff/settings": _STAFF,
    "POST /api/staff/settings/shipping-preview": _STAFF,
    "GET /api/staff/settings/accent": _STAFF,
    "GET /api/staff/home-page": _STAFF,
    "PUT /api/staff/home-page": _STAFF,
    "GET /api/staff/policies": _STAFF,
    "PUT /api/staff/policies/{policy}/{locale}": _STAFF,
    "GET /api/staff/variants": _STAFF,
    "POST /api/staff/variants/{variant_id}/stock": _STAFF,
    "PUT /api/staff/variants/{variant_id}/threshold": _STAFF,
    "GET /api/staff/stock-log": _STAFF,
    "GET /api/staff/audit": _STAFF,
    "GET /api/staff/alerts": _STAFF,
    "GET /api/staff/reservations": _STAFF,
    "GET /api/staff/products": _STAFF,
    "POST /api/staff/products": _STAFF,
    "GET /api/staff/products/{product_id}": _STAFF,
    "PUT /api/staff/products/{product_id}": _STAFF,
    "POST /api/staff/products/bulk": _STAFF,
    "POST /api/staff/variants/stock": _STAFF,
    "GET /api/staff/categories": _STAFF,
    "POST /api/staff/categories": _STAFF,
    "PUT /api/staff/categories/{category_id}": _STAFF,
    "PUT /api/staff/categories/{category_id}/place": _STAFF,
    "DELETE /api/staff/categories/{category_id}": _STAFF,
    "GET /api/staff/attributes": _STAFF,
    "PUT /api/staff/attributes/{code}": _STAFF,
    "DELETE /api/staff/attributes/{code}": _STAFF,
    "POST /api/staff/pictures": _STAFF,
    "GET /api/staff/catalogue.csv": _STAFF,
    "GET /api/staff/imports": _STAFF,
    "POST /api/staff/imports": _STAFF,
    "GET /api/staff/imports/{import_id}": _STAFF,
    "POST /api/staff/imports/{import_id}/go": _STAFF,
    "GET /api/staff/imports/{import_id}/faults.csv": _STAFF,
    "GET /api/staff/orders": _STAFF,
    "GET /api/staff/orders/sums": _STAFF,
    "POST /api/staff/orders": _STAFF,
    "GET /api/staff/orders/{order_id}": _STAFF,
    "POST /api/staff/orders/{order_id}/notes": _STAFF,
    "POST /api/staff/orders/{order_id}/mark-paid": _STAFF,
    "POST /api/staff/orders/{order_id}/mark-unpaid": _STAFF,
    "POST /api/staff/orders/{order_id}/complete": _STAFF,
    "POST /api/staff/orders/{order_id}/cancel": _STAFF,
    "POST /api/staff/orders/{order_id}/refund": _STAFF,
    "POST /api/staff/orders/{order_id}/mark-refunded": _STAFF,
    "GET /api/staff/people": _STAFF,
    "GET /api/staff/people/{user_id}": _STAFF,
    "POST /api/staff/people/{user_id}/roles": _PERSON,
    "POST /api/staff/people/{user_id}/disable": _PERSON,
    "POST /api/staff/people/{user_id}/enable": _PERSON,
    "POST /api/staff/people/{user_id}/end-sessions": _PERSON,
    "POST /api/staff/users/{user_id}/password-link": _PERSON,
    "POST /api/staff/users/{user_id}/password-link/mail": _PERSON,
    "GET /api/staff/users/{user_id}/wallets": _STAFF,
    "GET /api/staff/wallets/{wallet_id}": _STAFF,
    "POST /api/staff/wallets/{wallet_id}/corrections": _STAFF,
    "GET /api/staff/coupon-campaigns": _STAFF,
    "POST /api/staff/coupon-campaigns": _STAFF,
    "POST /api/staff/coupon-campaigns/{campaign_id}/end": _STAFF,
    "GET /api/staff/promotions": _STAFF,
    "POST /api/staff/promotions": _STAFF,
    "POST /api/staff/promotions/preview": _STAFF,
    "POST /api/staff/promotions/{promotion_id}/end": _STAFF,
    "GET /api/staff/stuck": _STAFF,
    "POST /api/staff/stuck": _STAFF,
    "POST /api/staff/texts": _STAFF,
    "GET /api/staff/views": _STAFF,
    "PUT /api/staff/views": _STAFF,
    "PUT /api/staff/views/{view_id}": _STAFF,
    "DELETE /api/staff/views/{view_id}": _STAFF,
    "GET /api/staff/drafts": _STAFF,
    "GET /api/staff/drafts/{subject}": _STAFF,
    "PUT /api/staff/drafts/{subject}": _STAFF,
    "DELETE /api/staff/drafts/{subject}": _STAFF,
    "GET /api/staff/search/synonyms": _STAFF,
    "PUT /api/staff/search/synonyms": _STAFF,
    "GET /api/staff/search/misses": _STAFF,
    "DELETE /api/staff/search/misses": _STAFF,
    "GET /api/staff/sellers": _STAFF,
    "POST /api/staff/sellers": _STAFF,
    "GET /api/staff/sellers/{seller_id}": _STAFF,
    "PUT /api/staff/sellers/{seller_id}": _STAFF,
    "PUT /api/staff/sellers/{seller_id}/people/{user_id}": _STAFF,
    "DELETE /api/staff/sellers/{seller_id}/people/{user_id}": _STAFF,
    # The studio
    "GET /api/staff/places": _STAFF,
    "GET /api/staff/resources": _STUDIO,
    "POST /api/staff/resources": _STAFF,
    "GET /api/staff/resources/{resource_id}": _STUDIO,
    "PUT /api/staff/resources/{resource_id}": _STAFF,
    "POST /api/staff/resources/{resource_id}/archive": _STAFF,
    "POST /api/staff/resources/{resource_id}/restore": _STAFF,
    "GET /api/staff/resources/{resource_id}/schedule": _STUDIO,
    "PUT /api/staff/resources/{resource_id}/schedule": _STUDIO,
    "GET /api/staff/resources/{resource_id}/travel-times": _STAFF,
    "PUT /api/staff/resources/{resource_id}/travel-times": _STAFF,
    "GET /api/staff/resources/{resource_id}/days": _STUDIO,
    "GET /api/staff/resources/{resource_id}/blocks": _STUDIO,
    "POST /api/staff/resources/{resource_id}/blocks": _STUDIO,
    "DELETE /api/staff/resources/{resource_id}/blocks/{block_id}": _STUDIO,
    "GET /api/staff/resources/{resource_id}/calendars": _STUDIO,
    "POST /api/staff/resources/{resource_id}/calendars/caldav": _STUDIO,
    "POST /api/staff/resources/{resource_id}/calendars/google": _STUDIO,
    "GET /api/staff/google-calendar": Access("studio"),
    "PUT /api/staff/resources/{resource_id}/calendars/{calendar_id}": _STUDIO,
    "POST /api/staff/resources/{resource_id}/calendars/{calendar_id}/read": _STUDIO,
    "DELETE /api/staff/resources/{resource_id}/calendars/{calendar_id}": _STUDIO,
    "POST /api/staff/calendar-questions/{question_id}/reply": _STUDIO,
    "GET /api/staff/studio-rules": _STAFF,
    "PUT /api/staff/studio-rules": _STAFF,
    "GET /api/staff/services": _STAFF,
    "POST /api/staff/services": _STAFF,
    "POST /api/staff/services/preview": _STAFF,
    "GET /api/staff/services/{service_id}": _STAFF,
    "PUT /api/staff/services/{service_id}": _STAFF,
    "GET /api/staff/conflicts": _STAFF,
    "GET /api/staff/conflicts/{booking_id}/offers": _STAFF,
    "GET /api/staff/board": _STAFF,
    **CLIENTS,
    # Photographers and studios, each of whom finds their own time and no other
    "GET /api/studio/calendar": _STUDIO_OWN,
    "POST /api/studio/bookings/{booking_id}/move": _STUDIO_OWN,
    "GET /api/studio/rules": _STUDIO_OWN,
    "PUT /api/studio/rules": _STUDIO_OWN,
    "GET /api/studio/income": _STUDIO_OWN,
    "GET /api/studio/services": _STUDIO_OWN,
    **CABINET,
    # Sellers, each of whose people finds what is that seller's
    **SELLING,
    # Machines
    **MACHINES,
}


def access_of(method: str, path: str) -> Access:
    """The route's row. Raises :class:`LookupError` for one that has none."""
    found = ACCESS.get(f"{method} {path}")
    if found is None:
        raise LookupError(f"{method} {path} has no row in api/contract/access.py")
    return found
