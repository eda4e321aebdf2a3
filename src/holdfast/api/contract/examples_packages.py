"""Examples of bodies: packages, certificates and what is paid from several sources."""

from typing import Any, Final

__all__ = ["PACKAGE_BODIES"]

_PRODUCT: Final = "0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f12"
_RESERVATION: Final = "0199c1f1-02c5-7e9a-8c11-0d4b7f2a9e61"

PACKAGE_BODIES: Final[dict[str, dict[str, Any]]] = {
    "PackageAsked": {
        "ten hours and a certificate": {
            "name": "Season", "texts": {"ru": {"name": "Сезон"}, "ko": {"name": "시즌권"}},
            "currency": "EUR", "validDays": 365,
            "items": [
                {"kind": "hours", "units": 600, "price": 80000},
                {"kind": "certificate", "units": 10000, "price": 9000},
            ],
        },
    },
    "BuyPackageAsked": {
        "as a gift": {"expectedTotal": 89000, "gift": {"toName": "Mina", "on": "2026-12-24"}},
    },
    "ClaimAsked": {"a code": {"code": "7K2M-9QXD-4FHT-WB3E"}},
    "TransferAsked": {"an hour": {"email": "friend@example.com", "minutes": 60}},
    "BalanceAsked": {"a code": {"code": "7K2M-9QXD-4FHT-WB3E"}},
    "PaperAsked": {"in Korean": {"code": "7K2M-9QXD-4FHT-WB3E", "language": "ko"}},
    "CodeTyped": {"a code": {"code": "7K2M-9QXD-4FHT-WB3E"}},
    "CertificateSought": {"a code": {"code": "7K2M-9QXD-4FHT-WB3E"}},
    "GiveAsked": {"a prize": {"packageId": _PRODUCT, "email": "a@b.example", "reason": "A draw"}},
    "FreezeAsked": {"a reason": {"reason": "In hospital"}},
    "ProlongAsked": {"a day": {"validUntil": "2027-12-31T00:00:00Z", "reason": "Kindness"}},
    "ReturnAsked": {"two hours": {"units": 120, "reason": "Moved away"}},
    "MixAsked": {"points, then a card": {
        "reservationId": _RESERVATION, "sources": [{"kind": "points"}], "provider": "demo",
    }},
}  # fmt: skip
