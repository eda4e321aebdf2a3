"""What is told of visitors."""

from typing import Literal, TypeAlias
from uuid import UUID

from holdfast.db.events import Fact

Act: TypeAlias = Literal["view-product", "view-profile", "look-for-times", "add-to-cart"]


class VisitorActed(Fact, frozen=True):
    """Somebody who agreed to analytics opened a product's page, or a photographer's or studio's,
    looked for times of a service, or put a product into a cart. Written of nobody else, and only
    where analytics are set up."""

    TYPE = "visitor.acted"
    SUBJECT = "product, photographer, studio or service id"
    user: str
    act: Act
    subject_id: UUID
