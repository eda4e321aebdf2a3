"""The gateway: no database of its own. It asks the services behind it over HTTP, vouches for who
sends a request, and holds the sockets. The modules are the surface, as in ``api``.
"""
