"""A row for each client's review of a product, a photographer or a studio, and for each question
about a product, whether it shows or not.

What was removed keeps its row without its words: a review that staff hid stays hidden when it is
written again. How many of how many stars show is counted in ``product_counts`` of a product and in
``resource_ratings`` of a photographer or studio.
"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.kit.ratings import RATING

_STANDS = sa.text("removed_at IS NULL")
_SHOWS = sa.text("removed_at IS NULL AND hidden_at IS NULL")
_NOT_LOOKED_AT = sa.text("removed_at IS NULL AND looked_at IS NULL")
_HIDDEN = sa.text("removed_at IS NULL AND hidden_at IS NOT NULL")


def _words() -> tuple[sa.schema.SchemaItem, ...]:
    """What is said in public, what staff make of it, and what is said to it."""
    return (
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("author", sa.Uuid, nullable=False, comment="a user's id"),
        sa.Column("text", sa.Text, nullable=False, server_default=""),
        sa.Column(
            "version", sa.BigInteger, nullable=False, server_default="1", comment="of what it says"
        ),
        written_at("created_at"),
        written_at("changed_at"),
        sa.Column("removed_at", TIME),
        sa.Column("looked_at", TIME, comment="when staff last looked at what it says now"),
        sa.Column("hidden_at", TIME),
        sa.Column("hidden_by", sa.Text),
        sa.Column("hidden_reason", sa.Text),
        sa.Column("reply", sa.Text, nullable=False, server_default="", comment="by whom it is of"),
        sa.Column("replied_at", TIME),
        sa.Column("replied_by", sa.Text),
        sa.CheckConstraint(
            "(reply = '') = (replied_at IS NULL) AND (reply = '') = (replied_by IS NULL)",
            name="reply",
        ),
        sa.CheckConstraint(
            "(hidden_at IS NULL) = (hidden_by IS NULL)"
            " AND (hidden_at IS NULL) = (hidden_reason IS NULL)",
            name="hidden",
        ),
    )


reviews = sa.Table(
    "reviews",
    metadata,
    *_words(),
    sa.Column("subject", sa.Text, nullable=False, comment="what it is of: product, resource"),
    sa.Column("subject_id", sa.Uuid, nullable=False, comment="of that"),
    sa.Column("stars", sa.SmallInteger, nullable=False),
    sa.Column(
        "images",
        JSONB,
        nullable=False,
        server_default=sa.text("'[]'"),
        comment="as a product has them",
    ),
    sa.Column(
        "helpful", sa.BigInteger, nullable=False, server_default="0", comment="of review_votes"
    ),
    sa.CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
    sa.CheckConstraint("subject IN ('product', 'resource')", name="subject"),
    sa.Index("uq_reviews_author", "author", "subject_id", unique=True),
    sa.Index("ix_reviews_newest", "subject_id", "created_at", "id", postgresql_where=_SHOWS),
    sa.Index(
        "ix_reviews_rated", "subject_id", "stars", "created_at", "id", postgresql_where=_SHOWS
    ),
    sa.Index(
        "ix_reviews_helpful", "subject_id", "helpful", "created_at", "id", postgresql_where=_SHOWS
    ),
    sa.Index("ix_reviews_changed", "changed_at", "id", postgresql_where=_STANDS),
    sa.Index("ix_reviews_new", "changed_at", "id", postgresql_where=_NOT_LOOKED_AT),
    sa.Index("ix_reviews_hidden", "changed_at", "id", postgresql_where=_HIDDEN),
    sa.Index(
        "ix_reviews_pictures",
        sa.text("jsonb_path_query_array(images, '$[*].picture')"),
        postgresql_using="gin",
        postgresql_where=sa.text("images <> '[]'"),
    ),
)

questions = sa.Table(
    "questions",
    metadata,
    *_words(),
    sa.Column("product_id", sa.Uuid, nullable=False),
    sa.Index(
        "uq_questions_waiting",
        "author",
        "product_id",
        unique=True,
        postgresql_where=sa.text("removed_at IS NULL AND reply = ''"),
    ),
    sa.Index("ix_questions_author", "author", "created_at"),
    sa.Index(
        "ix_questions_shown",
        "product_id",
        sa.text("(reply <> '')"),
        "created_at",
        "id",
        postgresql_where=_SHOWS,
    ),
    sa.Index("ix_questions_changed", "changed_at", "id", postgresql_where=_STANDS),
    sa.Index("ix_questions_new", "changed_at", "id", postgresql_where=_NOT_LOOKED_AT),
    sa.Index("ix_questions_hidden", "changed_at", "id", postgresql_where=_HIDDEN),
    sa.Index(
        "ix_questions_unanswered",
        "changed_at",
        "id",
        postgresql_where=sa.text("removed_at IS NULL AND hidden_at IS NULL AND reply = ''"),
    ),
)

# Who found it helpful. Triggers count them in ``reviews.helpful``, whoever writes here.
review_votes = sa.Table(
    "review_votes",
    metadata,
    sa.Column("review_id", sa.Uuid, sa.ForeignKey("reviews.id"), primary_key=True),
    sa.Column("voter", sa.Uuid, primary_key=True, comment="a user's id"),
    written_at("at"),
    sa.Index("ix_review_votes_voter", "voter"),
)

resource_ratings = sa.Table(
    "resource_ratings",
    metadata,
    sa.Column("resource_id", sa.Uuid, primary_key=True),
    sa.Column(
        "stars",
        ARRAY(sa.BigInteger),
        nullable=False,
        server_default=sa.text("'{0,0,0,0,0}'"),
        comment="how many reviews show of one star, of two, up to five",
    ),
    sa.Column("reviews_version", sa.BigInteger, nullable=False, server_default="0"),
    # The mean in thousandths; 0: nobody has rated it.
    sa.Column("rating", sa.Integer, sa.Computed(RATING, persisted=True), nullable=False),
    sa.CheckConstraint("cardinality(stars) = 5 AND 0 <= ALL (stars)", name="stars"),
    postgresql_with={"fillfactor": "80"},
)
