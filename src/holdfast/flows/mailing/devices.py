"""Somebody has the shop's app on a phone show what they are told, or no more."""

from uuid import UUID

from holdfast.db.engine import Database
from holdfast.flows.mailing.mailing import Mailing
from holdfast.kit import Problem, new_id, utc_now
from holdfast.mail import Device, devices_of, drop_device, keep_device

__all__ = [
    "AppOff", "DeviceNeedsSession", "DeviceNotFound", "devices", "forget_device", "register_device",
]  # fmt: skip


class AppOff(Problem):
    """The shop has no service account of Firebase."""

    status = 409
    code = "app-off"
    title = "This shop tells no app"


class DeviceNeedsSession(Problem):
    """Who asks came with a token: what ends with no session would never end."""

    status = 409
    code = "device-needs-session"
    title = "An app is told as long as it is logged in"


class DeviceNotFound(Problem):
    """They have no such device."""

    status = 404
    code = "device-not-found"
    title = "There is no such device"


async def register_device(
    database: Database, mailing: Mailing | None, owner: str, token: str, name: str, session: str
) -> Device:
    """Tell the app with this token, too, until the session ends. One that is told already is not
    told twice. Raises :class:`AppOff`, :class:`DeviceNeedsSession`."""
    if mailing is None or not mailing.app:
        raise AppOff("Its mails come as before.")
    made = Device(new_id(), owner, token, name, utc_now())
    async with database.transaction() as connection:
        kept = await keep_device(connection, made, session)
    if kept is None:
        raise DeviceNeedsSession("Log in in the app, and send the cookie of that session.")
    return kept


async def devices(database: Database, owner: str) -> list[Device]:
    """One's own."""
    async with database.read() as connection:
        return await devices_of(connection, [owner])


async def forget_device(database: Database, owner: str, device: UUID) -> None:
    """Tell it no more. Raises :class:`DeviceNotFound`."""
    async with database.transaction() as connection:
        if not await drop_device(connection, owner, device):
            raise DeviceNotFound("You have no such device.")
