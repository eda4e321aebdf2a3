"""What is told of SMS."""

from holdfast.db.events import Fact


class NumberCodeWanted(Fact, frozen=True):
    """A member wants to show that SMS to the number reaches them: a code goes there, and to nobody
    else."""

    TYPE = "number.code.wanted"
    SUBJECT = "code id"
    owner: str
    number: str
    locale: str | None = None


class SmsLimitReached(Fact, frozen=True):
    """No more SMS goes that day: `limit` went. Once a day."""

    TYPE = "sms.limit-reached"
    SUBJECT = "day (UTC)"
    limit: int
