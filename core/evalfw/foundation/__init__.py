"""
What any careful program needs: words in two languages, exact numbers, errors with a place, files and tables read within limits and
written whole, calls that are guarded.

It knows no rubric, no evidence and no plugin.
"""

from typing import TYPE_CHECKING

from evalfw.foundation.later import face_of as face_of

if TYPE_CHECKING:
    from evalfw.foundation.days import Days as Days, days_in as days_in
    from evalfw.foundation.display import (
        clipped as clipped,
        harmless as harmless,
        in_columns as in_columns,
        padded as padded,
        right as right,
        visible as visible,
        width_of as width_of,
        wrapped as wrapped,
    )
    from evalfw.foundation.errors import (
        EvalfwError as EvalfwError,
        EvidenceError as EvidenceError,
        InputError as InputError,
        OutputError as OutputError,
        PluginError as PluginError,
        Problem as Problem,
        ReportError as ReportError,
        RequestError as RequestError,
        RubricError as RubricError,
        nearest as nearest,
    )
    from evalfw.foundation.exact import (
        GROUPED as GROUPED,
        MAX_DIGITS as MAX_DIGITS,
        NUMERAL as NUMERAL,
        ZERO as ZERO,
        as_decimal as as_decimal,
        grouped_numeral as grouped_numeral,
        narrow as narrow,
        numeral as numeral,
        plain as plain,
        round_half_up as round_half_up,
        shown as shown,
        shown_span as shown_span,
        too_large as too_large,
        why_unfit as why_unfit,
    )
    from evalfw.foundation.grids.book import sheet_lines as sheet_lines
    from evalfw.foundation.grids.delimited import (
        Delimited as Delimited,
        delimited_lines as delimited_lines,
        form_of as form_of,
    )
    from evalfw.foundation.grids.encoding import ENCODINGS as ENCODINGS, encoding_of as encoding_of
    from evalfw.foundation.grids.heading import head_text as head_text, with_heads as with_heads
    from evalfw.foundation.grids.line import (
        Grid as Grid,
        Line as Line,
        TableFaultError as TableFaultError,
        Tell as Tell,
        Value as Value,
        is_blank as is_blank,
        is_foot as is_foot,
    )
    from evalfw.foundation.grids.opening import BOOKS as BOOKS, TEXTS as TEXTS, open_grid as open_grid
    from evalfw.foundation.grids.plain import is_plain_text as is_plain_text
    from evalfw.foundation.guarding.classes import load_class as load_class, named as named
    from evalfw.foundation.guarding.faults import (
        NoAnswerError as NoAnswerError,
        PluginFaultError as PluginFaultError,
        WrongResultError as WrongResultError,
        said_of as said_of,
        told as told,
        wrong_type as wrong_type,
    )
    from evalfw.foundation.guarding.guard import SECONDS as SECONDS, Guard as Guard, Traced as Traced
    from evalfw.foundation.guarding.results import (
        checked_misfits as checked_misfits,
        exact_number as exact_number,
        is_text as is_text,
        read_once as read_once,
        refused as refused,
        text_of as text_of,
    )
    from evalfw.foundation.irrational import (
        MOST_PLACES as MOST_PLACES,
        MOST_POWER as MOST_POWER,
        geometric_mean as geometric_mean,
        logarithm as logarithm,
        power as power,
        root as root,
    )
    from evalfw.foundation.later import face_of as face_of
    from evalfw.foundation.misfit import KeyPath as KeyPath, Misfit as Misfit, MisfitError as MisfitError
    from evalfw.foundation.notebook import Notebook as Notebook, in_notebook as in_notebook
    from evalfw.foundation.paper import PAPER as PAPER, page_breaks as page_breaks, row_height as row_height
    from evalfw.foundation.progress import SILENT as SILENT, Progress as Progress
    from evalfw.foundation.reading.archives import check_archive as check_archive
    from evalfw.foundation.reading.document import Document as Document, Origin as Origin
    from evalfw.foundation.reading.files import (
        BOM as BOM,
        MAX_TABLE_BYTES as MAX_TABLE_BYTES,
        UNREADABLE as UNREADABLE,
        called as called,
        expect_small as expect_small,
        is_there as is_there,
        read_text as read_text,
    )
    from evalfw.foundation.reading.json import parse_json as parse_json, read_json as read_json
    from evalfw.foundation.reading.os_errors import reason_of as reason_of
    from evalfw.foundation.reading.structuring import (
        expected as expected,
        found as found,
        number as number,
        set_later as set_later,
        spelled as spelled,
        strict_converter as strict_converter,
        structure as structure,
        wrong as wrong,
    )
    from evalfw.foundation.reading.tables import Cell as Cell, Table as Table, TableReader as TableReader
    from evalfw.foundation.reading.toml import parse_toml as parse_toml, read_toml as read_toml
    from evalfw.foundation.reading.walking import files_below as files_below, is_left_behind as is_left_behind
    from evalfw.foundation.registered import (
        AGGREGATOR as AGGREGATOR,
        COLLECTOR as COLLECTOR,
        COMMAND as COMMAND,
        CORE as CORE,
        FUNCTION as FUNCTION,
        LINT as LINT,
        RENDERER as RENDERER,
        RULE as RULE,
        SORTS as SORTS,
        SOURCE as SOURCE,
        TABLE as TABLE,
        TEXT as TEXT,
        UNIT as UNIT,
        VIEW as VIEW,
        Conflict as Conflict,
        Registered as Registered,
        Sort as Sort,
        id_of as id_of,
        is_of as is_of,
        lost_of as lost_of,
        register as register,
        settled as settled,
    )
    from evalfw.foundation.text import (
        NOTHING as NOTHING,
        Language as Language,
        Text as Text,
        folded as folded,
        is_unicode as is_unicode,
        listing as listing,
        quoted as quoted,
        verbatim as verbatim,
        well_formed as well_formed,
    )
    from evalfw.foundation.version import VERSION as VERSION
    from evalfw.foundation.writing.files import (
        make_folder as make_folder,
        write_file as write_file,
        write_together as write_together,
    )
    from evalfw.foundation.writing.folder import changing as changing, held as held
    from evalfw.foundation.writing.paths import path_from as path_from, path_ref as path_ref
    from evalfw.foundation.writing.toml import (
        toml_key as toml_key,
        toml_string as toml_string,
        toml_value as toml_value,
    )
    from evalfw.foundation.writing.toml_editing import (
        CannotEditError as CannotEditError,
        edited_head as edited_head,
        is_listed_by_headers as is_listed_by_headers,
        parsed as parsed,
        with_inline_entries as with_inline_entries,
        with_value as with_value,
        without_entries as without_entries,
    )
