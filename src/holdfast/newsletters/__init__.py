"""The shop's newsletter: who asked for it, and what goes to them."""

from holdfast.newsletters.book import (
    goes_on,
    load_newsletter,
    newsletter_to_begin,
    newsletters_page,
    newsletters_under_way,
    note_reached,
)
from holdfast.newsletters.facts import NewsletterWanted
from holdfast.newsletters.keys import draft_key
from holdfast.newsletters.life import (
    begun,
    called_back,
    discarded,
    drafted,
    redrafted,
    scheduled,
    sent,
    stopped,
)
from holdfast.newsletters.newsletter import (
    MAX_TEXT,
    MAX_TITLE,
    MOST_PRODUCTS,
    BadNewsletter,
    Counted,
    Newsletter,
    NewsletterChangedMeanwhile,
    NewsletterNotFound,
    NewsletterStatus,
    NewsletterTerms,
    Words,
    missing_words,
    newsletter_faults,
)
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
    write_in,
)
from holdfast.newsletters.tables import NEWSLETTER_STATES
