"""How a newsletter looks in somebody's mail: its words in their language, and cards of products
with what they cost at that moment."""

from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
from msgspec.structs import replace

from holdfast.catalog import Product, load_products
from holdfast.flows.mailing.looks import Looks, Obsolete
from holdfast.flows.mailing.mailing import Mailing
from holdfast.kit import shop_now
from holdfast.kit.money import money_text
from holdfast.mail import Card, Frame, Mail, Ready, Sender, html, in_a_header, message_of, plain
from holdfast.newsletters import NewsletterTerms, load_newsletter
from holdfast.shop import ShopSettings

__all__ = ["newsletter_letter", "newsletter_looks"]

WHY: Final = {
    "en": "You get this mail because you subscribed to the newsletter.",
    "ru": "Вы получили это письмо, потому что подписались на рассылку.",
    "ko": "뉴스레터를 구독하셔서 보내 드리는 메일입니다.",
}
LEAVE: Final = {"en": "Unsubscribe", "ru": "Отписаться", "ko": "구독 해지"}
TRY: Final = {"en": "Test", "ru": "Проба", "ko": "테스트"}


async def newsletter_letter(
    mailing: Mailing, whose: Sender, mail: Mail, shop: ShopSettings
) -> Ready:
    """What goes to a subscriber, or to one of staff who tries it. Raises :class:`Obsolete`."""
    pool = mailing.settler.database.pool
    found = await load_newsletter(pool, UUID(mail.subject_id))
    if found is None:
        raise Obsolete("the newsletter was discarded")
    tried = mail.kind != "newsletter"
    leave = "" if tried else mailing.leave_link(f"{mail.owner} {mail.subject_id}", mail.kind)
    page = f"{mailing.url}/unsubscribe#{leave}" if leave else ""
    locale = mail.locale
    looks = await newsletter_looks(pool, mailing.url, shop, found, locale, page)
    title = f"[{TRY.get(locale, TRY['en'])}] {looks.title}" if tried else looks.title
    sender = Sender(whose.address, whose.name or shop.name)
    hook = f"{mailing.url}/hooks/mail/{leave}" if leave else ""
    text = message_of(mail, sender, mail.address, title, looks.plain, looks.html, (), hook)
    return Ready(title, text, sender.address, urgent=tried)


async def newsletter_looks(
    pool: asyncpg.Pool, url: str, shop: ShopSettings, terms: NewsletterTerms, locale: str,
    leave: str = "#",
) -> Looks:  # fmt: skip
    """For a reader of that language; ``leave`` is where its foot leads."""
    language, words = terms.words_for(locale, shop.languages)
    frame = Frame(
        shop.name, url, language, foot=WHY.get(language, WHY["en"]), zone=shop.dispatch.zone,
        leave=leave, leave_word=LEAVE.get(language, LEAVE["en"]) if leave else "",
    )  # fmt: skip
    frame = frame if shop.accent is None else replace(frame, accent=shop.accent)
    products = await load_products(pool, list(terms.products)) if terms.products else {}
    now = shop_now()
    shown = (products.get(one) for one in terms.products)
    cards = [_card(one, url, language, now) for one in shown if one is not None and one.on_sale]
    title = in_a_header(words.title, 200)
    return Looks(title, plain(words.text, frame, cards), html(words.text, title, frame, cards))


def _card(product: Product, url: str, locale: str, now: datetime) -> Card:
    """In the variant that costs least now."""
    price = min(variant.price_at(now) for variant in product.on_sale)
    image = product.images[0].small if product.images else ""
    return Card(
        name=product.name_in(locale),
        url=f"{url}/product/{product.handle}",
        price=money_text(price, product.currency, locale),
        picture=f"{url}{image}" if image.startswith("/") else image,
    )
