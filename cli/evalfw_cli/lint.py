"""``evalfw rubric lint``: what a maintainer has to know about a rubric."""

from __future__ import annotations

from evalfw import Language, Lint, Text
from evalfw.examining import lint_rubric
from evalfw.foundation import visible
from evalfw_cli.outputs import print_lines
from evalfw_cli.plugins import load_host

DONE, FOUND = 0, 1


def _by(found: Lint, language: Language) -> str:
    """The plugin that says so, in brackets; nothing for evalfw itself."""
    if not found.by:
        return ""
    return f"（{found.by}）" if language == "zh" else f" ({found.by})"


def lint(ref: str, strict: bool, language: Language) -> int:
    """Print every lint of the rubric *ref* addresses; return 1 if *strict* and there is any warning. Raises EvalfwError."""
    host = load_host()
    rubric = host.load(ref)
    found = lint_rubric(rubric, host.lints.values())
    lines = [f"{visible(each.problem.read(language))}  [{each.code}]{_by(each, language)}" for each in found]
    warnings = sum(each.severity == "warning" for each in found)
    rules = sum(1 for _ in rubric.leaves)
    summary = Text(
        f"{rubric.identity.id}：检查了 {rules} 条规则，{warnings} 处需要注意，{len(found) - warnings} 处提示",
        f"{rubric.identity.id}: {rules} rules examined, {warnings} warnings, {len(found) - warnings} notes",
    )
    print_lines(iter([*lines, summary.read(language)]))
    return FOUND if strict and warnings else DONE
