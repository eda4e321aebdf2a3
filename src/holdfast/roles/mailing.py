"""Whether mails are sent, whose they are, and by which server."""

from email.utils import parseaddr
from ipaddress import ip_address
from typing import Final

from holdfast.flows.mailing.mailing import Mailing
from holdfast.flows.settlement.settler import Settler
from holdfast.kit.logs import logger
from holdfast.mail import Sender, SmtpServer, reachable
from holdfast.settings import BadSettings, Settings
from holdfast.worker import Mailer

__all__ = ["mailer_of", "mailing_of"]

log = logger("mail")
_WANTS_URL: Final = "HOLDFAST_PUBLIC_URL: mails need it, for the links in them"


def mailing_of(settings: Settings, settler: Settler, secret: bytes) -> Mailing | None:
    """What mails are made with; None where none is sent. Raises :class:`BadSettings`."""
    if not settings.smtp_host:
        return None
    name, address = parseaddr(settings.mail_from)
    found = reachable(address)
    if found is None:
        raise BadSettings("HOLDFAST_MAIL_FROM: say whose mails they are: orders@shop.example")
    if not settings.public_url:
        raise BadSettings(_WANTS_URL)
    return Mailing(
        settler=settler,
        sender=Sender(found, name),
        url=settings.public_url.rstrip("/"),
        secret=secret,
    )


def mailer_of(settings: Settings, mailing: Mailing | None) -> Mailer | None:
    """What sends them. Raises :class:`BadSettings` where a password would go in the clear."""
    if mailing is None:
        log.info("no mail is sent: HOLDFAST_SMTP_HOST is not set")
        return None
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
    return Mailer(mailing, server, settings.mail_pause)


def _here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
