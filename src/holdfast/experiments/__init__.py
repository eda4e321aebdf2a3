"""Experiments: variants of the pages, compared by what people who saw them bought or booked."""

from holdfast.experiments.book import (
    counts_of,
    forget_seen,
    key_taken,
    list_experiments,
    load_experiment,
    look_after_experiments,
    note_seen,
    shown_experiments,
)
from holdfast.experiments.changes import (
    ARRANGED,
    MAX_SENTENCE,
    SENTENCES,
    Change,
    SentenceKey,
    Where,
)
from holdfast.experiments.comparison import Comparison, Counted, Outcome, Verdict, compared
from holdfast.experiments.experiment import (
    MOST_KEPT,
    MOST_RUNNING,
    MOST_VARIANTS,
    MOST_VISITORS,
    MOST_WEIGHT,
    BadExperiment,
    Experiment,
    ExperimentNotFound,
    ExperimentStatus,
    Goal,
    Terms,
    Variant,
    free_slot,
    in_the_way,
    terms_faults,
)
from holdfast.experiments.life import discarded, drafted, ended, kept, redrafted, started
from holdfast.experiments.statistics import Interval
