"""The shop's newsletter: who asked for it, and the letters that go to them."""

from holdfast.newsletters.facts import NewsletterWanted
from holdfast.newsletters.subscribers import (
    LINK_DAYS,
    NewsletterLinkExpired,
    NewsletterLinkUnknown,
    Place,
    Subscriber,
    SubscriberStatus,
    ask_for_it,
    forget_subscribers,
    subscribe,
    subscribe_shown,
    subscriber_at,
    subscriber_by_id,
    subscriber_by_link,
    subscriber_in,
    subscriber_owner,
    unsubscribe,
)
