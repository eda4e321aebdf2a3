"""`holdfast demo-provider`: the demo's payment provider as a process of its own."""

from pathlib import Path
from typing import Final, TypeVar

import msgspec
from fastapi import APIRouter, Depends, Request, Response
from msgspec import Struct
from starlette.types import ASGIApp

from holdfast.api.contract.problems import InvalidRequest
from holdfast.api.shell import health
from holdfast.api.shell.authentication import ByGateway
from holdfast.api.shell.dependencies import exchange
from holdfast.api.shell.internal import only_ours
from holdfast.api.shell.state import state_of
from holdfast.payments import ChargeRequest, DemoProvider, ProviderRefused
from holdfast.people import CallSigner, Voucher
from holdfast.roles import lifespan, parts
from holdfast.roles.elsewhere import nothing_else
from holdfast.roles.remote_provider import AskedAmount, AskedCharge, Named
from holdfast.settings import Settings

__all__ = ["build"]

Body = TypeVar("Body", bound=Struct)
_encode: Final = msgspec.json.Encoder().encode

router = APIRouter(include_in_schema=False, dependencies=[Depends(only_ours)])


def build(settings: Settings, shared: tuple[Path, int] | None = None) -> ASGIApp:
    """The application of this role."""
    here = parts.Foundation(settings, (), shared)
    api = parts.interface((router, health.router))
    state = here.prepare(api, {})
    state.provider = DemoProvider(here.secret)
    state.calls = CallSigner(here.secret)
    api.router.lifespan_context = lifespan.lifespan_of(here, ())
    return here.shell(api, ByGateway(Voucher(here.secret), here.signer), {}, nothing_else)


def _asked(request: Request, kind: type[Body]) -> Body:
    try:
        return msgspec.json.decode(exchange(request).body, type=kind)
    except msgspec.DecodeError:
        raise InvalidRequest("The body does not fit this request.") from None


def _provider(request: Request) -> DemoProvider:
    return state_of(request).provider


def _answer(content: object) -> Response:
    return Response(_encode(content), media_type="application/json")


@router.post("/charges")
async def post_charge(request: Request) -> Response:
    asked = _asked(request, AskedCharge)
    wanted = ChargeRequest(
        asked.subject_id,
        asked.amount,
        asked.currency,
        asked.expires_at,
        asked.method,
        asked.return_url,
    )
    return _answer(await _provider(request).create(wanted, asked.key))


@router.post("/charges/confirm")
async def post_confirm(request: Request) -> Response:
    return _answer(await _provider(request).confirm(_asked(request, Named).reference))


@router.post("/charges/capture")
async def post_capture(request: Request) -> Response:
    asked = _asked(request, AskedAmount)
    try:
        charge = await _provider(request).capture(asked.reference, asked.amount, asked.key)
    except ProviderRefused as refused:
        raise InvalidRequest(str(refused)) from None
    return _answer(charge)


@router.post("/charges/fail")
async def post_fail(request: Request) -> Response:
    return _answer(await _provider(request).fail(_asked(request, Named).reference))


@router.post("/refunds")
async def post_refund(request: Request) -> Response:
    asked = _asked(request, AskedAmount)
    await _provider(request).refund(asked.reference, asked.amount, asked.key)
    return _answer(None)
