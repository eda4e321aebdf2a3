"""Windows of best sellers: the last 1 to 30 days, cut by the minute.

As of a minute M the window of d days has the minutes after M - 24 d hours, and M itself: d days
to the minute.
"""

from typing import Final

MOST_DAYS: Final = 30
"""The longest window; there is one for each number of days up to it."""
