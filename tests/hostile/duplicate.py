"""Brings a rule kind that another plugin brings as well, and one that evalfw has itself."""

import evalfw


@evalfw.hookimpl
def evalfw_rule_kinds() -> object:
    return [
        evalfw.authoring.RuleKind("hostile", "evalfw.language.rules.formula:Formula"),
        evalfw.authoring.RuleKind("bands", "evalfw.language.rules.bands:Bands"),
    ]
