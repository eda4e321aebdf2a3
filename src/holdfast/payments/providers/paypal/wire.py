"""Calls to PayPal by its own library, and what its answers mean.

The library waits for the network in the thread that it is called from, so it is called from a few
threads of its own. It has no word for disputes and for the check of an event: these calls are put
together of its parts.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar

import msgspec
import structlog
from apimatic_core.api_call import ApiCall
from apimatic_core.authentication.multiple.single_auth import Single
from apimatic_core.exceptions.auth_validation_exception import AuthValidationException
from apimatic_core.request_builder import RequestBuilder
from apimatic_core.response_handler import ResponseHandler
from apimatic_core.types.parameter import Parameter
from msgspec import Struct
from paypalserversdk.api_helper import APIHelper
from paypalserversdk.configuration import Configuration, Environment, Server
from paypalserversdk.exceptions.api_exception import ApiException
from paypalserversdk.http.auth.o_auth_2 import ClientCredentialsAuthCredentials
from paypalserversdk.http.http_method_enum import HttpMethodEnum
from paypalserversdk.paypal_serversdk_client import PaypalServersdkClient
from requests import RequestException

from holdfast.payments.provider import (
    AnswerLost,
    KeyRefused,
    ProviderRefused,
    ProviderUnavailable,
)
from holdfast.payments.providers.paypal.told import (
    Capture,
    DisputeTold,
    OrderTold,
    RefundTold,
    Verified,
)

__all__ = ["Wire"]

log = structlog.get_logger("holdfast.payments.paypal")

SECONDS: Final = 6.0
"""How long one answer may take; a call of the port makes three at most, and is bounded itself."""
THREADS: Final = 8
CHECKING_THREADS: Final = 2
"""For events, which anybody may send: they never keep a payment waiting."""
_WHOLE: Final = "return=representation"
_SKEW: Final = 60
"""Seconds before its end that a token is not used any more."""

_Read = TypeVar("_Read")


class _Issue(Struct, frozen=True):
    issue: str = ""


class _Error(Struct, frozen=True):
    name: str = ""
    message: str = ""
    details: list[_Issue] = []


class Wire:
    """``url`` is another address than PayPal's own, for tests."""

    def __init__(
        self, client_id: str, secret: str, *, sandbox: bool = False, url: str | None = None
    ) -> None:
        environment = Environment.SANDBOX if sandbox else Environment.PRODUCTION
        self._settings = {
            "environment": environment,
            "timeout": SECONDS,
            "max_retries": 0,  # who calls tries again, later and for longer
            "client_credentials_auth_credentials": ClientCredentialsAuthCredentials(
                client_id, secret, o_auth_clock_skew=_SKEW
            ),
        }
        self._at = {environment: {Server.DEFAULT: url}} if url else None
        self._sdk = self._opened()
        self._threads = ThreadPoolExecutor(THREADS, "paypal")
        self._checking = ThreadPoolExecutor(CHECKING_THREADS, "paypal-event")

    async def close(self) -> None:
        for threads in (self._threads, self._checking):
            threads.shutdown(wait=False, cancel_futures=True)

    async def order(self, name: str) -> OrderTold | None:
        """None if there is no such; so with what follows."""
        return await self._asked(lambda: self._sdk.orders.get_order({"id": name}), OrderTold)

    async def create(self, order: dict[str, Any], key: str) -> OrderTold | None:
        asked = {**_posted(order, key), "prefer": _WHOLE}
        return await self._asked(lambda: self._sdk.orders.create_order(asked), OrderTold)

    async def authorize(self, name: str, key: str) -> OrderTold | None:
        asked = {**_posted({}, key), "id": name, "prefer": _WHOLE}
        return await self._asked(lambda: self._sdk.orders.authorize_order(asked), OrderTold)

    async def capture(self, name: str, key: str) -> OrderTold | None:
        asked = {**_posted({}, key), "id": name, "prefer": _WHOLE}
        return await self._asked(lambda: self._sdk.orders.capture_order(asked), OrderTold)

    async def capture_authorized(
        self, name: str, amount: dict[str, str], key: str, *, last: bool
    ) -> Capture | None:
        """``key`` stays with the capture, as its number of an invoice."""
        asked = {"amount": amount, "final_capture": last, "invoice_id": key}
        sent = {**_posted(asked, key), "authorization_id": name, "prefer": _WHOLE}
        return await self._asked(
            lambda: self._sdk.payments.capture_authorized_payment(sent), Capture
        )

    async def void(self, name: str, key: str) -> None:
        asked = {"authorization_id": name, "paypal_request_id": key}
        await self._asked(lambda: self._sdk.payments.void_payment(asked), None)

    async def refund(self, capture: str, asked: dict[str, Any], key: str) -> RefundTold | None:
        sent = {**_posted(asked, key), "capture_id": capture, "prefer": _WHOLE}
        return await self._asked(
            lambda: self._sdk.payments.refund_captured_payment(sent), RefundTold
        )

    async def captured(self, name: str) -> Capture | None:
        return await self._asked(
            lambda: self._sdk.payments.get_captured_payment({"capture_id": name}), Capture
        )

    async def dispute(self, name: str) -> DisputeTold | None:
        path = "/v1/customer/disputes/{dispute_id}"
        return await self._asked(lambda: self._own("GET", path, dispute_id=name), DisputeTold)

    async def verified(self, body: bytes) -> Verified | None:
        """Whether PayPal sent an event; ``body`` is the question as its reference has it."""
        path = "/v1/notifications/verify-webhook-signature"
        return await self._asked(lambda: self._own("POST", path, body), Verified, self._checking)

    def _opened(self) -> Any:
        config = Configuration(**self._settings)
        if self._at is not None:
            config.environments = self._at
        return PaypalServersdkClient(config=config)

    def _own(self, method: str, path: str, body: bytes | None = None, **names: str) -> Any:
        """A call that the library has no word for, with its token and its errors."""
        request = RequestBuilder().server(Server.DEFAULT).path(path)
        request = request.http_method(getattr(HttpMethodEnum, method)).auth(Single("Oauth2"))
        for name, value in {
            "Content-Type": "application/json",
            "accept": "application/json",
        }.items():
            request = request.header_param(Parameter().key(name).value(value))
        for name, value in names.items():
            parameter = Parameter().key(name).value(value).should_encode(True)
            request = request.template_param(parameter)
        if body is not None:
            request = request.body_param(Parameter().value(body))
        answer = ResponseHandler().deserializer(APIHelper.json_deserialize).is_api_response(True)
        return ApiCall(self._sdk.global_configuration).request(request).response(answer).execute()

    async def _asked(
        self,
        call: Callable[[], Any],
        read: type[_Read] | None,
        threads: ThreadPoolExecutor | None = None,
    ) -> _Read | None:
        loop = asyncio.get_running_loop()
        try:
            answer = await loop.run_in_executor(threads or self._threads, call)
        except ApiException as error:
            if error.response_code == 404:
                return None
            raise self._trouble(error) from error
        except AuthValidationException as error:
            log.warning("PayPal gives no token for this shop's keys", error=str(error))
            raise await self._why_no_token(error) from error
        except RequestException as error:
            raise AnswerLost(repr(error)) from error
        except ValueError as error:  # no JSON
            raise ProviderUnavailable(repr(error)) from error
        if read is None:
            return None
        try:
            return msgspec.json.decode(answer.text, type=read)
        except msgspec.DecodeError as error:
            raise ProviderUnavailable(f"an answer that cannot be read: {error}") from error

    async def _why_no_token(self, error: AuthValidationException) -> Exception:
        """The library keeps to itself why there is none: it is asked for once more."""
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._threads, self._sdk.oauth_2.fetch_token)
        except ApiException as refused:
            if refused.response_code == 401:
                return KeyRefused(f"no token: {refused.reason}")
        except RequestException as lost:
            return AnswerLost(repr(lost))
        except ValueError:
            pass  # no JSON
        return ProviderUnavailable(f"no token: {error}")

    def _trouble(self, error: ApiException) -> Exception:
        """What it means for who asked: that trying again is safe, or that it is no use."""
        status: int = error.response_code
        try:
            told = msgspec.json.decode(error.response.text, type=_Error)
        except msgspec.DecodeError:
            told = _Error()
        issues = tuple(one.issue for one in told.details) or (told.name,)
        said = f"{status} {', '.join(issues)}: {told.message}"
        if status in (401, 403):
            log.error("PayPal does not take this shop's keys", error=said)
            self._sdk = self._opened()  # with a new token
        if status == 401:
            return KeyRefused(said)
        if status in (401, 403, 408, 409, 429) or status >= 500:
            return ProviderUnavailable(said)
        return ProviderRefused(said)


def _posted(asked: dict[str, Any], key: str) -> dict[str, Any]:
    return {"body": msgspec.json.encode(asked).decode(), "paypal_request_id": key}
