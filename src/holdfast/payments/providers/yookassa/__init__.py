"""YooKassa: the buyer pays on YooKassa's own page, by card, SBP or what else the shop has there."""

from holdfast.payments.providers.yookassa.amounts import from_yookassa, to_yookassa
from holdfast.payments.providers.yookassa.provider import YooKassaProvider
