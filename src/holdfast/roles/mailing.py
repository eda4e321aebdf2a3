"""By what people are told: whose mails they are and by which server; with which key pushes go."""

import hmac
from email.utils import parseaddr
from ipaddress import ip_address
from typing import Final

from holdfast.flows.mailing.mailing import Mailing, Push
from holdfast.flows.settlement.settler import Settler
from holdfast.kit.logs import logger
from holdfast.mail import (
    PushCarrier,
    PushKey,
    Sender,
    SmtpConnection,
    SmtpServer,
    Way,
    may_be_written_to,
    reachable,
)
from holdfast.roles.apps import by_app, service_account_of
from holdfast.roles.sms import by_sms, texting_of
from holdfast.roles.telegram import bot_named, by_telegram
from holdfast.settings import BadSettings, Settings
from holdfast.worker import Mailer

__all__ = ["mailer_of", "mailing_of"]

log = logger("mail")
_WANTS_URL: Final = "HOLDFAST_PUBLIC_URL: mails need it, for the links in them"
_WANTS_KEY: Final = "HOLDFAST_VAPID_PRIVATE_KEY: it is none; `holdfast push-keys` makes one"
_WANTS_CONTACT: Final = (
    "HOLDFAST_PUSH_CONTACT: push services want to know whom to write to: mailto:shop@shop.example"
)
_LANES: Final = 2


def mailing_of(settings: Settings, settler: Settler, secret: bytes) -> Mailing | None:
    """What people are told with; None where they are told by nothing. Raises
    :class:`BadSettings`."""
    sender, push, bot = _sender(settings), _push(settings, secret), bot_named(settings)
    sms, app = texting_of(settings), service_account_of(settings) is not None
    if sender is None and push is None and not bot and sms is None and not app:
        return None
    url = (settings.public_url or "").rstrip("/")
    return Mailing(
        settler=settler, sender=sender, url=url, secret=secret, push=push, telegram=bot, sms=sms,
        app=app, newsletter_minute=settings.newsletter_minute,
    )  # fmt: skip


def mailer_of(settings: Settings, mailing: Mailing | None) -> Mailer | None:
    """What sends it. Raises :class:`BadSettings` where a password would go in the clear."""
    if mailing is None or mailing.sender is None:
        log.info("no mail is sent: HOLDFAST_SMTP_HOST is not set")
    if mailing is None:
        return None
    ways = []
    if mailing.sender is not None:
        ways.append(_by_mail(settings))
    if mailing.push is not None:
        ways.append(_by_push(settings, mailing, mailing.push))
    if mailing.telegram:
        ways.append(by_telegram(settings, mailing))
    if mailing.sms is not None:
        ways.append(by_sms(settings, mailing, mailing.sms))
    if mailing.app:
        ways.append(by_app(settings, mailing))
    return Mailer(mailing, ways, settings.mail_pause)


def _sender(settings: Settings) -> Sender | None:
    if not settings.smtp_host:
        return None
    name, address = parseaddr(settings.mail_from)
    found = reachable(address)
    if found is None:
        raise BadSettings("HOLDFAST_MAIL_FROM: say whose mails they are: orders@shop.example")
    if not settings.public_url:
        raise BadSettings(_WANTS_URL)
    return Sender(found, name)


def _push(settings: Settings, secret: bytes) -> Push | None:
    """With the key of the settings; a demo has one of its own, so that it can be tried."""
    if settings.vapid_private_key is not None:
        try:
            key = PushKey.read(settings.vapid_private_key.get_secret_value())
        except ValueError as error:
            raise BadSettings(_WANTS_KEY) from error
        contact = settings.push_contact or f"mailto:{parseaddr(settings.mail_from)[1]}"
    elif settings.demo:
        key = PushKey.made_of(hmac.digest(secret, b"push key", "sha512"))
        contact = settings.push_contact or "mailto:demo@shop.example"
    else:
        return None
    if not may_be_written_to(contact):
        raise BadSettings(_WANTS_CONTACT)
    return Push(key, contact, settings.push_private)


def _by_mail(settings: Settings) -> Way:
    if settings.smtp_tls == "off" and settings.smtp_user and not _here(settings.smtp_host):
        raise BadSettings("HOLDFAST_SMTP_TLS: a password does not go over the network in the clear")
    secret = settings.smtp_password
    server = SmtpServer(
        settings.smtp_host,
        settings.smtp_port,
        settings.smtp_tls,
        settings.smtp_user,
        "" if secret is None else secret.get_secret_value(),
        settings.smtp_seconds,
    )
    # Connecting, signing in, sender, person, text, and what is written between.
    return Way("mail", lambda: SmtpConnection(server), _LANES, server.seconds * 6 + 5.0)


def _by_push(settings: Settings, mailing: Mailing, push: Push) -> Way:
    database, seconds = mailing.settler.database, settings.push_seconds

    def opened() -> PushCarrier:
        return PushCarrier(
            lambda: database.pool, push.key, push.contact, seconds, private=push.private
        )

    return Way("push", opened, _LANES, seconds * 6 + 5.0)


def _here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
