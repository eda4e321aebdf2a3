"""Cross-site request forgery: may the page that sent this change anything here?

Browsers say where a request comes from (``Sec-Fetch-Site``, older ones only ``Origin``), and pages
cannot forge either. What is no browser sends neither, and has no visitor's cookie to abuse.
"""

from collections.abc import Mapping

__all__ = ["same_origin"]


def same_origin(headers: Mapping[bytes, bytes], host: bytes, allowed: frozenset[bytes]) -> bool:
    """Whether our own pages (or those of ``allowed`` origins) sent it, or no browser did."""
    site = headers.get(b"sec-fetch-site")
    if site == b"same-origin" or site == b"none":
        return True
    origin = headers.get(b"origin")
    if origin is None:
        return site is None
    if origin in allowed:
        return True
    if site is not None:
        return False
    _, separator, its_host = origin.partition(b"://")
    return bool(separator) and its_host.lower() == host.lower()
