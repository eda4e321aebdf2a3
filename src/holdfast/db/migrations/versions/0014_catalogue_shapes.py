"""What other systems put into the catalogue's JSON has the shape it is read in.

One product of another shape would otherwise break every page and every cart that it is part of.
"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# In strict mode whatever is missing, or of another kind than a path goes on from, is no match.
_TEXT_OR_NONE = '@.value.type() != "string" && @.value.type() != "null"'
_OPTION = """
    @.type() == "object" && @.code.type() == "string" && @.name.type() == "string"
    && @.values.type() == "array" && !exists(@.values[*] ? (@.type() != "string"))
    && !exists(@.keyvalue() ? (@.key == "swatches" && @.value.type() != "object"))
    && !exists(@.keyvalue() ? (@.key == "swatches").value.* ? (@.type() != "string"))
"""
_IMAGE = f"""
    @.type() == "object" && @.url.type() == "string"
    && !exists(@.keyvalue() ? (@.key == "alt" && @.value.type() != "string"))
    && !exists(@.keyvalue() ? (@.key == "source" && {_TEXT_OR_NONE}))
    && !exists(@.keyvalue() ? ((@.key == "width" || @.key == "height")
        && @.value.type() != "null"
        && (@.value.type() != "number" || @.value.floor() != @.value)))
"""
_WORDS_OF_OPTIONS = '$.*.keyvalue() ? (@.key == "options").value'
_TRANSLATIONS = f"""
    $.type() == "object" && !exists($.* ? (@.type() != "object"))
    && !exists($.*.keyvalue() ? (
        (@.key == "name" || @.key == "description" || @.key == "category") && {_TEXT_OR_NONE}))
    && !exists({_WORDS_OF_OPTIONS} ? (@.type() != "object"))
    && !exists({_WORDS_OF_OPTIONS}.* ? (@.type() != "object"))
    && !exists({_WORDS_OF_OPTIONS}.*.keyvalue() ? (@.key == "name" && {_TEXT_OR_NONE}))
    && !exists({_WORDS_OF_OPTIONS}.*.keyvalue() ? (
        @.key == "values" && @.value.type() != "object"))
    && !exists({_WORDS_OF_OPTIONS}.*.keyvalue() ? (@.key == "values").value.* ? (
        @.type() != "string"))
"""


def _is(column: str, predicate: str) -> str:
    return f"coalesce(jsonb_path_match({column}, 'strict {predicate}', '{{}}', true), false)"


def _all_are(column: str, predicate: str) -> str:
    """Of a list: what fits of it is all of it."""
    return (
        f"jsonb_path_query_array({column}, 'strict $[*] ? ({predicate})', '{{}}', true) = {column}"
    )


SHAPES = (
    ("products", "options_shape", _all_are("options", _OPTION)),
    ("products", "images_shape", _all_are("images", _IMAGE)),
    ("products", "tags_shape", _all_are("tags", '@.type() == "string"')),
    ("products", "translations_shape", _is("translations", _TRANSLATIONS)),
    (
        "variants",
        "options_shape",
        _is("options", '$.type() == "object" && !exists($.* ? (@.type() != "string"))'),
    ),
)


def upgrade() -> None:
    for table, name, shape in SHAPES:
        # Not of rows that are there: one that is wrong already would keep the shop from starting.
        op.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_{name} CHECK ({shape}) NOT VALID"
        )


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
