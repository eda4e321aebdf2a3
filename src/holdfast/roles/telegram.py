"""The shop's bot of Telegram, as the settings have it."""

from collections.abc import Sequence

from holdfast.bot.carrier import ChatCarrier
from holdfast.bot.desk import Desk
from holdfast.bot.door import DUTY, Door
from holdfast.bot.line import Line, line_to
from holdfast.bot.visitor import Rooms
from holdfast.flows.mailing.mailing import Mailing
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit.rates import Rate
from holdfast.mail import Way
from holdfast.roles.second_factors import secured_of
from holdfast.settings import BadSettings, Settings
from holdfast.views.booking.finding import SlotReads
from holdfast.worker.worker import Beside

__all__ = ["bot_named", "by_telegram", "door_of"]

_LANES = 2


def bot_named(settings: Settings) -> str:
    """The bot's name; empty where there is none. Raises :class:`BadSettings`."""
    if settings.telegram_token is None:
        return ""
    if not settings.telegram_bot:
        raise BadSettings("HOLDFAST_TELEGRAM_BOT: say what the bot is called: my_shop_bot")
    if not settings.public_url:
        raise BadSettings("HOLDFAST_PUBLIC_URL: the bot needs it, for the links it gives")
    return settings.telegram_bot


def by_telegram(settings: Settings, mailing: Mailing) -> Way:
    """How what people are told goes to their chats."""
    database, line = mailing.settler.database, _line(settings)
    lease = settings.telegram_seconds * 6 + 5.0
    return Way("telegram", lambda: ChatCarrier(lambda: database.pool, line), _LANES, lease)


def door_of(
    settings: Settings, shop_parts: ShopParts, slots: SlotReads, writing: Sequence[Rate]
) -> Beside:
    """What hears and answers there: a duty of one process. Nothing where there is no bot.
    ``writing``: how often somebody may write to others."""
    if not bot_named(settings):
        return {}
    url = (settings.public_url or "").rstrip("/")
    secured = secured_of(settings, shop_parts.shop)

    async def wait(who: str) -> float:
        return max([await rate.take(who) for rate in writing], default=0.0)

    rooms = Rooms(
        booker=shop_parts, studio=shop_parts, slots=slots, url=url, secured=secured,
        letters=shop_parts, wait=wait,
    )  # fmt: skip
    desk = Desk(rooms)
    return {DUTY: Door(_line(settings), desk.answer).run}


def _line(settings: Settings) -> Line:
    token = settings.telegram_token
    assert token is not None, "asked for only with one"
    url = settings.telegram_api.rstrip("/")
    return line_to(token.get_secret_value(), url, settings.telegram_seconds)
