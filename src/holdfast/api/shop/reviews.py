"""Reviews of a product: what buyers say, and one's own."""

from typing import Annotated, Literal, TypeAlias, cast
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import problems
from holdfast.api.contract.uploads import upload
from holdfast.api.shell.dependencies import Member, body, caller, database, exchange, member
from holdfast.api.shell.picture_uploads import PICTURE, PICTURE_BODY, PICTURE_PROBLEMS, may_send
from holdfast.api.shell.state import state_of
from holdfast.api.shop.products import ImageBody, ReplyBody, ReviewBody, image_shown, reads
from holdfast.catalog import ProductNotFound
from holdfast.catalog.pictures import image_of
from holdfast.flows.inventory.pictures import take_picture
from holdfast.flows.reviewing.pictures import BadReviewPictures, shown_in
from holdfast.flows.reviewing.replying import may_reply
from holdfast.flows.reviewing.writing import (
    NotBought,
    OwnGoods,
    ReviewAsked,
    remove_review,
    review_refused,
    write_review,
)
from holdfast.kit.paging import BadCursor
from holdfast.people import Principal
from holdfast.reviews import MAX_PICTURES, MAX_TEXT, MOST_STARS, Subject, own_review, voted_for
from holdfast.views.reviews import ReviewQuery, ReviewSort, ShownReview, review_page

__all__ = [
    "OwnReviewAnswer", "ReviewForm", "ReviewsAnswer", "known_product", "own_answer",
    "picture_taken", "product_on_sale", "reviews_answer", "router",
]  # fmt: skip

router = APIRouter(prefix="/api/products", tags=["products"])

WhyNot: TypeAlias = Literal["login", "not-bought", "no-session", "own-goods"]


class ReviewsAnswer(Answer):
    reviews: list[ReviewBody]
    helpful: dict[UUID, int] = Field(
        description="By how many each of these was found helpful, if by anybody"
    )
    found_helpful: list[UUID] = Field(description="Those that one found so oneself")
    next_cursor: str | None


class OwnReviewBody(Answer):
    """One's own, whether it shows or not."""

    id: UUID
    rating: int = Field(ge=1, le=5)
    text: str
    images: list[ImageBody]
    created_at: Instant
    edited_at: Instant | None
    hidden: bool = Field(description="By staff; it does not count either")
    hidden_reason: str | None = Field(description="Why staff hid it")


class OwnReviewAnswer(Answer):
    review: OwnReviewBody | None = Field(description="None: not written, or taken back")
    may_write: bool = Field(description="Whether one may write or change it")
    why_not: WhyNot | None = Field(description="Why not")
    may_reply: bool = Field(description="Whether one may reply to what others write")


class ReviewForm(Ask):
    """How many stars, and why."""

    rating: int = Field(ge=1, le=MOST_STARS, strict=True)
    text: str = Field(default="", max_length=MAX_TEXT, description="Plain text")
    pictures: list[Annotated[str, Field(min_length=1, max_length=2048)]] = Field(
        default_factory=list,
        max_length=MAX_PICTURES,
        description="In this order, by the addresses that sending them answered, or that the review"
        " has",
    )

    @property
    def asked(self) -> ReviewAsked:
        return ReviewAsked(self.rating, self.text, tuple(self.pictures))


