"""
What does not fit and what is still to come: figures, citations, the written report, the review, the rubric itself (lint), the status of evidence.

It changes no points: it says what somebody should look at.
"""

from typing import TYPE_CHECKING

from evalfw.foundation import face_of

if TYPE_CHECKING:
    from evalfw.examining.checking import (
        RUBRIC_CODES as RUBRIC_CODES,
        Examination as Examination,
        examine_folder as examine_folder,
    )
    from evalfw.examining.linting.lint import lint_rubric as lint_rubric
    from evalfw.examining.observation import Observation as Observation
    from evalfw.examining.review import Review as Review
    from evalfw.examining.reviewing import (
        review_folder as review_folder,
        settings_of as settings_of,
        settle_review as settle_review,
        start_rating as start_rating,
    )
    from evalfw.examining.status import OpenItem as OpenItem, Status as Status, folder_status as folder_status
else:
    __getattr__, __dir__ = face_of(
        __name__,
        """
        checking: Examination RUBRIC_CODES examine_folder
        linting.lint: lint_rubric
        observation: Observation
        review: Review
        reviewing: review_folder settings_of settle_review start_rating
        status: OpenItem Status folder_status
        """,
    )
