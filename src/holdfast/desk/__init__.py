"""The desk: what each of staff keeps for their own work."""

from holdfast.desk.drafts import (
    MOST_DRAFTS,
    Draft,
    draft_of,
    drafts_of,
    drop_draft,
    put_draft,
    sweep_drafts,
)
from holdfast.desk.saved_views import (
    MOST_VIEWS,
    SavedView,
    count_views,
    drop_view,
    lock_views,
    place_views,
    put_view,
    view_of,
    views_for,
)