@router.get("/{product}/reviews", responses=problems(ProductNotFound, BadCursor))
async def list_reviews(
    request: Request,
    product: str,
    sort: Annotated[
        ReviewSort,
        Query(description="The newest first, or by stars or how helpful, then the newest"),
    ] = "new",
    rating: Annotated[int | None, Query(ge=1, le=5, description="Only of so many stars")] = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> ReviewsAnswer:
    """What buyers say of a product. A review shows at once; what staff hid is not here."""
    found = await product_on_sale(request, product)
    query = ReviewQuery(found, sort, rating, limit, cursor or None)
    return await reviews_answer(request, query)


@router.get("/{product}/review", responses=problems(ProductNotFound))
async def get_own_review(request: Request, product: str) -> OwnReviewAnswer:
    """One's own review of a product, and whether one may write it."""
    about = Subject("product", await product_on_sale(request, product))
    return await own_answer(request, about, exchange(request).principal)


@router.put(
    "/{product}/review", responses=problems(ProductNotFound, NotBought, OwnGoods, BadReviewPictures)
)
async def put_own_review(request: Request, product: str, asked: ReviewForm) -> OwnReviewAnswer:
    """Write one's review of a product that one bought, or write it anew: each buyer has one, the
    last of two at once stands. What staff hid stays hidden until they have looked again."""
    found, who = await product_on_sale(request, product), member(request)
    about = Subject("product", found)
    await write_review(database(request), caller(request), about, asked.asked)
    return await own_answer(request, about, who)


@router.delete("/{product}/review", responses=problems(ProductNotFound))
async def delete_own_review(request: Request, product: str) -> OwnReviewAnswer:
    """Take one's review back, also when one may not write any more. Repeating it changes
    nothing."""
    who = member(request)
    about = Subject("product", await known_product(request, product))
    await remove_review(database(request), caller(request), about)
    return await own_answer(request, about, who)


@router.post(
    "/{product}/review/pictures",
    status_code=201,
    responses={**PICTURE_PROBLEMS, **problems(ProductNotFound, NotBought, OwnGoods)},
    openapi_extra=PICTURE_BODY,
)
@upload(PICTURE)
async def post_review_picture(request: Request, product: str, who: Member) -> ImageBody:
    """Send a picture that one's review of a product is to show, as `POST /api/staff/pictures` takes
    pictures: `pictures` of the review name it by its address. What no review shows is gone after a
    day."""
    found = await product_on_sale(request, product)
    return await picture_taken(request, Subject("product", found), who)


async def picture_taken(request: Request, about: Subject, who: Principal) -> ImageBody:
    """The picture in the request's body, kept, of who may write a review of it."""
    if (refusal := await review_refused(database(request), who, about)) is not None:
        raise refusal
    await may_send(request, who)
    found = await take_picture(state_of(request).pictures, body(request), who.id)
    return image_shown(image_of(found), "")


async def product_on_sale(request: Request, product: str) -> UUID:
    if not await reads(request).is_on_sale(product):
        raise ProductNotFound("There is no such product on sale.")
    return await known_product(request, product)


async def known_product(request: Request, product: str) -> UUID:
    found = await reads(request).find(product)
    if found is None:
        raise ProductNotFound("There is no such product on sale.")
    return found


async def own_answer(request: Request, about: Subject, who: Principal | None) -> OwnReviewAnswer:
    """One's own review of it."""
    if who is None or who.kind != "user":
        return OwnReviewAnswer(review=None, may_write=False, why_not="login", may_reply=False)
    one = await own_review(database(request).pool, who.user_id, about.id)
    refusal = await review_refused(database(request), who, about)
    shown = one and OwnReviewBody(
        id=one.id,
        rating=one.stars,
        text=one.text,
        images=[image_shown(each, "") for each in shown_in(one.images)],
        created_at=one.created_at,
        edited_at=one.changed_at if one.changed_at > one.created_at else None,
        hidden=one.is_hidden,
        hidden_reason=one.hidden_reason,
    )
    return OwnReviewAnswer(
        review=shown,
        may_write=refusal is None,
        why_not=None if refusal is None else cast("WhyNot", refusal.code),
        may_reply=await may_reply(database(request), who, about),
    )


async def reviews_answer(request: Request, query: ReviewQuery) -> ReviewsAnswer:
    """A page of them, with what who asks found of each."""
    who = exchange(request).principal
    async with database(request).read() as connection:
        page, next_cursor = await review_page(connection, query)
        found = [one.id for one in page if one.helpful]
        if found and who is not None and who.kind == "user":
            found = await voted_for(connection, who.user_id, found)
        else:
            found = []
    return ReviewsAnswer(
        reviews=[review_shown(one) for one in page],
        helpful={one.id: one.helpful for one in page if one.helpful},
        found_helpful=found,
        next_cursor=next_cursor,
    )


def review_shown(one: ShownReview) -> ReviewBody:
    return ReviewBody(
        id=one.id,
        username=one.username,
        rating=one.rating,
        text=one.text,
        images=[image_shown(each, "") for each in one.images],
        bought=one.bought,
        created_at=one.created_at,
        edited_at=one.edited_at,
        reply=ReplyBody(text=one.reply, at=one.replied_at)
        if one.reply and one.replied_at
        else None,
    )
