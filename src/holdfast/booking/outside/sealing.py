"""What opens somebody's calendar, kept so that the database alone opens nothing."""

from uuid import UUID

import msgspec

from holdfast.booking.outside.port import CalendarRefused, Credentials
from holdfast.kit import sealing


class Sealer:
    """Seals and opens with the shop's secret; what is sealed is bound to its calendar's row."""

    def __init__(self, secret: bytes) -> None:
        self._sealer = sealing.Sealer(secret, b"outside calendars")

    def seal(self, calendar_id: UUID, credentials: Credentials) -> bytes:
        return self._sealer.seal(calendar_id, msgspec.json.encode(credentials))

    def unseal(self, calendar_id: UUID, sealed: bytes | None) -> Credentials:
        """Raises :class:`CalendarRefused` where the shop has another secret by now."""
        try:
            plain = self._sealer.unseal(calendar_id, sealed or b"")
        except sealing.SecretChanged as error:
            raise CalendarRefused("The shop's secret was changed. Connect it again.") from error
        return msgspec.json.decode(plain, type=Credentials)
