"""
What is known of a subject, from where, and who decided what: folders, tables, workbooks, sources, attachments, ratings, the history.

It gives no points: nothing here looks at a rule.
"""

from typing import TYPE_CHECKING

from evalfw.foundation import face_of

if TYPE_CHECKING:
    from evalfw.evidence.attaching import Attached as Attached, attach as attach
    from evalfw.evidence.attachment import Attachment as Attachment
    from evalfw.evidence.attachments.digests import (
        ALGORITHMS as ALGORITHMS,
        Algorithm as Algorithm,
        algorithm_in as algorithm_in,
        digest_of as digest_of,
        digest_of_rows as digest_of_rows,
    )
    from evalfw.evidence.attachments.store import (
        attachment_problems as attachment_problems,
        find_attachment as find_attachment,
        read_index as read_index,
    )
    from evalfw.evidence.checking.arrangement import unknown_names as unknown_names
    from evalfw.evidence.checking.evidence import check_evidence as check_evidence, override_fault as override_fault
    from evalfw.evidence.checking.pin import pin_problems as pin_problems
    from evalfw.evidence.citing.quotes import pages_with as pages_with
    from evalfw.evidence.citing.reader import Page as Page, TextReader as TextReader
    from evalfw.evidence.collecting.collector import Collector as Collector
    from evalfw.evidence.collecting.folder import (
        EVIDENCE_FILE as EVIDENCE_FILE,
        FACTS as FACTS,
        INDICATORS_FILE as INDICATORS_FILE,
        LEADS_OUT as LEADS_OUT,
        NARRATIVE as NARRATIVE,
        Collected as Collected,
        collect as collect,
        is_inside as is_inside,
    )
    from evalfw.evidence.completing import complete_rubric as complete_rubric
    from evalfw.evidence.divisions import NOBODY as NOBODY, Assignment as Assignment
    from evalfw.evidence.evidence_file import (
        EVIDENCE_FORMAT as EVIDENCE_FORMAT,
        EvidenceFile as EvidenceFile,
        evidence_converter as evidence_converter,
        part_of as part_of,
        structure_part as structure_part,
    )
    from evalfw.evidence.history.recording import RATING as RATING, further as further, standing as standing
    from evalfw.evidence.history_entry import Entry
    from evalfw.evidence.history_head import HistoryHead as HistoryHead
    from evalfw.evidence.importing import Imported as Imported, import_workbooks as import_workbooks
    from evalfw.evidence.living_numbers import Reference as Reference, references as references
    from evalfw.evidence.model import (
        ENTRIES as ENTRIES,
        TOTAL as TOTAL,
        Adjudication as Adjudication,
        Claim as Claim,
        Evidence as Evidence,
        EvidencePart as EvidencePart,
        Exemption as Exemption,
        Explanation as Explanation,
        Override as Override,
        Period as Period,
        Remark as Remark,
        Section as Section,
        Source as Source,
        StatedValue as StatedValue,
        Statement as Statement,
        Subject as Subject,
    )
    from evalfw.evidence.opened import EvidenceFolder as EvidenceFolder, Means as Means
    from evalfw.evidence.provenance import Taken as Taken
    from evalfw.evidence.recording import (
        history_file as history_file,
        part_file as part_file,
        record_history as record_history,
    )
    from evalfw.evidence.reviewing.forms import Rating as Rating, RatingsFile as RatingsFile, blank_table as blank_table
    from evalfw.evidence.reviewing.ratings import RATINGS as RATINGS, read_ratings as read_ratings
    from evalfw.evidence.sources.only_reading import (
        OnlyReadingError as OnlyReadingError,
        expect_asking as expect_asking,
        only_reading as only_reading,
        url_for_reading as url_for_reading,
    )
    from evalfw.evidence.sources.source import (
        Given as Given,
        Row as Row,
        SourceKind as SourceKind,
        SourceRequest as SourceRequest,
        SourceRows as SourceRows,
    )
    from evalfw.evidence.stating import GivenValue as GivenValue, evidence_of as evidence_of
    from evalfw.evidence.taking import TakenFrom as TakenFrom, collect_sources as collect_sources
    from evalfw.evidence.templates import write_templates as write_templates
    from evalfw.evidence.verifying import WHATS as WHATS, integrity_problems as integrity_problems
    from evalfw.evidence.workbooks.choosing import Take as Take
    from evalfw.evidence.workbooks.limits import points_words as points_words
    from evalfw.evidence.writing import part_text as part_text

    HistoryEntry = Entry
else:
    __getattr__, __dir__ = face_of(
        __name__,
        """
        attaching: Attached attach
        attachment: Attachment
        attachments.digests: ALGORITHMS Algorithm algorithm_in digest_of digest_of_rows
        attachments.store: attachment_problems find_attachment read_index
        checking.arrangement: unknown_names
        checking.evidence: check_evidence override_fault
        checking.pin: pin_problems
        citing.quotes: pages_with
        citing.reader: Page TextReader
        collecting.collector: Collector
        collecting.folder: Collected EVIDENCE_FILE FACTS INDICATORS_FILE LEADS_OUT NARRATIVE collect is_inside
        completing: complete_rubric
        divisions: Assignment NOBODY
        evidence_file: EVIDENCE_FORMAT EvidenceFile evidence_converter part_of structure_part
        history.recording: RATING further standing
        history_entry: HistoryEntry=Entry
        history_head: HistoryHead
        importing: Imported import_workbooks
        living_numbers: Reference references
        model: Adjudication Claim ENTRIES Evidence EvidencePart Exemption Explanation Override Period Remark Section Source StatedValue Statement Subject TOTAL
        opened: EvidenceFolder Means
        provenance: Taken
        recording: history_file part_file record_history
        reviewing.forms: Rating RatingsFile blank_table
        reviewing.ratings: RATINGS read_ratings
        sources.only_reading: OnlyReadingError expect_asking only_reading url_for_reading
        sources.source: Given Row SourceKind SourceRequest SourceRows
        stating: GivenValue evidence_of
        taking: TakenFrom collect_sources
        templates: write_templates
        verifying: WHATS integrity_problems
        workbooks.choosing: Take
        workbooks.limits: points_words
        writing: part_text
        """,
    )
