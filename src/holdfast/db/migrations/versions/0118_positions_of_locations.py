"""Where locations and postal codes are on the earth."""

from alembic import op

revision = "0118"
down_revision = "0117"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    ALTER TABLE locations ADD COLUMN latitude double precision,
        ADD COLUMN longitude double precision,
        ADD CONSTRAINT ck_locations_position CHECK (
            (latitude IS NULL) = (longitude IS NULL) AND latitude BETWEEN -90 AND 90
            AND longitude BETWEEN -180 AND 180)
    """,
    "COMMENT ON COLUMN locations.latitude IS 'degrees north; none: not known where it is'",
    "COMMENT ON COLUMN locations.longitude IS 'degrees east'",
    """
    CREATE TABLE areas (
        country text NOT NULL, postal_code text NOT NULL, latitude double precision,
        longitude double precision, asked_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_areas PRIMARY KEY (country, postal_code),
        CONSTRAINT ck_areas_position CHECK ((latitude IS NULL) = (longitude IS NULL))
    )
    """,
    "COMMENT ON TABLE areas IS 'where postal codes are, as a geocoder said'",
    "COMMENT ON COLUMN areas.country IS 'ISO 3166'",
    "COMMENT ON COLUMN areas.postal_code IS 'letters and digits alone'",
    "COMMENT ON COLUMN areas.latitude IS 'degrees north; none: nobody knows'",
    "COMMENT ON COLUMN areas.longitude IS 'degrees east'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
