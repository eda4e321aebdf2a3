"""Who may ask what of sellers and their money: a part of ``access``."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.askers import Access

__all__ = ["SELLING"]

_MEMBER: Final = Access("member")
_STAFF: Final = Access("staff")
_OWN_ORDER: Final = Access("anybody", "order")
_STUDIO: Final = Access("studio", "resource")
_SELLER: Final = Access("seller", "seller")

SELLING: Final[Mapping[str, Access]] = {
    "POST /api/seller/{seller_id}/pictures": _SELLER,
    "GET /api/staff/wallets/{wallet_id}/statement": _STAFF,
    "GET /api/staff/sellers/{seller_id}/money": _STAFF,
    "GET /api/staff/sellers/{seller_id}/statement": _STAFF,
    "POST /api/staff/sellers/{seller_id}/payouts": _STAFF,
    "GET /api/staff/payouts": _STAFF,
    "GET /api/staff/holders": _STAFF,
    "GET /api/staff/books": _STAFF,
    "GET /api/staff/resources/{resource_id}/money": _STUDIO,
    "GET /api/staff/resources/{resource_id}/statement": _STUDIO,
    "GET /api/staff/resources/{resource_id}/payouts": _STUDIO,
    "POST /api/staff/resources/{resource_id}/payouts": _STAFF,
    "POST /api/staff/payouts/{payout_id}/paid": _STAFF,
    "POST /api/staff/payouts/{payout_id}/send": _STAFF,
    "GET /api/staff/sellers/{seller_id}/payout-account": _STAFF,
    "PUT /api/staff/sellers/{seller_id}/payout-account": _STAFF,
    "POST /api/staff/payouts/{payout_id}/failed": _STAFF,
    "POST /api/staff/sellers/{seller_id}/approve": _STAFF,
    "POST /api/staff/sellers/{seller_id}/refuse": _STAFF,
    "POST /api/staff/sellers/{seller_id}/suspend": _STAFF,
    "GET /api/staff/orders/{order_id}/suborders": _STAFF,
    "GET /api/staff/commission": _STAFF,
    "POST /api/staff/commission": _STAFF,
    "GET /api/seller": _SELLER,
    "GET /api/seller/{seller_id}/products": _SELLER,
    "POST /api/seller/{seller_id}/products": _SELLER,
    "GET /api/seller/{seller_id}/products/{product_id}": _SELLER,
    "PUT /api/seller/{seller_id}/products/{product_id}": _SELLER,
    "POST /api/seller/{seller_id}/products/bulk": _SELLER,
    "POST /api/seller/{seller_id}/variants/stock": _SELLER,
    "GET /api/seller/{seller_id}/catalogue.csv": _SELLER,
    "GET /api/seller/{seller_id}/imports": _SELLER,
    "POST /api/seller/{seller_id}/imports": _SELLER,
    "GET /api/seller/{seller_id}/imports/{import_id}": _SELLER,
    "POST /api/seller/{seller_id}/imports/{import_id}/go": _SELLER,
    "GET /api/seller/{seller_id}/imports/{import_id}/faults.csv": _SELLER,
    "GET /api/seller-applications": _MEMBER,
    "POST /api/seller-applications": _MEMBER,
    "GET /api/seller/{seller_id}/orders": _SELLER,
    "GET /api/seller/{seller_id}/orders/{order_id}": _SELLER,
    "POST /api/seller/{seller_id}/orders/{order_id}/parcels": _SELLER,
    "GET /api/orders/{order_id}/sellers": _OWN_ORDER,
    "GET /api/seller/{seller_id}/money": _SELLER,
    "GET /api/seller/{seller_id}/statement": _SELLER,
    "GET /api/seller/{seller_id}/payouts": _SELLER,
    "GET /api/seller/{seller_id}/payout-account": _SELLER,
    "PUT /api/seller/{seller_id}/payout-account": _SELLER,
    "GET /api/seller/{seller_id}/trade": _SELLER,
    "GET /api/seller/{seller_id}/page": _SELLER,
    "PUT /api/seller/{seller_id}/page": _SELLER,
    "GET /api/seller/attributes": _SELLER,
    "POST /api/seller/texts": _SELLER,
    "GET /api/seller/carriers": _SELLER,
    "POST /api/seller/{seller_id}/orders/{order_id}/cancel-units": _SELLER,
    "POST /api/seller/{seller_id}/orders/{order_id}/parcels/pack": _SELLER,
    "POST /api/seller/{seller_id}/orders/{order_id}/parcels/{parcel_id}/deliver": _SELLER,
    "POST /api/seller/{seller_id}/orders/{order_id}/parcels/{parcel_id}/fail": _SELLER,
    "POST /api/seller/{seller_id}/orders/{order_id}/parcels/{parcel_id}/cancel": _SELLER,
    "GET /api/seller/{seller_id}/orders/{order_id}/parcels/{parcel_id}/slip": _SELLER,
    "POST /api/seller/{seller_id}/orders/{order_id}/parcels/{parcel_id}/label": _SELLER,
    "GET /api/seller/{seller_id}/orders/{order_id}/parcels/{parcel_id}/label": _SELLER,
    "POST /api/seller/{seller_id}/orders/{order_id}/parcels/{parcel_id}/label/cancel": _SELLER,
    "POST /api/seller/{seller_id}/orders/{order_id}/parcels/{parcel_id}/label/ask": _SELLER,
    "GET /api/seller/{seller_id}/returns": _SELLER,
    "GET /api/seller/{seller_id}/returns/{return_id}": _SELLER,
    "GET /api/seller/{seller_id}/returns/{return_id}/photos/{number}": _SELLER,
    "POST /api/seller/{seller_id}/returns/{return_id}/approve": _SELLER,
    "POST /api/seller/{seller_id}/returns/{return_id}/refuse": _SELLER,
    "POST /api/seller/{seller_id}/returns/{return_id}/receive": _SELLER,
    "POST /api/seller/{seller_id}/returns/{return_id}/preview": _SELLER,
    "POST /api/seller/{seller_id}/returns/{return_id}/inspect": _SELLER,
    "GET /api/staff/trade": _STAFF,
}
