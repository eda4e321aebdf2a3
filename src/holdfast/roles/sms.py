"""By whom SMS goes, as the settings have it."""

from typing import Final

from holdfast.flows.mailing.kinds import REFUSABLE
from holdfast.flows.mailing.mailing import Mailing, Texting
from holdfast.flows.mailing.texting import SmsCarrier
from holdfast.mail import SmsLine, SmsLines, SmsRu, Twilio, Way
from holdfast.settings import BadSettings, Settings, words

__all__ = ["by_sms", "texting_of"]

_LANES: Final = 2
_TWILIO: Final = "https://api.twilio.com"
_SMS_RU: Final = "https://sms.ru"


def texting_of(settings: Settings) -> Texting | None:
    """What goes by SMS; None where nobody carries it. Raises :class:`BadSettings`."""
    if settings.sms_twilio_token is None and settings.sms_ru_key is None:
        return None
    twilio = (settings.sms_twilio_account, settings.sms_twilio_from)
    if settings.sms_twilio_token is not None and not all(twilio):
        raise BadSettings("HOLDFAST_SMS_TWILIO_ACCOUNT, HOLDFAST_SMS_TWILIO_FROM: say both")
    if not settings.public_url:
        raise BadSettings("HOLDFAST_PUBLIC_URL: SMS needs it, for the links in them")
    kinds = frozenset(words(settings.sms_kinds))
    unknown = sorted(kinds.difference(REFUSABLE["sms"]))
    if unknown:
        raise BadSettings(f"HOLDFAST_SMS_KINDS: {', '.join(unknown)} cannot go by SMS")
    return Texting(kinds, settings.sms_country, settings.sms_a_day, settings.sms_number_a_day)


def by_sms(settings: Settings, mailing: Mailing, texting: Texting) -> Way:
    """How what people are told goes to their telephones."""
    database = mailing.settler.database
    # Connecting and answering, and what is written between.
    lease = settings.sms_seconds * 6 + 5.0
    return Way("sms", lambda: SmsCarrier(database, texting, _lines(settings)), _LANES, lease)


def _lines(settings: Settings) -> SmsLines:
    seconds, twilio, russia = settings.sms_seconds, _twilio(settings), None
    if settings.sms_ru_key is not None:
        url = settings.sms_ru_url.rstrip("/") or _SMS_RU
        key = settings.sms_ru_key.get_secret_value()
        russia = SmsRu(key, settings.sms_ru_from, url, seconds)
    one = twilio or russia
    assert one is not None, "asked for only with one"
    return SmsLines(one, russia)


def _twilio(settings: Settings) -> SmsLine | None:
    token = settings.sms_twilio_token
    if token is None:
        return None
    url = settings.sms_twilio_url.rstrip("/") or _TWILIO
    account, sender = settings.sms_twilio_account, settings.sms_twilio_from
    return Twilio(account, token.get_secret_value(), sender, url, settings.sms_seconds)
