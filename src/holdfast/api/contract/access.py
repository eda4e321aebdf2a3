"""Who may ask what: every route, who may ask it, and whose things it finds.

The one table of roles and objects. The shell admits by it, the OpenAPI document and
``docs/http.md`` are written from it, and a test walks all of it against a running shop. A route
without a row is refused when the server starts, so none is open by omission.
"""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from holdfast.api.contract.problems import Forbidden, LoginRequired
from holdfast.kit.sentences import say
from holdfast.people import Principal

__all__ = ["ACCESS", "ROLES_OF", "Access", "Asker", "Thing", "access_of"]

Asker: TypeAlias = Literal["anybody", "member", "seller", "studio", "staff", "service"]
"""``anybody``: guests too; ``member``: whoever is logged in; ``studio``: staff, and photographers
for what is theirs; ``service``: our own processes, by
the signature of the call."""

Thing: TypeAlias = Literal[
    "order", "reservation", "wallet", "coupon", "person", "seller", "cart", "resource", "booking"
]  # fmt: skip
"""What a route names by an id that is somebody's: of others' it says what it says of unknown ones.
Of a ``person`` a manager touches customers alone, an admin everybody but themself; staff find every
``cart`` and every ``resource``."""

ROLES_OF: Final[Mapping[Asker, frozenset[str]]] = {
    "staff": frozenset({"manager", "admin"}),
    "seller": frozenset({"seller", "admin"}),
    "studio": frozenset({"photographer", "manager", "admin"}),
}
"""The roles an asker must have one of; none is asked of the others."""


class Access(Struct, frozen=True):
    """Who may ask, and of which kind of thing only their own is found."""

    asker: Asker
    own: Thing | None = None

    @property
    def told(self) -> str:
        """For people: who may ask, and for what."""
        roles = ROLES_OF.get(self.asker, frozenset())
        who = f"{self.asker} ({', '.join(sorted(roles))})" if roles else self.asker
        if self.own is None:
            return who
        found = f"{who}; only one's own {self.own} is found"
        return f"{found}, by staff any" if self.own in ("cart", "resource") else found

    def admit(self, who: Principal | None) -> None:
        """Raise the problem for which the route is not this principal's to ask."""
        if self.asker in ("anybody", "service"):
            return
        if who is None or who.kind != "user":
            raise LoginRequired
        roles = ROLES_OF.get(self.asker)
        if roles is not None and not who.has_any(roles):
            raise Forbidden(say("This needs the role {roles}.", roles=", ".join(sorted(roles))))


