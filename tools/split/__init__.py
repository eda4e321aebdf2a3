"""The shop as several services on one machine, with real RabbitMQ, Redis, PostgreSQL and nginx.

`make split` for people (``__main__``), :class:`Split` for tests.
"""

from tools.split.program import Program
from tools.split.shop import Split

__all__ = ["Program", "Split"]
