"""Tests of rubrics as data: facts, and what they are expected to earn. Their authors need no Python."""

from evalfw.cases.case_file import CASE_FORMAT, CASE_SUFFIX, Case, CaseFile, Expectation, read_cases
from evalfw.cases.coverage import Coverage, coverage_of
from evalfw.cases.mutation import MutationResult, mutate
from evalfw.cases.running import CaseResult, Difference, Prepared, prepare, run_case

__all__ = [
    "CASE_FORMAT",
    "CASE_SUFFIX",
    "Case",
    "CaseFile",
    "CaseResult",
    "Coverage",
    "Difference",
    "Expectation",
    "MutationResult",
    "Prepared",
    "coverage_of",
    "mutate",
    "prepare",
    "read_cases",
    "run_case",
]
