"""Google Calendar as its documentation has it, over real HTTP: what a client may rely on, and what
it is refused.

Written from the reference of ``events``, ``freebusy``, ``channels`` and the guides on
synchronization, push notifications, errors and OAuth, before our own client was.
"""
