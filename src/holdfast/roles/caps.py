"""What one buyer may hold and reserve, by the settings."""

import hmac

from holdfast.flash_sales import Proofs
from holdfast.flows.checkout.bounds import HoldCaps
from holdfast.flows.flash_sales.brakes import SaleBrakes
from holdfast.kit.rates import Rates
from holdfast.settings import Settings

__all__ = ["brakes_of", "caps_of"]


def caps_of(settings: Settings, rates: Rates, secret: bytes) -> HoldCaps | None:
    """None where limits are off."""
    if not settings.limits:
        return None
    return HoldCaps(
        owner=settings.holds_per_owner,
        address=settings.holds_per_address,
        times_address=settings.times_per_address,
        unpaid_owner=settings.unpaid_per_owner,
        unpaid_address=settings.unpaid_per_address,
        unpaid_seconds=settings.unpaid_seconds,
        lines_owner=rates.rate("lines-principal", settings.lines_principal),
        lines_address=rates.rate("lines-address", settings.lines_address),
        pepper=hmac.digest(secret, b"addresses", "sha256"),
    )


def brakes_of(settings: Settings, rates: Rates, secret: bytes) -> SaleBrakes:
    """Without rates where limits are off."""
    proofs = Proofs(secret, settings.proof_bits)
    if not settings.limits:
        return SaleBrakes(proofs)
    return SaleBrakes(
        proofs,
        rates.rate("places-principal", settings.places_principal),
        rates.rate("places-address", settings.places_address),
    )
