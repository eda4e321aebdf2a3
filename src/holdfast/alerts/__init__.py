"""Alerts: what of the shop needs a person, from when it was seen until it was not any more."""

from holdfast.alerts.book import (
    Seen,
    Untold,
    going_on,
    open_alerts,
    open_of,
    tell_alerts,
    told_in_the_hour,
)
from holdfast.alerts.facts import ALERT_NAMES, AlertBegan, AlertEnded, AlertName, AlertsGathered
