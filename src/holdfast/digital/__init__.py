"""Goods that nobody sends: codes (licence keys, tickets, vouchers of partners), and files."""

from holdfast.digital.code import (
    LONGEST,
    MOST_AT_ONCE,
    MOST_CODES,
    CodeNotFound,
    CodeStatus,
    CodeUnreadable,
    DigitalCode,
    code_by_id,
    codes_of_orders,
    counts_of,
    free_codes,
    known_digests,
    page_of_codes,
    sealed_code,
)
from holdfast.digital.facts import (
    DigitalCodeSeen,
    DigitalCodesGiven,
    DigitalFileFetched,
    DigitalFilesGiven,
    GivenItem,
)
from holdfast.digital.file_book import begin_file, break_off, files_going, files_gone, finish_file
from holdfast.digital.file_life import fetched, file_taken_back, file_unmoved, granted, told_files
from holdfast.digital.files import (
    MOST_AN_HOUR,
    DigitalFile,
    FileGrant,
    FileNotFound,
    FilesGiven,
    GrantStatus,
    fetched_lately,
    file_of,
    given_of,
    grant_by_id,
    grants_of,
    kept_as,
    kept_file,
)
from holdfast.digital.jobs import GiveCodes
from holdfast.digital.life import (
    brought,
    code_moved,
    given,
    restored,
    seen,
    taken_back,
    told_given,
    void,
)
from holdfast.digital.seals import CodeSeals
