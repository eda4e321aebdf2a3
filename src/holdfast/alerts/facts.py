"""What is told of alerts."""

from typing import Final, Literal, TypeAlias, get_args

from holdfast.db.events import Fact

AlertName: TypeAlias = Literal[
    "stuck-job", "stuck-delivery", "stuck-mail", "jobs-late", "provider-away", "key-refused",
    "backup-late", "disk-full", "refund-failed", "payout-refused", "dispute-due",
    "receipt-refused", "money-ending", "calendar-refused",
]  # fmt: skip
ALERT_NAMES: Final[tuple[AlertName, ...]] = get_args(AlertName)


class _Alert(Fact, frozen=True):
    """``name``: what is wrong, with which job, platform, kind of mail, provider or channel;
    ``page``: where staff see to it."""

    name: AlertName
    of: str
    page: str


class AlertBegan(_Alert, frozen=True):
    """Something of the shop needs a person; `count`: how many there are of it, for how many minutes
    a provider has not answered, for how many hours nothing was backed up, or how many percent of a
    disk are free; 1 of a provider, or a channel of what people are told, that does not take the
    shop's key. `page` is where staff see to it."""

    TYPE = "alert.began"
    SUBJECT = "alert id"
    count: int


class AlertEnded(_Alert, frozen=True):
    """It needs nobody any more; `minutes`: for how long it went on."""

    TYPE = "alert.ended"
    SUBJECT = "alert id"
    minutes: int


class AlertsGathered(Fact, frozen=True):
    """So many more alerts began or ended than are told one by one in an hour, the first
    of them its subject."""

    TYPE = "alert.gathered"
    SUBJECT = "alert id"
    count: int
    page: str
