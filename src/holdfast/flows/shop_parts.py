"""Everything the shop's flows work with, composed once by ``app.py`` and ``roles``. Each flow is
handed the part of its own room, so none names this."""

from dataclasses import dataclass

from holdfast.flows.booking.booker import Booker
from holdfast.flows.booking.studio import Studio
from holdfast.flows.carting.carting import Carting
from holdfast.flows.conversing.desk import ConversationDesk
from holdfast.flows.digital.desk import CodeDesk
from holdfast.flows.experimenting.desk import ExperimentDesk
from holdfast.flows.fulfilment.dispatch import Dispatch
from holdfast.flows.inventory.stockroom import Stockroom
from holdfast.flows.newsletters.desk import NewsletterDesk
from holdfast.flows.referrals.desk import ReferralDesk
from holdfast.flows.returning.exchanging import ReturnDesk

__all__ = ["ShopParts"]


@dataclass(frozen=True, kw_only=True)
class ShopParts(
    Booker,
    Carting,
    ConversationDesk,
    CodeDesk,
    Stockroom,
    ReferralDesk,
    Studio,
    Dispatch,
    ReturnDesk,
    ExperimentDesk,
    NewsletterDesk,
):
    """One of each."""
