"""What is said of photos that are for some people alone."""

from holdfast.kit.errors import Problem

__all__ = ["PhotoNotFound", "TooManyPhotos"]


class PhotoNotFound(Problem):
    """No such photo, or one that is not for who asks."""

    status = 404
    code = "photo-not-found"
    title = "No such photo"


class TooManyPhotos(Problem):
    """There is a bounded number of them."""

    status = 409
    code = "too-many-photos"
    title = "There are too many photos"
