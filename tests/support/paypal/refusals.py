"""How PayPal says no, and to what it does so whatever is asked for."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any, Final

from paypalserversdk.api_helper import APIHelper

from tests.support import payment_server
from tests.support.payment_server import Values

__all__ = ["Refused", "as_the_sdk", "invalid", "missing", "money", "unable"]

CURRENCIES: Final = frozenset(
    "AUD BRL CAD CNY CZK DKK EUR HKD HUF ILS JPY MYR MXN TWD NZD NOK PHP PLN GBP SGD SEK CHF THB"
    " USD".split()
)
WHOLE: Final = frozenset({"HUF", "JPY", "TWD"})
"""Without decimals."""


class Refused(payment_server.Refused):
    """PayPal's error."""

    def __init__(self, status: int, name: str, issue: str = "", description: str = "") -> None:
        said: Values = {"name": name, "message": description or name, "debug_id": "f0a1b2c3d4e5"}
        if issue:
            said["details"] = [{"issue": issue, "description": description or issue}]
        super().__init__(status, f"{name} {issue}", said | {"links": []})


def invalid(issue: str, description: str = "") -> Refused:
    """Not as the reference has it."""
    return Refused(400, "INVALID_REQUEST", issue, description)


def unable(issue: str, description: str = "") -> Refused:
    """Well said, and not to be done."""
    return Refused(422, "UNPROCESSABLE_ENTITY", issue, description)


def missing(what: str = "") -> Refused:
    return Refused(404, "RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID", what)


def as_the_sdk(model: Any, asked: Any) -> None:
    """Refuse what the vendor's own model would not have sent: read into it, and written out again,
    all of the request must still be there (and what is so if nothing is said, besides)."""
    try:
        written = APIHelper.to_dictionary(model.from_dictionary(asked))
    except (AttributeError, TypeError, KeyError, ValueError) as error:
        raise invalid("MALFORMED_REQUEST_JSON", str(error)) from error
    if not _within(asked, written):
        raise invalid("INVALID_PARAMETER_SYNTAX", f"{asked} is not {written}")


def _within(asked: Any, written: Any) -> bool:
    if isinstance(asked, dict) and isinstance(written, dict):
        return all(name in written and _within(asked[name], written[name]) for name in asked)
    if isinstance(asked, list) and isinstance(written, list):
        return len(asked) == len(written) and all(map(_within, asked, written))
    return bool(asked == written)


def money(asked: Any, among: Collection[str] = CURRENCIES) -> Values:
    """As it must be written: two digits after the point, or none where the currency has none."""
    if not isinstance(asked, dict) or not {"currency_code", "value"} <= set(asked):
        raise invalid("MISSING_REQUIRED_PARAMETER", "amount")
    currency, value = asked["currency_code"], asked["value"]
    if not isinstance(value, str):
        raise invalid("INVALID_PARAMETER_SYNTAX", "value")
    whole, point, digits = value.partition(".")
    if not whole.isdigit() or (point and not digits.isdigit()):
        raise invalid("INVALID_PARAMETER_SYNTAX", "value")
    if currency not in among:
        raise unable("CURRENCY_NOT_SUPPORTED", currency)
    if len(digits) > 2 or (point and currency in WHOLE):
        raise unable("DECIMAL_PRECISION", value)
    if Decimal(value) <= 0:
        raise unable("CANNOT_BE_ZERO_OR_NEGATIVE", value)
    return {"currency_code": currency, "value": value}
