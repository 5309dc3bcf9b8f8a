"""
evalfw scores an organisation against a versioned rubric.

What one needs to score from Python and to write a plugin. What rule kinds and aggregators are made with is in ``evalfw.authoring``; the faces of the
wings (``evalfw.evidence``, ``evalfw.population`` …) are for whoever embeds evalfw.
"""

from typing import TYPE_CHECKING

from evalfw.foundation import Notebook, face_of

if TYPE_CHECKING:
    from evalfw import (
        authoring as authoring,
        evidence as evidence,
        examining as examining,
        extending as extending,
        foundation as foundation,
        language as language,
        maintaining as maintaining,
        population as population,
        reporting as reporting,
        rubric as rubric,
        scoring as scoring,
    )
    from evalfw.evidence import (
        Adjudication as Adjudication,
        Claim as Claim,
        Collector as Collector,
        Evidence as Evidence,
        EvidenceFolder as EvidenceFolder,
        EvidencePart as EvidencePart,
        Exemption as Exemption,
        Explanation as Explanation,
        Override as Override,
        Page as Page,
        Remark as Remark,
        SourceKind as SourceKind,
        SourceRequest as SourceRequest,
        SourceRows as SourceRows,
        Statement as Statement,
        Subject as Subject,
        TextReader as TextReader,
        evidence_of as evidence_of,
    )
    from evalfw.extending import (
        Command as Command,
        PluginHost as PluginHost,
        evaluate as evaluate,
        hookimpl as hookimpl,
        load_plugins as load_plugins,
        open_evidence as open_evidence,
    )
    from evalfw.foundation import (
        VERSION,
        ZERO as ZERO,
        Cell as Cell,
        EvalfwError as EvalfwError,
        EvidenceError as EvidenceError,
        Language as Language,
        Misfit as Misfit,
        Origin as Origin,
        PluginError as PluginError,
        Problem as Problem,
        RequestError as RequestError,
        RubricError as RubricError,
        Table as Table,
        TableReader as TableReader,
        Text as Text,
        read_text as read_text,
        shown as shown,
        shown_span as shown_span,
    )
    from evalfw.language import (
        FactDeclaration as FactDeclaration,
        FactView as FactView,
        Function as Function,
        UnitDeclaration as UnitDeclaration,
        share_words as share_words,
    )
    from evalfw.population import compile as compile
    from evalfw.reporting import (
        Renderer as Renderer,
        RenderOptions as RenderOptions,
        View as View,
        read_report as read_report,
    )
    from evalfw.rubric import (
        Indicator as Indicator,
        Lint as Lint,
        LintCheck as LintCheck,
        Rubric as Rubric,
        RubricFolder as RubricFolder,
    )
    from evalfw.scoring import Finding as Finding, IndicatorResult as IndicatorResult, Report as Report, score as score

    __version__ = VERSION
else:
    __getattr__, __dir__ = face_of(
        __name__,
        """
        evidence: Adjudication Claim Collector Evidence EvidenceFolder EvidencePart Exemption Explanation Override Page Remark SourceKind SourceRequest SourceRows Statement Subject TextReader evidence_of
        extending: Command PluginHost evaluate hookimpl load_plugins open_evidence
        foundation: Cell EvalfwError EvidenceError Language Misfit Origin PluginError Problem RequestError RubricError Table TableReader Text ZERO __version__=VERSION read_text shown shown_span
        language: FactDeclaration FactView Function UnitDeclaration share_words
        population: compile
        reporting: RenderOptions Renderer View read_report
        rubric: Indicator Lint LintCheck Rubric RubricFolder
        scoring: Finding IndicatorResult Report score
        """,
        "authoring evidence examining extending foundation language maintaining population reporting rubric scoring",
    )


def _page(what: object) -> str | None:
    from evalfw.extending import page_of

    return page_of(what)


Notebook.page = staticmethod(_page)
