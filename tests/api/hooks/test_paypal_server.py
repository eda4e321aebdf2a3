"""PayPal's test server keeps to PayPal's rules: the vendor's own library makes calls to it and
reads all its answers, and a client that breaks a rule is refused."""

from collections.abc import Iterator
from typing import Any, Final
from uuid import uuid4

import httpx
import pytest
from paypalserversdk.configuration import Configuration, Environment, Server
from paypalserversdk.exceptions.error_exception import ErrorException
from paypalserversdk.http.auth.o_auth_2 import ClientCredentialsAuthCredentials
from paypalserversdk.models.amount_with_breakdown import AmountWithBreakdown
from paypalserversdk.models.capture_request import CaptureRequest
from paypalserversdk.models.money import Money
from paypalserversdk.models.order_request import OrderRequest
from paypalserversdk.models.payment_source import PaymentSource
from paypalserversdk.models.paypal_wallet import PaypalWallet
from paypalserversdk.models.paypal_wallet_experience_context import PaypalWalletExperienceContext
from paypalserversdk.models.purchase_unit_request import PurchaseUnitRequest
from paypalserversdk.models.refund_request import RefundRequest
from paypalserversdk.paypal_serversdk_client import PaypalServersdkClient

from tests.support.paypal import CLIENT, SECRET, WEBHOOK, PayPalServer

BACK: Final = "https://shop.example/orders/1"
ORDER: Final[dict[str, Any]] = {
    "intent": "CAPTURE",
    "purchase_units": [{"amount": {"currency_code": "EUR", "value": "12.34"}, "custom_id": "key"}],
    "payment_source": {
        "paypal": {
            "experience_context": {
                "return_url": BACK,
                "cancel_url": f"{BACK}?left",
                "user_action": "PAY_NOW",
            }
        }
    },
}


@pytest.fixture(scope="module")
def paypal() -> Iterator[PayPalServer]:
    with PayPalServer.running() as running:
        yield running


