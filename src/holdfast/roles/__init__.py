"""The roles a process may have where the shop runs as several services, each composed in a module
of its own with ``build``. What they and the whole shop in one process (``app.py``) are put together
from is in ``parts``. The modules are the surface; only they and ``app.py`` read settings.
"""
