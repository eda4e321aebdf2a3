"""Why a picture is not taken: each case its own code, for the one who sent it to read."""

from holdfast.kit.errors import Problem
from holdfast.kit.sentences import Sentence, say


class PictureRefused(Exception):
    """The picture was not taken."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(why)
        self.why = why


class PictureUnusable(Problem):
    """What was sent is no picture that a shop can show."""

    status = 422
    code = "picture-unusable"
    title = "This picture cannot be used"


class PictureKindUnknown(PictureUnusable):
    """Its content is none of the formats that are taken, whatever it is called."""

    code = "picture-kind-unknown"

    def __init__(self) -> None:
        super().__init__("Send a JPEG, PNG, WebP or AVIF.")


class PictureTooLarge(PictureUnusable):
    """It has more pixels than are decoded."""

    code = "picture-too-large"


class PictureDamaged(PictureUnusable):
    """It begins as a picture and cannot be read to its end."""

    code = "picture-damaged"

    def __init__(self) -> None:
        super().__init__(
            "The file is damaged or not complete. Save the picture anew and send that."
        )


class PictureAnimated(PictureUnusable):
    """It moves."""

    code = "picture-animated"

    def __init__(self) -> None:
        super().__init__("It is animated. Send a picture that stands still.")


class PictureTooCostly(PictureUnusable):
    """Reading it took more memory or time than a picture may."""

    code = "picture-too-costly"

    def __init__(self) -> None:
        super().__init__("It takes too much memory or time to read. Send a smaller one.")


class PicturesBusy(Problem):
    """As many pictures wait to be read as may."""

    status = 503
    code = "pictures-busy"
    title = "Too many pictures at once"

    def __init__(self) -> None:
        super().__init__(
            "Other pictures are being read. Send it again.", headers={"Retry-After": "2"}
        )


class PicturesAway(Problem):
    """Where pictures are kept does not answer, or has no room."""

    status = 503
    code = "pictures-away"
    title = "Pictures cannot be kept now"

    def __init__(self) -> None:
        super().__init__(
            "Where pictures are kept does not answer. Send it again.", headers={"Retry-After": "5"}
        )


def refusal_of(word: str, size: tuple[int, ...] = ()) -> PictureUnusable:
    """The problem behind what the maker says."""
    if word == "large" and len(size) == 2:
        return PictureTooLarge(
            say(
                "It has {width} x {height} pixels. At most {side} a side, {all} million in all.",
                width=size[0],
                height=size[1],
                side=12_000,
                all=60,
            )
        )
    known = {"kind": PictureKindUnknown, "animated": PictureAnimated, "costly": PictureTooCostly}
    return known.get(word, PictureDamaged)()
