"""How Stripe says no."""

from tests.support import payment_server
from tests.support.payment_server import Values

__all__ = ["Refused", "invalid", "missing", "only", "whole"]


class Refused(payment_server.Refused):
    """Stripe's error."""

    def __init__(self, status: int, kind: str, message: str, **more: object) -> None:
        super().__init__(status, message, {"error": {"type": kind, "message": message, **more}})


def invalid(message: str, param: str = "", code: str = "", status: int = 400) -> Refused:
    said = {"param": param, "code": code}
    return Refused(status, "invalid_request_error", message, **{k: v for k, v in said.items() if v})


def missing(what: str, name: str, param: str = "id", status: int = 404) -> Refused:
    return invalid(f"No such {what}: '{name}'", param, "resource_missing", status)


def whole(text: str) -> int:
    if not text.isdigit():
        raise invalid(f"Invalid integer: {text}", "", "parameter_invalid_integer")
    return int(text)


def only(asked: Values, known: frozenset[str]) -> None:
    if strange := set(asked) - known:
        name = min(strange)
        raise invalid(f"Received unknown parameter: {name}", name, "parameter_unknown")
