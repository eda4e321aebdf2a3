"""What the OpenAPI document says beside what the code says: a text for each parameter that has none
of its own, and examples of bodies as they are sent.
"""

from typing import Any, Final

from holdfast.api.contract.examples_accounts import ACCOUNT_BODIES
from holdfast.api.contract.examples_addresses import ADDRESS_BODIES
from holdfast.api.contract.examples_conversations import CONVERSATION_BODIES
from holdfast.api.contract.examples_fraud import FRAUD_BODIES
from holdfast.api.contract.examples_mail import MAIL_BODIES
from holdfast.api.contract.examples_packages import PACKAGE_BODIES
from holdfast.api.contract.examples_parcels import PARCEL_BODIES
from holdfast.api.contract.examples_paying import PAYING_BODIES
from holdfast.api.contract.examples_places import PLACE_BODIES, PLACE_PARAMETERS
from holdfast.api.contract.examples_referrals import REFERRAL_BODIES
from holdfast.api.contract.examples_repeats import REPEAT_BODIES
from holdfast.api.contract.examples_returns import RETURN_BODIES
from holdfast.api.contract.examples_reviews import REVIEW, REVIEW_BODIES
from holdfast.api.contract.examples_sales import SALE_BODIES
from holdfast.api.contract.examples_selling import SELLING_BODIES
from holdfast.api.contract.examples_series import SERIES_BODIES
from holdfast.api.contract.examples_services import SERVICE_BODIES
from holdfast.api.contract.examples_times import TIME_BODIES

__all__ = ["BODIES", "PARAMETERS"]

PRODUCT: Final = "0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f12"
VARIANT: Final = "0199c1f0-8f6b-7a10-8a5e-31c4f0a2b7d4"
ORDER: Final = "0199c1f1-02c4-7d0b-b1d2-6c9f3a1e5b80"
RESERVATION: Final = "0199c1f1-02c5-7e9a-8c11-0d4b7f2a9e61"
PAYMENT: Final = "0199c1f1-3a7d-7b52-9f0e-5e8c2d6a1b43"
COUPON: Final = "0199c1f3-1d40-7f36-b7c4-8a2d5e9f0c17"
SERVICE: Final = "0199c1f4-5c11-7a02-9be7-3d6e8f1a2b5d"
USER: Final = "0199c1f4-5c11-7a02-9be7-3d6e8f1a2b6e"

PARAMETERS: Final[dict[str, str]] = {
    "promotion_id": "The promotion's id",
    "group_id": "The customer group's id",
    "locale": "en, ru or ko",
    "colour": "As `#rrggbb`",
    "login_provider": "The login provider, by the name it has in `GET /api/config`",
    "provider": "The payment provider that sends it, by the name it has in `GET /api/config`",
    "wallet_id": "The wallet's id",
    "actor": "Only what this user or process did, as the log writes it: `user:<id>`",
    "sale_id": "The flash sale's id",
    "experiment_id": "The experiment's id",
    "campaign_id": "The campaign's id",
    "booking_id": "The booking's id",
    "series_id": "The series' id",
    "listed_id": "The entry of the list",
    **PLACE_PARAMETERS,
    "parcel_id": "The parcel's id",
    "code_id": "The code's id",
    "file_id": "The file's id, as its order has it",
    "return_id": "The return's id",
    "receipt_id": "The receipt's id",
    "participant_id": "Who takes part",
    "link": "The secret part of the address of its page",
    "place_id": "The place in line",
    "cause": "Why: `weather` and `studio` are for the studio to say",
    "category_id": "The category's id",
    "client_id": "The client's id",
    "conversation_id": "The conversation's id",
    "photo_id": "The picture's id",
    "token_id": "The token's id, not what it comes in by",
    "picture_id": "The picture's id",
    "note_id": "The note's id",
    "request_id": "The request's id",
    "task_id": "The task's id",
    "category": "Only products of this category and those below it: by id, slug or name",
    "cursor": "Where the page before ended: its `nextCursor`. Without it, the first page",
    "days": "Days that are counted, today among them",
    "delivery_id": "The number of the message that was given up",
    "from": "From this moment or day on, in UTC unless it names a zone",
    "size": "`small` or `large`, as they are looked at, or `full`, as it was sent",
    "import_id": "The import's id",
    "inStock": "Only what is free to buy now",
    "job_id": "The number of the job that was given up",
    "calendar_id": "The calendar's id, as it is connected here",
    "question_id": "The question's id",
    "line_id": "The line of the list",
    "link_id": "The link's id",
    "limit": "The most entries in the answer",
    "name": "Its name and version, as `order.paid.v1`",
    "operation": "Only changes of this kind",
    "address_id": "The address's id",
    "newsletter_id": "The newsletter's id",
    "order_id": "The order's id",
    "invitation_code": "The code of the link, in any case",
    "repeat_id": "The repeat order's id",
    "policy": "`contacts`, `delivery`, `returns`, `privacy` or `terms`",
    "product": "The product's id or its handle",
    "productId": "Only of this product",
    "product_id": "The product's id",
    "product_question_id": "The question's id",
    "q": "Words to search for",
    "resource_id": "The resource's id",
    "review_id": "The review's id",
    "slug": "The last word of the page's address, or an id",
    "block_id": "The block's id",
    "queue": "Only of this queue",
    "payout_id": "The payout's id",
    "handed_id": "The id of cash that was handed over",
    "seller_id": "The seller's id",
    "subscription_id": "The subscription's id, as it is kept here",
    "device_id": "The device's id, as it is kept here",
    "service_id": "The service's id",
    "package_id": "The package's id",
    "grant_id": "The id of one's hours or certificate",
    "reservation_id": "The reservation's id",
    "sort": "`new`: newest first; `price`, `-price`: cheapest or dearest first; `name`",
    "status": "Only orders of this status",
    "token": "The secret part of the link's address; `.ics` may stand behind it",
    "to": "Until this moment or day, in UTC unless it names a zone",
    "user_id": "The user's id",
    "subject": "What is edited: `product-<id>`, `product-new`",
    "variantId": "Only of this variant",
    "variant_id": "The variant's id",
    "view_id": "The view's id, made by whoever saves it",
}
"""By name; a route that means something else by one describes it itself."""

