"""
The contract with plugins and whoever keeps it: hooks, discovery, the host, programs in other languages, conformance, locks, projects; and evaluations
made with what plugins bring.

It changes no weight, no rule and no points on behalf of a plugin.
"""

from typing import TYPE_CHECKING

from evalfw.foundation import face_of

if TYPE_CHECKING:
    from evalfw.extending.command import Command as Command
    from evalfw.extending.conformance.asking import check_in_process as check_in_process
    from evalfw.extending.conformance.check import Check as Check
    from evalfw.extending.conformance.for_tests import (
        broken_contract as broken_contract,
        rubric_at as rubric_at,
        score_facts as score_facts,
        trial_reports as trial_reports,
    )
    from evalfw.extending.evaluating.evaluating import (
        Evaluation as Evaluation,
        EvaluationRequest as EvaluationRequest,
        evaluate_meant as evaluate_meant,
    )
    from evalfw.extending.evaluating.folders import FoldersRequest as FoldersRequest, score_folders as score_folders
    from evalfw.extending.evaluating.opening import (
        open_meant as open_meant,
        report_of as report_of,
        rubric_meant as rubric_meant,
    )
    from evalfw.extending.evaluating.simply import evaluate as evaluate, open_evidence as open_evidence
    from evalfw.extending.hookspecs import SPECIFICATIONS as SPECIFICATIONS
    from evalfw.extending.hookspecs.marks import hookimpl as hookimpl
    from evalfw.extending.locking.holding import (
        check_lock as check_lock,
        lock_path as lock_path,
        make_lock as make_lock,
    )
    from evalfw.extending.page import page_of as page_of
    from evalfw.extending.plugins.host import PluginHost as PluginHost
    from evalfw.extending.plugins.loaded import load_plugins as load_plugins
    from evalfw.extending.plugins.plugin import Plugin as Plugin
    from evalfw.extending.plugins.settings import PluginSettings as PluginSettings, from_environment as from_environment
    from evalfw.extending.processes.entry import ProcessEntry as ProcessEntry
    from evalfw.extending.project.meant import find_meant as find_meant
    from evalfw.extending.project.named import (
        Named as Named,
        indicators_below as indicators_below,
        load_named as load_named,
    )
    from evalfw.extending.project.project import (
        Project as Project,
        project_around as project_around,
        read_project as read_project,
    )
    from evalfw.extending.scaffolding import start_plugin as start_plugin
else:
    __getattr__, __dir__ = face_of(
        __name__,
        """
        command: Command
        conformance.asking: check_in_process
        conformance.check: Check
        conformance.for_tests: broken_contract rubric_at score_facts trial_reports
        evaluating.evaluating: Evaluation EvaluationRequest evaluate_meant
        evaluating.folders: FoldersRequest score_folders
        evaluating.opening: open_meant report_of rubric_meant
        evaluating.simply: evaluate open_evidence
        hookspecs: SPECIFICATIONS
        hookspecs.marks: hookimpl
        locking.holding: check_lock lock_path make_lock
        page: page_of
        plugins.host: PluginHost
        plugins.loaded: load_plugins
        plugins.plugin: Plugin
        plugins.settings: PluginSettings from_environment
        processes.entry: ProcessEntry
        project.meant: find_meant
        project.named: Named indicators_below load_named
        project.project: Project project_around read_project
        scaffolding: start_plugin
        """,
    )
