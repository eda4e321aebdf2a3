"""By what the shop's app on people's phones is told, as the settings have it."""

from pathlib import Path
from typing import Final

from holdfast.flows.mailing.mailing import Mailing
from holdfast.mail import AppCarrier, Fcm, ServiceAccount, Way
from holdfast.settings import BadSettings, Settings

__all__ = ["by_app", "service_account_of"]

_LANES: Final = 2
_FCM: Final = "https://fcm.googleapis.com"
_MOST_BYTES: Final = 64 * 1024


def service_account_of(settings: Settings) -> ServiceAccount | None:
    """Who sends to apps; None where nobody does. Raises :class:`BadSettings`."""
    if settings.fcm_account is None:
        return None
    written = settings.fcm_account.get_secret_value().strip()
    try:
        if not written.startswith("{"):
            with Path(written).open("rb") as file:
                return ServiceAccount.read(file.read(_MOST_BYTES))
        return ServiceAccount.read(written)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise BadSettings(f"HOLDFAST_FCM_ACCOUNT: {why}") from error


def by_app(settings: Settings, mailing: Mailing) -> Way:
    """How what people are told goes to their phones."""
    account = service_account_of(settings)
    assert account is not None, "asked for only with one"
    database, url = mailing.settler.database, settings.fcm_url.rstrip("/") or _FCM

    def opened() -> AppCarrier:
        return AppCarrier(lambda: database.pool, Fcm(account, url, settings.fcm_seconds))

    # Signing in, the message, and what is written between.
    return Way("app", opened, _LANES, settings.fcm_seconds * 6 + 5.0)
