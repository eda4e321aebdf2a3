"""PayPal: the buyer agrees on PayPal's own page, and the money is taken once they have."""

from holdfast.payments.providers.paypal.amounts import from_paypal, to_paypal
from holdfast.payments.providers.paypal.provider import PayPalProvider
