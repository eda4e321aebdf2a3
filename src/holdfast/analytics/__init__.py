"""What people do in the shop, told to an analytics service of the merchant's: only of who agreed to
that, and under a name that leads back to nobody.

What is told and how it gets there is in ``sinks`` and ``flows.platforms``.
"""

from holdfast.analytics.choices import (
    KEPT_DAYS,
    Choice,
    adopt_choice,
    agreed_since,
    forget_choices,
    keep_choice,
    read_choice,
)
from holdfast.analytics.facts import Act, VisitorActed
from holdfast.analytics.keys import AnalyticsKeys
from holdfast.analytics.pseudonyms import pseudonym