_ANYBODY: Final = Access("anybody")
_OWN_ORDER: Final = Access("anybody", "order")
_OWN_BOOKING: Final = Access("anybody", "booking")
_OWN_RESERVATION: Final = Access("anybody", "reservation")
_OWN_COUPON: Final = Access("anybody", "coupon")
_MEMBER: Final = Access("member")
_OWN_CART: Final = Access("member", "cart")
_OWN_WALLET: Final = Access("member", "wallet")
_STAFF: Final = Access("staff")
_PERSON: Final = Access("staff", "person")
_SELLER: Final = Access("seller", "seller")
_STUDIO: Final = Access("studio", "resource")
_SERVICE: Final = Access("service")

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
    "GET /api/products/{product}/recommendations": _ANYBODY,
    "POST /api/products/{product}/check": _ANYBODY,
    "GET /api/products/{product}/reviews": _ANYBODY,
    "GET /api/products/{product}/review": _ANYBODY,
    "PUT /api/products/{product}/review": _MEMBER,
    "DELETE /api/products/{product}/review": _MEMBER,
    "GET /media/demo/{name}": _ANYBODY,
    "GET /robots.txt": _ANYBODY,
    "GET /sitemap.xml": _ANYBODY,
    "GET /sitemap/pages.xml": _ANYBODY,
    "GET /sitemap/products.xml": _ANYBODY,
    "GET /feeds/products.xml": _ANYBODY,
    "GET /api/photographers": _ANYBODY,
    "GET /api/studios": _ANYBODY,
    "GET /api/equipment": _ANYBODY,
    # Time that can be booked
    "GET /api/services": _ANYBODY,
    "GET /api/services/{service_id}": _ANYBODY,
    "GET /api/slots": _ANYBODY,
    "GET /api/slots/next": _ANYBODY,
    "GET /api/slots/heat": _ANYBODY,
    "GET /api/slots/why": _ANYBODY,
    # Bookings
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
    "GET /api/staff/bookings": _STAFF,
    "GET /api/staff/bookings/{booking_id}": _STAFF,
    "POST /api/staff/bookings/{booking_id}/confirm": _STAFF,
    "POST /api/staff/bookings/{booking_id}/start": _STAFF,
    "POST /api/staff/bookings/{booking_id}/complete": _STAFF,
    "POST /api/staff/bookings/{booking_id}/no-show": _STAFF,
    "POST /api/staff/bookings/{booking_id}/change": _STAFF,
    # Orders and what is paid for them
    "POST /api/orders": Access("member", "coupon"),
    "GET /api/orders": _ANYBODY,
    "POST /api/orders/quote": Access("anybody", "order"),
    "POST /api/quote": _OWN_COUPON,
    "POST /api/orders/reserve": _OWN_COUPON,
    "POST /api/orders/create": _OWN_RESERVATION,
    "POST /api/orders/cancel": _OWN_ORDER,
    "GET /api/orders/{order_id}": _OWN_ORDER,
    "GET /api/orders/{order_id}/coupons": _OWN_ORDER,
    "POST /api/orders/{order_id}/coupon": _OWN_ORDER,
    "POST /api/payments": _OWN_RESERVATION,
    # Customers
    "GET /api/session": _ANYBODY,
    "POST /api/session/login": _ANYBODY,
    "POST /api/session/logout": _ANYBODY,
    "POST /api/session/logout-everywhere": _MEMBER,
    "POST /api/signup": _ANYBODY,
    "PATCH /api/profile": _MEMBER,
    "POST /api/profile/password": _MEMBER,
    "POST /api/links/check": _ANYBODY,
    "POST /api/setup": _ANYBODY,
    "POST /api/password": _ANYBODY,
    "GET /api/waiting": _MEMBER,
    "PUT /api/waiting/{variant_id}": _MEMBER,
    "DELETE /api/waiting/{variant_id}": _MEMBER,
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
    "GET /api/wallets/{wallet_id}/statement": _OWN_WALLET,
    "GET /api/wallets/{wallet_id}/statement.csv": _OWN_WALLET,
    "GET /api/coupon-campaigns": _ANYBODY,
    "GET /api/coupon-campaigns/{campaign_id}": _ANYBODY,
    "POST /api/coupon-campaigns/{campaign_id}/coupons": _MEMBER,
    "GET /api/coupons": _MEMBER,
    # Staff
    "GET /api/staff/home": _STAFF,
    "GET /api/staff/first-steps": _STAFF,
    "GET /api/staff/search": _STAFF,
    "GET /api/staff/statistics": _STAFF,
    "GET /api/staff/settings": _STAFF,
    "PATCH /api/staff/settings": _STAFF,
    "GET /api/staff/settings/accent": _STAFF,
    "GET /api/staff/home-page": _STAFF,
    "PUT /api/staff/home-page": _STAFF,
    "GET /api/staff/policies": _STAFF,
    "PUT /api/staff/policies/{policy}/{locale}": _STAFF,
    "GET /api/staff/variants": _STAFF,
    "POST /api/staff/variants/{variant_id}/stock": _STAFF,
    "PUT /api/staff/variants/{variant_id}/threshold": _STAFF,
    "GET /api/staff/stock-log": _STAFF,
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
    "POST /api/seller/{seller_id}/pictures": _SELLER,
    "GET /api/staff/catalogue.csv": _STAFF,
    "GET /api/staff/imports": _STAFF,
    "POST /api/staff/imports": _STAFF,
    "GET /api/staff/imports/{import_id}": _STAFF,
    "POST /api/staff/imports/{import_id}/go": _STAFF,
    "GET /api/staff/imports/{import_id}/faults.csv": _STAFF,
    "GET /api/staff/orders": _STAFF,
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
    "GET /api/staff/users/{user_id}/wallets": _STAFF,
    "GET /api/staff/wallets/{wallet_id}": _STAFF,
    "GET /api/staff/wallets/{wallet_id}/statement": _STAFF,
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
    "GET /api/staff/reviews": _STAFF,
    "POST /api/staff/reviews": _STAFF,
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
    "GET /api/staff/resources": _STUDIO,
    "POST /api/staff/resources": _STAFF,
    "GET /api/staff/resources/{resource_id}": _STUDIO,
    "PUT /api/staff/resources/{resource_id}": _STAFF,
    "POST /api/staff/resources/{resource_id}/archive": _STAFF,
    "POST /api/staff/resources/{resource_id}/restore": _STAFF,
    "GET /api/staff/resources/{resource_id}/schedule": _STUDIO,
    "PUT /api/staff/resources/{resource_id}/schedule": _STUDIO,
    "GET /api/staff/resources/{resource_id}/days": _STUDIO,
    "GET /api/staff/resources/{resource_id}/blocks": _STUDIO,
    "POST /api/staff/resources/{resource_id}/blocks": _STUDIO,
    "DELETE /api/staff/resources/{resource_id}/blocks/{block_id}": _STUDIO,
    "GET /api/staff/resources/{resource_id}/calendars": _STUDIO,
    "POST /api/staff/resources/{resource_id}/calendars/caldav": _STUDIO,
    "PUT /api/staff/resources/{resource_id}/calendars/{calendar_id}": _STUDIO,
    "POST /api/staff/resources/{resource_id}/calendars/{calendar_id}/read": _STUDIO,
    "DELETE /api/staff/resources/{resource_id}/calendars/{calendar_id}": _STUDIO,
    "POST /api/staff/calendar-questions/{question_id}/reply": _STUDIO,
    "GET /api/staff/services": _STAFF,
    "POST /api/staff/services": _STAFF,
    "POST /api/staff/services/preview": _STAFF,
    "GET /api/staff/services/{service_id}": _STAFF,
    "PUT /api/staff/services/{service_id}": _STAFF,
    "GET /api/staff/conflicts": _STAFF,
    # Sellers, each of whose people finds what is that seller's
    "GET /api/seller": _SELLER,
    "GET /api/seller/{seller_id}/products": _SELLER,
    "POST /api/seller/{seller_id}/products": _SELLER,
    "GET /api/seller/{seller_id}/products/{product_id}": _SELLER,
    "PUT /api/seller/{seller_id}/products/{product_id}": _SELLER,
    "POST /api/seller/{seller_id}/products/bulk": _SELLER,
    "POST /api/seller/{seller_id}/variants/stock": _SELLER,
    # Payment providers, whose signature is asked of what they send
    "POST /hooks/{provider}": _ANYBODY,
    # Documents, and whoever runs the server
    "GET /health/live": _ANYBODY,
    "GET /health/ready": _ANYBODY,
    "GET /metrics": _ANYBODY,
    "GET /api/openapi.json": _ANYBODY,
    "GET /api/asyncapi.json": _ANYBODY,
    "GET /docs": _ANYBODY,
    "GET /docs/client-in-five-minutes": _ANYBODY,
    "GET /docs/sockets": _ANYBODY,
    "GET /api/schemas": _ANYBODY,
    "GET /api/schemas/{name}": _ANYBODY,
    # Our own processes among themselves; the door says who one is oneself
    "GET /internal/principal": _ANYBODY,
    "POST /internal/identities": _SERVICE,
    "GET /internal/clock": _SERVICE,
    "POST /internal/heads": _SERVICE,
    "GET /internal/live/holds": _SERVICE,
    "POST /internal/live/{name}": _SERVICE,
    "GET /internal/live/{name}/all": _SERVICE,
    "POST /charges": _SERVICE,
    "POST /charges/confirm": _SERVICE,
    "POST /charges/capture": _SERVICE,
    "POST /charges/fail": _SERVICE,
    "POST /refunds": _SERVICE,
}


def access_of(method: str, path: str) -> Access:
    """The route's row. Raises :class:`LookupError` for one that has none."""
    found = ACCESS.get(f"{method} {path}")
    if found is None:
        raise LookupError(f"{method} {path} has no row in api/contract/access.py")
    return found
