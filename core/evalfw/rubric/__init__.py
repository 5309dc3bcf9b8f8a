"""
A rubric as data: the model, the files it is made of, the layers that are laid over one another.

It scores nothing and knows no evidence.
"""

from typing import TYPE_CHECKING

from evalfw.foundation import face_of

if TYPE_CHECKING:
    from evalfw.rubric.across import HOWS as HOWS, Across as Across, across_misfits as across_misfits
    from evalfw.rubric.arrangement import (
        Change as Change,
        Collect as Collect,
        CollectedFact as CollectedFact,
        Division as Division,
        Option as Option,
        ReviewSettings as ReviewSettings,
        Settling as Settling,
        matches as matches,
    )
    from evalfw.rubric.gate_words import gate_effect as gate_effect
    from evalfw.rubric.identity import (
        LayerInfo as LayerInfo,
        Role as Role,
        RubricIdentity as RubricIdentity,
        Status as Status,
    )
    from evalfw.rubric.layout import (
        PLACEHOLDER as PLACEHOLDER,
        Annex,
        Column,
        Layout as Layout,
        Money,
        Page,
        ScoresSection as ScoresSection,
    )
    from evalfw.rubric.lint import Lint as Lint, LintSeverity as LintSeverity
    from evalfw.rubric.lint_check import LintCheck as LintCheck
    from evalfw.rubric.loading.catalogue import (
        RUBRIC_FILE as RUBRIC_FILE,
        Catalogue as Catalogue,
        RubricFolder as RubricFolder,
        RubricSource as RubricSource,
        list_rubrics as list_rubrics,
        source_at as source_at,
    )
    from evalfw.rubric.loading.chain import Overlay as Overlay
    from evalfw.rubric.loading.declarations import (
        circular_facts as circular_facts,
        fact_faults as fact_faults,
        reconciliation_faults as reconciliation_faults,
    )
    from evalfw.rubric.loading.entries import RubricFile as RubricFile
    from evalfw.rubric.loading.flattening import (
        ENTRIES as ENTRIES,
        Table as Table,
        Written as Written,
        flatten as flatten,
    )
    from evalfw.rubric.loading.layout import (
        form_problems as form_problems,
        laid_over as laid_over,
        money_problems as money_problems,
        pattern_problems as pattern_problems,
    )
    from evalfw.rubric.loading.measuring import (
        counted_in as counted_in,
        fact_in_units as fact_in_units,
        relation_in_units as relation_in_units,
    )
    from evalfw.rubric.loading.overlays import overlays_at as overlays_at
    from evalfw.rubric.loading.rubric import load_rubric as load_rubric
    from evalfw.rubric.loading.rubric_file import (
        NO_WORDS as NO_WORDS,
        RUBRIC_FORMAT as RUBRIC_FORMAT,
        Vocabulary as Vocabulary,
        id_used_twice as id_used_twice,
        rubric_converter as rubric_converter,
    )
    from evalfw.rubric.loading.tree import blank_part as blank_part
    from evalfw.rubric.model import (
        Indicator as Indicator,
        Rubric as Rubric,
        title_of as title_of,
    )
    from evalfw.rubric.structures import (
        ON_POINTS as ON_POINTS,
        By as By,
        Gate as Gate,
        GateAction as GateAction,
        Grade as Grade,
        Model as Model,
        Reconciliation as Reconciliation,
    )
    from evalfw.rubric.uses import used_facts as used_facts

    LayoutPage = Page
    LayoutAnnex = Annex
    LayoutColumn = Column
    LayoutMoney = Money
else:
    __getattr__, __dir__ = face_of(
        __name__,
        """
        across: Across HOWS across_misfits
        arrangement: Change Collect CollectedFact Division Option ReviewSettings Settling matches
        gate_words: gate_effect
        identity: LayerInfo Role RubricIdentity Status
        layout: Layout LayoutAnnex=Annex LayoutColumn=Column LayoutMoney=Money LayoutPage=Page PLACEHOLDER ScoresSection
        lint: Lint LintSeverity
        lint_check: LintCheck
        loading.catalogue: Catalogue RUBRIC_FILE RubricFolder RubricSource list_rubrics source_at
        loading.chain: Overlay
        loading.declarations: circular_facts fact_faults reconciliation_faults
        loading.entries: RubricFile
        loading.flattening: ENTRIES Table Written flatten
        loading.layout: form_problems laid_over money_problems pattern_problems
        loading.measuring: counted_in fact_in_units relation_in_units
        loading.overlays: overlays_at
        loading.rubric: load_rubric
        loading.rubric_file: NO_WORDS RUBRIC_FORMAT Vocabulary id_used_twice rubric_converter
        loading.tree: blank_part
        model: Indicator Rubric title_of
        structures: By Gate GateAction Grade Model ON_POINTS Reconciliation
        uses: used_facts
        """,
    )
