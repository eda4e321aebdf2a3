"""What is told live. Another thing told is one ``Channel``: its name, who may listen, its source.

A committed batch becomes ``News``: states of accounts, holds, rows. The ``Feed`` of each process
takes its own and, by the ``Bus``, the others' (and nothing else tells sockets anything).
``Watched`` keeps the states somebody watches: the newest version of each counts, of many changes
the last is told, and what changed is read once more (``Healing``), so that lost news does no harm.
``Listeners`` are the connections that watch a channel: whoever may not is refused; a snapshot and
the updates after it come from one memory. The ``Teller`` tells them in rounds, a quarter of the
loop at most, and passes over whoever does not read. ``Sockets`` is the Socket.IO around it.
"""

from holdfast.live.channel import Accounts, Channel, Reads, TooManyKeys, Who
from holdfast.live.everything import LATELY
from holdfast.live.feed import Feed
from holdfast.live.healing import Healing
from holdfast.live.holds import HoldReading
from holdfast.live.listeners import MOST_ASKED
from holdfast.live.sockets import Sockets
from holdfast.live.watchers import Limits, Visitor
