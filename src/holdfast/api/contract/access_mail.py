"""Who may ask what of mails: a part of ``access``."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.access_duties import CLIENTS_DUTY, PROMOTIONS, SETTINGS
from holdfast.api.contract.askers import Access
from holdfast.people import DUTIES

__all__ = ["MAIL"]

_ANYBODY: Final = Access("anybody")
_MEMBER: Final = Access("member")
_OWN_BROWSER: Final = Access("member", "browser")
_OWN_DEVICE: Final = Access("member", "device")

MAIL: Final[Mapping[str, Access]] = {
    "GET /api/mail-preferences": Access("member", duties=DUTIES),
    "PUT /api/mail-preferences/{kind}": _MEMBER,
    "GET /api/push-subscriptions": _MEMBER,
    "POST /api/push-subscriptions": _MEMBER,
    "DELETE /api/push-subscriptions/{subscription_id}": _OWN_BROWSER,
    "GET /api/devices": _MEMBER,
    "POST /api/devices": _MEMBER,
    "DELETE /api/devices/{device_id}": _OWN_DEVICE,
    "GET /api/telegram": _MEMBER,
    "POST /api/telegram/codes": _MEMBER,
    "DELETE /api/telegram": _MEMBER,
    "GET /api/sms": _MEMBER,
    "POST /api/sms/codes": _MEMBER,
    "POST /api/sms/confirm": _MEMBER,
    "DELETE /api/sms": _MEMBER,
    "POST /api/mail-links/check": _ANYBODY,
    "POST /api/mail-links": _ANYBODY,
    "POST /api/newsletter/subscriptions": _ANYBODY,
    "POST /api/newsletter/confirmations": _ANYBODY,
    "GET /api/newsletter/own": _MEMBER,
    "PUT /api/newsletter/own": _MEMBER,
    "POST /api/order-links": _ANYBODY,
    "POST /api/order-links/cancel": _ANYBODY,
    "POST /api/order-links/pay": _ANYBODY,
    "GET /api/profile/email": _MEMBER,
    "POST /api/profile/email-link": _MEMBER,
    "POST /api/email-links": _MEMBER,
    "GET /api/contact": _ANYBODY,
    "DELETE /api/contact": _ANYBODY,
    "POST /api/contact/codes": _ANYBODY,
    "POST /api/contact/confirm": _ANYBODY,
    "GET /api/staff/newsletters": PROMOTIONS.read,
    "GET /api/staff/newsletters/readers": PROMOTIONS.read,
    "GET /api/staff/newsletters/{newsletter_id}": PROMOTIONS.read,
    "POST /api/staff/newsletters": PROMOTIONS.write,
    "PUT /api/staff/newsletters/{newsletter_id}": PROMOTIONS.write,
    "DELETE /api/staff/newsletters/{newsletter_id}": PROMOTIONS.write,
    "POST /api/staff/newsletters/preview": PROMOTIONS.read,
    "POST /api/staff/newsletters/{newsletter_id}/try": PROMOTIONS.write,
    "POST /api/staff/newsletters/{newsletter_id}/schedule": PROMOTIONS.write,
    "POST /api/staff/newsletters/{newsletter_id}/stop": PROMOTIONS.write,
    "GET /api/staff/mails": CLIENTS_DUTY.read,
    "GET /api/staff/mail-templates": SETTINGS.read,
    "GET /api/staff/mail-templates/{kind}/{locale}": SETTINGS.read,
    "PUT /api/staff/mail-templates/{kind}/{locale}": SETTINGS.write,
    "DELETE /api/staff/mail-templates/{kind}/{locale}": SETTINGS.write,
    "POST /api/staff/mail-templates/{kind}/{locale}/preview": SETTINGS.read,
}
