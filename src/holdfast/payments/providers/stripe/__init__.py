"""Stripe: the buyer pays on Stripe's own page, so that no card's number ever reaches a shop."""

from holdfast.payments.providers.stripe.amounts import NotChargeable, from_stripe, to_stripe
from holdfast.payments.providers.stripe.events import read_event
from holdfast.payments.providers.stripe.provider import StripeProvider
