"""Raises when it is asked what it brings; what it brought in another hook does not count either."""

import evalfw


@evalfw.hookimpl
def evalfw_rule_kinds() -> object:
    return [evalfw.authoring.RuleKind("hostile", "builtins:object")]


@evalfw.hookimpl
def evalfw_renderers() -> object:
    raise LookupError("no printer")