else:
    __getattr__, __dir__ = face_of(
        __name__,
        """
        days: Days days_in
        display: clipped harmless in_columns padded right visible width_of wrapped
        errors: EvalfwError EvidenceError InputError OutputError PluginError Problem ReportError RequestError RubricError nearest
        exact: GROUPED MAX_DIGITS NUMERAL ZERO as_decimal grouped_numeral narrow numeral plain round_half_up shown shown_span too_large why_unfit
        grids.book: sheet_lines
        grids.delimited: Delimited delimited_lines form_of
        grids.encoding: ENCODINGS encoding_of
        grids.heading: head_text with_heads
        grids.line: Grid Line TableFaultError Tell Value is_blank is_foot
        grids.opening: BOOKS TEXTS open_grid
        grids.plain: is_plain_text
        guarding.classes: load_class named
        guarding.faults: NoAnswerError PluginFaultError WrongResultError said_of told wrong_type
        guarding.guard: Guard SECONDS Traced
        guarding.results: checked_misfits exact_number is_text read_once refused text_of
        irrational: MOST_PLACES MOST_POWER geometric_mean logarithm power root
        later: face_of
        misfit: KeyPath Misfit MisfitError
        notebook: Notebook in_notebook
        paper: PAPER page_breaks row_height
        progress: Progress SILENT
        reading.archives: check_archive
        reading.document: Document Origin
        reading.files: BOM MAX_TABLE_BYTES UNREADABLE called expect_small is_there read_text
        reading.json: parse_json read_json
        reading.os_errors: reason_of
        reading.structuring: expected found number set_later spelled strict_converter structure wrong
        reading.tables: Cell Table TableReader
        reading.toml: parse_toml read_toml
        reading.walking: files_below is_left_behind
        registered: AGGREGATOR COLLECTOR COMMAND CORE Conflict FUNCTION LINT RENDERER RULE Registered SORTS SOURCE Sort TABLE TEXT UNIT VIEW id_of is_of lost_of register settled
        text: Language NOTHING Text folded is_unicode listing quoted verbatim well_formed
        version: VERSION
        writing.files: make_folder write_file write_together
        writing.folder: changing held
        writing.paths: path_from path_ref
        writing.toml: toml_key toml_string toml_value
        writing.toml_editing: CannotEditError edited_head is_listed_by_headers parsed with_inline_entries with_value without_entries
        """,
    )