_LINE: Final[dict[str, Any]] = {"productId": PRODUCT, "variantId": VARIANT, "quantity": 1}

_SHIRT: Final[dict[str, Any]] = {
    "name": "Linen shirt",
    "options": [{"name": "Color", "values": ["White", "Blue"]}],
    "variants": [
        {"values": ["White"], "price": 4900, "sku": "SHIRT-W", "stock": 20},
        {"values": ["Blue"], "price": 4900, "sku": "SHIRT-B", "stock": 12},
    ],
}

BODIES: Final[dict[str, dict[str, Any]]] = {
    "HomeAsked": {
        "a banner, and what sells best": {
            "blocks": [
                {"kind": "banner", "link": "/category/lamps",
                 "words": {"en": {"title": "Light for the dark season", "link": "See all"}}},
                {"kind": "collection", "source": "best", "count": 5},
            ],
        },
        "as at the start": {"blocks": None},
    },
    "AskCalendarLink": {
        "one's own bookings": {"name": "My phone"},
        "a photographer's or a room's": {"name": "Office screen", "resourceId": PRODUCT},
    },
    "HomePreviewAsked": {
        "the newest": {"blocks": [{"kind": "collection", "source": "newest", "count": 5}]},
    },
    "PolicyAsked": {"one paragraph": {"html": "<p>Send it back within 30 days.</p>"}},
    **CONVERSATION_BODIES,
    **FRAUD_BODIES,
    **SELLING_BODIES,
    **PLACE_BODIES,
    **SALE_BODIES,
    **SERIES_BODIES,
    **TIME_BODIES,
    "BookAsked": {"a time that was offered": {"user_id": USER, "slot_id": "AQGZwfH0XBF6ApvnPW4"}},
    "PayFirstAsked": {"all at once": {"pay": "all"}},
    "MoveAsked": {"an hour later": {"start": "2026-12-05T11:00:00Z"}},
    "OwnMoveAsked": {"two hours long": {"start": "2026-12-05T11:00:00Z", "length": 120}},
    "OwnRulesAsked": {
        "half an hour after each": {
            "bufferBefore": 0, "bufferAfter": 30, "leadMinutes": 720, "horizonDays": 90,
        },
    },
    "ChangeBookingAsked": {
        "half an hour more": {"end": "2026-12-05T12:30:00Z", "reason": "Asked for at the shoot"},
        "a lower price": {"price": 8000, "reason": "The light failed"},
    },
    "WaitForUnitsAsked": {
        "two of them": {"productId": PRODUCT, "variantId": VARIANT, "quantity": 2},
    },
    "PayLinkAsked": {"for a day": {"hours": 24}},
    "OrderLinkWanted": {"as long as they wait": {}, "for two days": {"hours": 48}},
    "PayByLinkAsked": {"by the demo's provider": {"provider": "demo"}},
    "CancelBookingAsked": {"what was shown comes back": {"expectedRefund": 4500}},
    "Choice": {"by options": {"color": "Black", "memory": "256GB", "quantity": 1}},
    "ReserveAsked": {
        "one variant": {"items": [_LINE]},
        "by options, with a coupon": {
            "items": [{"productId": PRODUCT, "color": "Black", "memory": "256GB", "quantity": 2}],
            "couponId": COUPON,
        },
    },
    "QuoteAsked": {"a cart": {"items": [_LINE]}},
    "RepeatedCartAsked": {
        "a cart": {"items": [_LINE]},
        "every four weeks": {"items": [_LINE], "repeatEvery": "4w"},
        "with a code, sent to Germany": {
            "items": [_LINE], "promoCode": "AUTUMN", "shippingMethod": "standard", "region": "DE",
        },
    },
    "PromotionAsked": {
        "a code": {
            "name": "Autumn", "code": "AUTUMN", "rule": "percent", "value": 10,
            "quantity": 500, "perCustomer": 1,
        },
        "free delivery": {
            "name": "Free delivery", "rule": "free-shipping", "minimum": 5000, "currency": "EUR",
        },
    },
    "PreviewAsked": {
        "a code": {"terms": {"name": "Autumn", "code": "AUTUMN", "rule": "percent", "value": 10}},
    },
    "ItemAsked": {"one variant": _LINE},
    "UserItemAsked": {"one variant": _LINE},
    "QuantityAsked": {"three": {"quantity": 3}, "none": {"quantity": 0}},
    "UserQuantityAsked": {"three": {"quantity": 3}},
    "WishToCart": {"one variant": {"variantId": VARIANT}},
    "CartToWishes": {"a line": {"variantId": VARIANT}},
    "ClientAsked": {
        "a client": {
            "name": "Anna Petrova", "email": "anna@example.com", "phone": "+7 901 555-01-02",
            "tags": ["wedding"], "consent": True,
        },
    },
    "ClientNoteAsked": {"a note": {"text": "Prefers mornings; allergic to lilies."}},
    "TaskAsked": {"a call": {"title": "Send the proofs", "dueOn": "2026-12-04"}},
    "NewRequestAsked": {
        "a wedding": {
            "clientId": USER, "title": "Wedding, 60 guests", "note": "Asked by phone",
            "wantedOn": "2027-06-12",
        },
    },
    "RequestAsked": {"with a day": {"title": "Wedding, 60 guests", "wantedOn": "2027-06-12"}},
    "StageAsked": {"offered": {"stage": "offered", "place": 1}, "to the end": {"stage": "shot"}},
    "TaskEndAsked": {"done": {"done": True}},
    "MergeAsked": {"the same person": {"other": USER, "otherRevision": 1}},
    **PARCEL_BODIES,
    **REVIEW_BODIES,
    "CouponAsked": {"another coupon": {"couponId": COUPON}},
    "CreateAsked": {"paid": {"reservationId": RESERVATION, "paymentId": PAYMENT}},
    "CancelOneAsked": {"one's own": {"userId": USER}},
    "CancelAsked": {"an order": {"orderId": ORDER}, "a hold": {"reservationId": RESERVATION}},
    **PAYING_BODIES,
    **ACCOUNT_BODIES,
    **ADDRESS_BODIES,
    **MAIL_BODIES,
    "WalletAsked": {"points": {"currency": "PTS"}},
    "TopUpAsked": {"paid": {"amount": 5000, "paymentId": PAYMENT}},
    "TakeOffAsked": {"a reseller": {"reason": "Buys to sell again"}},
    "StockOrder": {
        "a delivery": {"deposit": 50, "reason": "Delivery 4711"},
        "a count": {"set": 48, "reason": "Stocktaking"},
    },
    "Threshold": {"low at three": {"threshold": 3}, "never": {"threshold": None}},
    "CorrectionAsked": {"a gift": {"amount": 500, "reason": "Goodwill for order 7K2M9Q"}},
    "SettingsAsked": {"the name": {"name": "Northwind"}},
    "LinkWanted": {"who forgot": {"email": "ann@shop.example"}},
    "StuckAsked": {
        "again": {"action": "retry", "kind": "job", "ids": ["7"]},
        "for good": {"action": "give-up", "kind": "letter", "reason": "Sent by nobody of ours"},
    },
    "CampaignAsked": {
        "ten percent": {"name": "Autumn", "rule": "percent", "value": 10, "quantity": 1000},
    },
    "WaitAsked": {"a variant": {"productId": PRODUCT}},
    "NoteAsked": {"a note": {"text": "Rang at noon: deliver to the back door"}},
    "SignUp": {
        "a customer": {"name": "Ann", "email": "ann@shop.example", "password": "a long passphrase"},
    },
    "OwnerAsked": {
        "the owner": {
            "link": "from-the-link", "name": "Ann", "email": "ann@shop.example",
            "password": "a long passphrase",
        },
    },
    "ProfileChange": {"another name": {"name": "Ann Smith"}},
    "LanguageAsked": {"Russian": {"language": "ru"}},
    "PasswordChange": {"another": {"currentPassword": "the old one", "password": "a long phrase"}},
    "WhyAsked": {"a reason": {"reason": "Damaged in the warehouse"}},
    "CancelBecause": {
        "a reason": {"reason": "Damaged in the warehouse"},
        "with its repeat order": {"reason": "Moved abroad", "endRepeat": True},
    },
    "RefundAsked": {
        "a part": {"amount": 500, "reason": "Scratched on arrival"},
        "an amount, and its codes taken back": {
            "amount": 2000,
            "takeBack": True,
            "reason": "Not wanted",
        },
        "a unit": {"lines": [{"line": 0, "quantity": 1}], "reason": "Came back"},
    },
    "ProductAsked": {"in two colours": _SHIRT},
    "BulkAsked": {
        "ten percent dearer, looked at first": {
            "products": [{"id": PRODUCT, "revision": 3}],
            "price": {"by": "percent", "value": 10},
            "preview": True,
        },
    },
    "BulkStockAsked": {"a delivery": {"variantIds": [VARIANT], "deposit": 5, "reason": "Dock"}},
    "SynonymsForm": {"a group": {"revision": 1, "groups": [["tv", "television", "телевизор"]]}},
    "ViewAsked": {
        "drafts": {"list": "products", "name": "To finish", "search": {"status": "draft"}},
    },
    "ViewOrder": {"this one first": {"ids": [REVIEW]}},
    "DescriptionAsked": {"one paragraph": {"html": "<p onclick='x()'>A mug</p>"}},
    "DraftAsked": {"a name": {"title": "Mug", "form": {"name": "Mug", "status": "draft"}}},
    "ResourceAsked": {
        "a studio": {
            "kind": "studio", "name": "North light", "zone": "Europe/Berlin", "country": "DE",
            "address": "Torstr. 1, Berlin", "latitude": 52.5287, "longitude": 13.4012,
            "tags": ["cyclorama"], "bufferAfter": 15,
        },
        "a photographer": {
            "kind": "photographer", "name": "Ann", "zone": "Europe/Berlin", "leadMinutes": 120,
            "tags": ["portrait"],
        },
    },
    "ScheduleAsked": {
        "working days": {
            "rules": [
                {
                    "weekdays": [1, 2, 3, 4, 5], "start": "09:00", "end": "18:00",
                    "breaks": [{"start": "13:00", "end": "14:00"}],
                },
            ],
            "exceptions": [{"day": "2026-12-24", "note": "Closed early this year"}],
            "holidays": "DE",
        },
    },
    "AnswerAsked": {"yes, gladly": {"note": "See you at the north door"}},
    "CounterAsked": {"an hour later": {"start": "2026-12-01T15:00", "keep": True}},
    "NotTakenAsked": {"by oneself": {"bookingId": RESERVATION, "reason": "Did not come twice"}},
    "BlockAsked": {"an afternoon": {"start": "2026-12-01T13:00", "end": "2026-12-01T18:00"}},
    "NewCategory": {"a root": {"name": "Shoes", "translations": {"ru": "Обувь", "ko": "신발"}}},
    "CategoryChange": {"another name": {"name": "Footwear", "slug": "footwear"}},
    "PlaceAsked": {"the last at the root": {"parentId": None}},
    "AttributeAsked": {"a choice": {"name": "Fabric", "kind": "choice", "values": ["Wool"]}},
    "GoAsked": {"with its counts": {"setStock": True}},
    "EndAsked": {"a reason": {"reason": "The budget is spent"}},
    "RolesAsked": {"one who packs": {"roles": ["manager"], "duties": ["orders:write"]}},
    "DisableAsked": {"a reason": {"reason": "Orders with stolen cards"}},
    "LinkAsked": {"a link": {"link": "from-the-link"}},
    "NewPassword": {"by link": {"link": "from-the-link", "password": "a long passphrase"}},
    **PACKAGE_BODIES,
    **REFERRAL_BODIES,
    **REPEAT_BODIES,
    **RETURN_BODIES,
    **SERVICE_BODIES,
    "Login": {"a manager": {"email": "manager@example.com", "password": "holdfast-manager"}},
}  # fmt: skip
"""By the model of the body, each example by what it shows."""
