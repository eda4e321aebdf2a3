"""Phones of one's own, on which the shop's app shows what one is told."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field, StringConstraints

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import Member, database, exchange
from holdfast.api.shell.state import state_of
from holdfast.flows.mailing.devices import (
    AppOff,
    DeviceNeedsSession,
    DeviceNotFound,
    devices,
    forget_device,
    register_device,
)
from holdfast.kit.clock import iso
from holdfast.mail import MOST_DEVICES, Device

__all__ = ["router"]

router = APIRouter(prefix="/api/devices", tags=["session"])


class DeviceAsked(Ask):
    """What the app's SDK of Firebase gave, and what people call the phone."""

    token: Annotated[str, Field(min_length=1, max_length=1000, pattern=r"^[!-~]+$")] = Field(
        description="FCM's registration token of the app there"
    )
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)] = (
        Field(description="As its owner knows it: `Pixel 9`")
    )


class DeviceShown(Answer):
    id: UUID
    name: str
    created_at: Instant = Field(description="Since when it is told what they are told")


class DevicesAnswer(Answer):
    devices: list[DeviceShown]


@router.get("")
async def list_devices(request: Request, who: Member) -> DevicesAnswer:
    """One's own."""
    found = await devices(database(request), who.id)
    return DevicesAnswer(devices=[_shown(one) for one in found])


@router.post(
    "",
    status_code=201,
    responses=problems(AppOff, DeviceNeedsSession),
    description=f"Show in the app on this phone, too, what one is told; it ends with the session."
    f" Sent again it changes nothing but the name; whoever had the phone before is told there no"
    f" more. Of more than {MOST_DEVICES} the first makes room. Send it whenever the app starts and"
    f" whenever Firebase gives it another token.",
)
async def post_device(request: Request, asked: DeviceAsked, who: Member) -> DeviceShown:
    mailing, session = state_of(request).mailing, exchange(request).session
    kept = await register_device(
        database(request), mailing, who.id, asked.token, asked.name, session
    )
    return _shown(kept)


@router.delete("/{device_id}", status_code=204, responses=problems(DeviceNotFound))
async def delete_device(request: Request, device_id: UUID, who: Member) -> Response:
    """Tell the app there no more."""
    await forget_device(database(request), who.id, device_id)
    return Response(status_code=204)


def _shown(one: Device) -> DeviceShown:
    return DeviceShown(id=one.id, name=one.name, created_at=iso(one.created_at))
