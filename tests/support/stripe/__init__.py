"""Stripe as far as a shop meets it: its calls, its page and its events, by its documentation."""

from tests.support.stripe.book import Book
from tests.support.stripe.refusals import Refused
from tests.support.stripe.server import EVENT_SECRET, KEY, StripeServer

__all__ = ["EVENT_SECRET", "KEY", "Book", "Refused", "StripeServer"]