class Client:
    """Sends whatever it is told to."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=30)
        form = {"grant_type": "client_credentials"}
        told = self.http.post("/v1/oauth2/token", data=form, auth=(CLIENT, SECRET)).json()
        self.http.headers["Authorization"] = f"Bearer {told['access_token']}"

    def post(self, path: str, asked: object, key: str | None = "") -> httpx.Response:
        key = str(uuid4()) if key == "" else key
        headers = {} if key is None else {"PayPal-Request-Id": key}
        return self.http.post(path, json=asked, headers=headers)

    def refused(self, path: str, asked: object, issue: str, status: int = 422, **more: Any) -> None:
        answer = self.post(path, asked, **more)
        told = answer.json()
        assert answer.status_code == status, told
        assert issue in [one["issue"] for one in told["details"]], told

    def agreed(self, paypal: PayPalServer, **changed: Any) -> str:
        name = str(self.post("/v2/checkout/orders", {**ORDER, **changed}).json()["id"])
        paypal.visit(name, "pay")
        return name


@pytest.fixture(scope="module")
def client(paypal: PayPalServer) -> Iterator[Client]:
    made = Client(paypal.url)
    yield made
    made.http.close()


@pytest.fixture(scope="module")
def sdk(paypal: PayPalServer) -> PaypalServersdkClient:
    config = Configuration(
        client_credentials_auth_credentials=ClientCredentialsAuthCredentials(CLIENT, SECRET)
    )
    config.environments = {Environment.SANDBOX: {Server.DEFAULT: paypal.url}}
    return PaypalServersdkClient(config=config)


def order_of(intent: str = "CAPTURE") -> dict[str, Any]:
    context = PaypalWalletExperienceContext(
        return_url=BACK, cancel_url=BACK, user_action="PAY_NOW", shipping_preference="NO_SHIPPING"
    )
    amount = AmountWithBreakdown(currency_code="EUR", value="12.34")
    order = OrderRequest(
        intent=intent,
        purchase_units=[PurchaseUnitRequest(amount=amount, custom_id="a-key")],
        payment_source=PaymentSource(paypal=PaypalWallet(experience_context=context)),
    )
    return {"body": order, "paypal_request_id": str(uuid4()), "prefer": "return=representation"}


def test_the_vendors_library_takes_an_order_and_gives_it_back(
    paypal: PayPalServer, sdk: PaypalServersdkClient
) -> None:
    made = sdk.orders.create_order(order_of()).body
    assert (made.status, made.intent) == ("PAYER_ACTION_REQUIRED", "CAPTURE")
    (page,) = [one.href for one in made.links if one.rel == "payer-action"]
    assert httpx.get(page).status_code == 200
    asked = {"id": made.id, "paypal_request_id": "take", "prefer": "return=representation"}
    with pytest.raises(ErrorException) as early:
        sdk.orders.capture_order(asked)
    assert early.value.details[0].issue == "ORDER_NOT_APPROVED"
    went = httpx.post(page, data={"what": "pay"})
    assert went.headers["Location"].startswith(f"{BACK}?token={made.id}&PayerID=")
    assert httpx.post(page, data={"what": "pay"}).status_code == 410
    for _ in range(2):
        taken = sdk.orders.capture_order(asked).body
        (capture,) = taken.purchase_units[0].payments.captures
        assert (taken.status, capture.status, capture.amount.value) == (
            "COMPLETED", "COMPLETED", "12.34",
        )  # fmt: skip
        assert capture.seller_receivable_breakdown.paypal_fee.value == "0.37"
    part = RefundRequest(amount=Money("EUR", "5.00"), custom_id="part")
    sent = {"capture_id": capture.id, "body": part, "paypal_request_id": "part"}
    for _ in range(2):
        given = sdk.payments.refund_captured_payment({**sent, "prefer": asked["prefer"]}).body
        assert (given.status, given.custom_id) == ("COMPLETED", "part")
    much = {**sent, "paypal_request_id": "much", "body": RefundRequest(amount=Money("EUR", "7.35"))}
    with pytest.raises(ErrorException) as beyond:
        sdk.payments.refund_captured_payment(much)
    assert beyond.value.details[0].issue == "REFUND_AMOUNT_EXCEEDED"
    sdk.payments.refund_captured_payment({**much, "body": None, "paypal_request_id": "rest"})
    payments = sdk.orders.get_order({"id": made.id}).body.purchase_units[0].payments
    assert (payments.captures[0].status, len(payments.refunds)) == ("REFUNDED", 2)


def test_the_vendors_library_sets_money_aside(
    paypal: PayPalServer, sdk: PaypalServersdkClient
) -> None:
    held = []
    for _ in range(2):
        made = sdk.orders.create_order(order_of("AUTHORIZE")).body
        paypal.visit(made.id, "pay")
        asked = {"id": made.id, "prefer": "return=representation"}
        order = sdk.orders.authorize_order(asked).body
        (authorization,) = order.purchase_units[0].payments.authorizations
        assert (authorization.status, len(authorization.expiration_time)) == ("CREATED", 20)
        held.append(authorization.id)
    taken = CaptureRequest(amount=Money("EUR", "10.00"), final_capture=True)
    asked = {"authorization_id": held[0], "body": taken}
    assert sdk.payments.capture_authorized_payment(asked).body.status == "COMPLETED"
    assert sdk.payments.void_payment({"authorization_id": held[1]}).status_code == 204
    with pytest.raises(ErrorException) as gone:
        sdk.payments.capture_authorized_payment({**asked, "authorization_id": held[1]})
    assert gone.value.details[0].issue == "AUTHORIZATION_VOIDED"


def test_the_vendors_library_takes_what_is_set_aside_in_parts(
    paypal: PayPalServer, sdk: PaypalServersdkClient
) -> None:
    made = sdk.orders.create_order(order_of("AUTHORIZE")).body
    paypal.visit(made.id, "pay")
    sdk.orders.authorize_order({"id": made.id})
    (aside,) = sdk.orders.get_order({"id": made.id}).body.purchase_units[0].payments.authorizations
    for value, final, status in (("5.00", False, "PARTIALLY_CAPTURED"), ("4.00", True, "CAPTURED")):
        part = CaptureRequest(amount=Money("EUR", value), final_capture=final)
        asked = {"authorization_id": aside.id, "body": part, "prefer": "return=representation"}
        asked["paypal_request_id"] = f"{made.id}/{value}"
        first, again = [sdk.payments.capture_authorized_payment(asked).body for _ in range(2)]
        assert (first.id, first.amount.value, first.final_capture) == (again.id, value, final)
        payments = sdk.orders.get_order({"id": made.id}).body.purchase_units[0].payments
        assert payments.authorizations[0].status == status
    assert [one.amount.value for one in payments.captures] == ["5.00", "4.00"]


CONTEXT = ORDER["payment_source"]["paypal"]["experience_context"]


def unit(**changed: Any) -> dict[str, Any]:
    return {"purchase_units": [{**ORDER["purchase_units"][0], **changed}]}


def amount(value: object, currency: str = "EUR") -> dict[str, Any]:
    return unit(amount={"currency_code": currency, "value": value})


def back(**changed: Any) -> dict[str, Any]:
    return {"payment_source": {"paypal": {"experience_context": {**CONTEXT, **changed}}}}


@pytest.mark.parametrize(
    ("changed", "issue", "status"),
    [
        ({"intent": "TAKE"}, "INVALID_PARAMETER_VALUE", 400),
        ({"purchase_units": []}, "INVALID_ARRAY_MIN_ITEMS", 400),
        ({"sum": 5}, "INVALID_PARAMETER_SYNTAX", 400),
        (unit(price=5), "INVALID_PARAMETER_SYNTAX", 400),
        (amount(12.3), "INVALID_PARAMETER_SYNTAX", 400),
        (amount("twelve"), "INVALID_PARAMETER_SYNTAX", 400),
        (amount("12.345"), "DECIMAL_PRECISION", 422),
        (amount("1000.00", "JPY"), "DECIMAL_PRECISION", 422),
        (amount("1000.50", "HUF"), "DECIMAL_PRECISION", 422),
        (amount("0.00"), "CANNOT_BE_ZERO_OR_NEGATIVE", 422),
        (amount("1000", "KRW"), "CURRENCY_NOT_SUPPORTED", 422),
        (unit(custom_id="x" * 256), "INVALID_STRING_LENGTH", 400),
        (unit(description="x" * 128), "INVALID_STRING_LENGTH", 400),
        (back(return_url="/orders/1"), "INVALID_PARAMETER_SYNTAX", 400),
        (back(user_action="LATER"), "INVALID_PARAMETER_VALUE", 400),
    ],
)
def test_an_order_that_the_reference_does_not_have_is_refused(
    client: Client, changed: dict[str, Any], issue: str, status: int
) -> None:
    client.refused("/v2/checkout/orders", {**ORDER, **changed}, issue, status)


def test_a_request_id_stands_for_one_call_and_an_order_needs_one(client: Client) -> None:
    path = "/v2/checkout/orders"
    first = client.post(path, ORDER, "one-key")
    again = client.post(path, ORDER, "one-key")
    assert (first.status_code, again.status_code) == (201, 200)
    assert set(first.json()) == {"id", "status"}, "as little as was asked for"
    assert again.json() == first.json()
    client.refused(path, {**ORDER, **amount("1.00")}, "DUPLICATE_REQUEST_ID", key="one-key")
    client.refused(path, ORDER, "PAYPAL_REQUEST_ID_REQUIRED", 400, key=None)
    client.refused(path, ORDER, "INVALID_STRING_LENGTH", 400, key="k" * 109)


def test_steps_out_of_their_order_are_refused(paypal: PayPalServer, client: Client) -> None:
    orders, payments = "/v2/checkout/orders", "/v2/payments"
    taken, held = client.agreed(paypal), client.agreed(paypal, intent="AUTHORIZE")
    client.refused(f"{orders}/{taken}/authorize", {}, "ACTION_DOES_NOT_MATCH_INTENT")
    client.refused(f"{orders}/{held}/capture", {}, "ACTION_DOES_NOT_MATCH_INTENT")
    client.post(f"{orders}/{taken}/capture", {})
    client.refused(f"{orders}/{taken}/capture", {}, "ORDER_ALREADY_CAPTURED")
    client.post(f"{orders}/{held}/authorize", {})
    client.refused(f"{orders}/{held}/authorize", {}, "ORDER_ALREADY_AUTHORIZED")
    (aside,) = paypal.book.order(held)["purchase_units"][0]["payments"]["authorizations"]
    path = f"{payments}/authorizations/{aside['id']}"
    much = {"amount": {"currency_code": "EUR", "value": "12.35"}}
    client.refused(f"{path}/capture", much, "MAX_CAPTURE_AMOUNT_EXCEEDED")
    client.refused(f"{path}/capture", {"sum": 1}, "INVALID_PARAMETER_SYNTAX", 400)
    client.post(f"{path}/capture", {"final_capture": True})
    client.refused(f"{path}/capture", {}, "AUTHORIZATION_ALREADY_CAPTURED")
    client.refused(f"{path}/void", {}, "PREVIOUSLY_CAPTURED")
    (capture,) = paypal.book.order(taken)["purchase_units"][0]["payments"]["captures"]
    path = f"{payments}/captures/{capture['id']}/refund"
    other = {"amount": {"currency_code": "USD", "value": "1.00"}}
    client.refused(path, other, "CURRENCY_NOT_SUPPORTED")
    client.post(path, {})
    client.refused(path, {}, "CAPTURE_FULLY_REFUNDED")


def test_parts_that_paypal_does_not_give_are_refused(paypal: PayPalServer, client: Client) -> None:
    def aside() -> tuple[dict[str, Any], str]:
        name = client.agreed(paypal, intent="AUTHORIZE")
        client.post(f"/v2/checkout/orders/{name}/authorize", {})
        payments = paypal.book.order(name)["purchase_units"][0]["payments"]
        return payments, f"/v2/payments/authorizations/{payments['authorizations'][0]['id']}"

    def part(value: str, currency: str = "EUR") -> dict[str, Any]:
        return {"amount": {"currency_code": currency, "value": value}}

    payments, path = aside()
    client.refused(f"{path}/capture", part("1.00", "USD"), "AUTH_CAPTURE_CURRENCY_MISMATCH")
    paypal.book.refuses_captures = True
    client.refused(f"{path}/capture", part("5.00"), "TRANSACTION_REFUSED")
    paypal.book.refuses_captures = False
    client.post(f"{path}/capture", part("5.00"))
    for more in (part("7.35"), {}):  # nothing said is all that was set aside
        client.refused(f"{path}/capture", more, "MAX_CAPTURE_AMOUNT_EXCEEDED")
    refund = f"/v2/payments/captures/{payments['captures'][0]['id']}/refund"
    client.refused(refund, part("5.01"), "REFUND_AMOUNT_EXCEEDED")
    client.post(f"{path}/capture", part("7.34"))
    client.refused(f"{path}/capture", part("0.01"), "AUTHORIZATION_ALREADY_CAPTURED")
    client.refused(f"{path}/void", {}, "PREVIOUSLY_CAPTURED")
    client.post(refund, {})
    assert [one["status"] for one in payments["captures"]] == ["REFUNDED", "COMPLETED"]
    payments, path = aside()
    client.post(f"{path}/capture", part("5.00"))
    assert client.post(f"{path}/void", {}).status_code == 204, "the rest is let go"
    client.refused(f"{path}/capture", part("1.00"), "AUTHORIZATION_VOIDED")
    client.refused(f"{path}/void", {}, "PREVIOUSLY_VOIDED")
    assert [one["status"] for one in payments["captures"]] == ["COMPLETED"], "what is taken stays"
    payments, path = aside()
    for _ in range(10):
        client.post(f"{path}/capture", part("1.00"))
    client.refused(f"{path}/capture", part("1.00"), "MAX_CAPTURE_COUNT_EXCEEDED")
    payments, path = aside()
    paypal.book.runs_out(payments["authorizations"][0]["id"])
    client.refused(f"{path}/capture", part("1.00"), "AUTHORIZATION_EXPIRED")


def test_what_is_declined_may_be_agreed_to_again(paypal: PayPalServer, client: Client) -> None:
    name = client.post("/v2/checkout/orders", ORDER).json()["id"]
    paypal.visit(name, "decline")
    client.refused(f"/v2/checkout/orders/{name}/capture", {}, "INSTRUMENT_DECLINED")
    client.refused(f"/v2/checkout/orders/{name}/capture", {}, "ORDER_NOT_APPROVED")
    paypal.visit(name, "pay")
    assert client.post(f"/v2/checkout/orders/{name}/capture", {}).json()["status"] == "COMPLETED"


def test_an_event_is_vouched_for_to_the_byte(paypal: PayPalServer, client: Client) -> None:
    body = paypal.event("CHECKOUT.ORDER.APPROVED", {"id": "1"})
    headers = {name.lower(): value for name, value in paypal.signed(body).items()}

    def vouched(event: bytes, **changed: str) -> httpx.Response:
        names = (
            "transmission-id",
            "transmission-time",
            "transmission-sig",
            "cert-url",
            "auth-algo",
        )
        asked = {name.replace("-", "_"): headers[f"paypal-{name}"] for name in names}
        proof = {**asked, "webhook_id": WEBHOOK, **changed}
        said = ", ".join(f'"{name}": "{value}"' for name, value in proof.items())
        return client.http.post(
            "/v1/notifications/verify-webhook-signature",
            content=f'{{{said}, "webhook_event": {event.decode()}}}'.encode(),
            headers={"Content-Type": "application/json"},
        )

    assert vouched(body).json() == {"verification_status": "SUCCESS"}
    failed = {"verification_status": "FAILURE"}
    assert vouched(body.replace(b'"id": "1"', b'"id": "2"')).json() == failed
    assert vouched(body.replace(b'": "', b'":"', 1)).json() == failed, "every byte counts"
    assert vouched(body, transmission_sig="forged").json() == failed
    assert vouched(body, webhook_id="another").json() == failed
    assert vouched(body, more="x").status_code == 400


def test_strangers_unknown_names_and_other_bodies_are_refused(
    paypal: PayPalServer, client: Client
) -> None:
    form = {"grant_type": "client_credentials"}
    stranger = httpx.post(f"{paypal.url}/v1/oauth2/token", data=form, auth=(CLIENT, "wrong"))
    assert (stranger.status_code, stranger.json()["error"]) == (401, "invalid_client")
    other = httpx.post(f"{paypal.url}/v1/oauth2/token", data={}, auth=(CLIENT, SECRET))
    assert other.status_code == 400
    for path in ("/v2/checkout/orders/of-nobody", "/v1/customer/disputes/PP-1", "/v2/other"):
        assert client.http.get(path).json()["name"] == "RESOURCE_NOT_FOUND"
    assert client.post("/v2/payments/captures/of-nobody/refund", {}).status_code == 404
    body = client.http.post("/v2/checkout/orders", data={"a": "b"})
    assert body.status_code == 415
    paypal.expire_tokens()
    late = client.http.get("/v2/checkout/orders/of-nobody")
    assert (late.status_code, late.json()["name"]) == (401, "AUTHENTICATION_FAILURE")
