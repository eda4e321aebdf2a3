"""Rules of YooKassa's that are the same for whatever is asked: errors, amounts, metadata, lists;
and what the vendor's own SDK takes."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final
from uuid import uuid4

from tests.support import payment_server
from tests.support.payment_server import Values

__all__ = ["Refused", "amount_of", "as_the_sdk", "invalid", "listed", "metadata_of", "missing"]

CURRENCIES: Final = frozenset({"RUB", "EUR", "USD", "KZT", "CNY"})


class Refused(payment_server.Refused):
    """YooKassa's error."""

    def __init__(self, status: int, code: str, description: str, **more: str) -> None:
        said = {"type": "error", "id": str(uuid4()), "code": code, "description": description}
        super().__init__(status, description, said | more)


def invalid(description: str, parameter: str = "") -> Refused:
    more = {"parameter": parameter} if parameter else {}
    return Refused(400, "invalid_request", description, **more)


def missing(what: str, name: str) -> Refused:
    return Refused(404, "not_found", f"{what} {name} doesn't exist or access denied")


def listed(all_of_them: list[Values], asked: Mapping[str, str]) -> Values:
    """The newest first, page by page."""
    if strange := set(asked) - {"payment_id", "limit", "cursor", "status"}:
        raise invalid("Unknown parameter", min(strange))
    limit = int(asked.get("limit", "10"))
    if not 1 <= limit <= 100:
        raise invalid("Limit is from 1 to 100", "limit")
    wanted = asked.get("payment_id")
    found = [one for one in all_of_them if wanted in (None, one["payment_id"])][::-1]
    at = int(asked.get("cursor", "0"))
    more = at + limit < len(found)
    items = [payment_server.shown(one) for one in found[at : at + limit]]
    shown: Values = {"type": "list", "items": items}
    return {**shown, "next_cursor": str(at + limit)} if more else shown


def as_the_sdk(model: Any, asked: Values) -> None:
    """Refuse what the vendor's own model does not take, or has no word for."""
    known = set(dir(model))
    if strange := set(asked) - known:
        raise invalid("Unknown parameter", min(strange))
    try:
        model(asked).validate()
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise invalid(str(error)) from error


def amount_of(asked: Any) -> Values:
    """As it must be written: two digits after the point, a currency in capitals."""
    if not isinstance(asked, dict) or set(asked) != {"value", "currency"}:
        raise invalid("Amount is missing", "amount")
    value, currency = asked["value"], asked["currency"]
    whole, point, digits = str(value).partition(".")
    written = isinstance(value, str) and point and whole.isdigit() and digits.isdigit()
    if not written or len(digits) != 2:
        raise invalid("Amount is written as 12.30", "amount.value")
    if Decimal(value) <= 0:
        raise invalid("Amount is more than nothing", "amount.value")
    if currency not in CURRENCIES:
        raise invalid("Currency is not supported", "amount.currency")
    return {"value": value, "currency": currency}


def metadata_of(asked: Values) -> dict[str, str]:
    kept: dict[str, str] = asked.get("metadata") or {}
    if len(kept) > 16 or any(
        len(name) > 32 or not isinstance(value, str) or len(value) > 512
        for name, value in kept.items()
    ):
        raise invalid("Metadata is 16 short names with texts", "metadata")
    return kept
