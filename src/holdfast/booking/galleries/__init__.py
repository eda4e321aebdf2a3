"""What photographers deliver to the clients of bookings: pictures to choose from, and those that
are theirs to download until a day."""

from holdfast.booking.galleries.book import (
    GalleryCounts,
    NewPicture,
    begin_picture,
    finish_picture,
    gallery_as_it_is,
    gallery_counts,
    gallery_of,
    gallery_picture,
    gallery_pictures_of,
    known_picture,
    leave_picture,
    mark_picture,
    marked_pictures,
    picture_alone,
    pictures_are_chosen,
    send_again,
    show_pictures,
    shown_pictures,
)
from holdfast.booking.galleries.ending import (
    EndingSoon,
    end_galleries,
    galleries_ending,
    pictures_going,
    pictures_gone,
)
from holdfast.booking.galleries.facts import (
    PicturesBought,
    PicturesChosen,
    PicturesDelivered,
    PicturesEnding,
)
from holdfast.booking.galleries.further import (
    FurtherOrder,
    SettleFurther,
    further_bought,
    further_called,
    further_dropped,
    further_of,
    further_of_order,
    further_of_orders,
    further_ordered,
    further_priced,
    further_returned,
    open_further,
)
from holdfast.booking.galleries.gallery import (
    LEAST_DAYS,
    MAX_PICTURES,
    MOST_DAYS,
    MOST_FURTHER,
    MOST_PRICE,
    USUAL_DAYS,
    Gallery,
    GalleryPicture,
    GalleryStatus,
    Part,
    Size,
    file_name,
    file_names,
    file_of,
    files_of,
)
from holdfast.booking.galleries.links import (
    GalleryLink,
    allow_download,
    gallery_link,
    gallery_link_by_token,
    gallery_link_of,
    gallery_link_seen,
    gallery_token_hash,
    keep_gallery_link,
    revoke_gallery_link,
    standing_gallery_link,
)
