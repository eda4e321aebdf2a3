"""Orders whose money banks ask back."""

from tests.api.money.accounts import Sale
from tests.api.money.banking import Banking, at_stripe
from tests.api.money.life import Step
from tests.api.money.sending import Sending

__all__ = ["Disputing"]


class Disputing(Sending, Banking):
    """What may become of an order that was paid at Stripe is that as well."""

    def steps(self, sale: Sale) -> list[Step]:
        found = super().steps(sale)
        for part in at_stripe(sale):
            if part.dispute is not None:
                return [*found, *[self.decide] * 3]
            if self.is_taken(part):
                return [*found, self.refund_there, self.dispute]
        return found
