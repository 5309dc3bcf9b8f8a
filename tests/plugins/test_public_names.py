"""What anybody can write with the two public faces alone, and what becomes of what was written for another interface."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from conftest import RunCli

import evalfw
import evalfw.authoring

KIND = Path(__file__).parent / "kind_of_a_bureau.py"
HEAD = 'format = "evalfw.rubric/1"\nid = "t/r"\nversion = "1"\ntitle = "试（编造）"\nfull_mark = 10\n'
FACTS = (
    'fact = [{ id = "audited", label = "经过审计", type = "bool" }, { id = "rate", label = "完成率", type = "ratio", max = 2, better = "higher" }, '
    '{ id = "plan", label = "计划完成率", type = "ratio", max = 2 }]\n'
)
EVIDENCE = 'format = "evalfw.evidence/1"\nrubric = "t/r"\nsubject = { id = "u", name = "某局（编造）" }\n'


def rubric(rule: str) -> None:
    leaf = f'[[indicator]]\nid = "a"\ntitle = "完成"\nweight = 10\ncriterion = "达到目标得分"\nrule = {{ kind = "audited_target", {rule} }}\n'
    Path("r.toml").write_text(HEAD + FACTS + leaf, encoding="utf-8")


def test_it_imports_from_the_two_faces_alone() -> None:
    imported = {
        (node.module, alias.name)
        for node in ast.walk(ast.parse(KIND.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module is not None and node.module.startswith("evalfw")
        for alias in node.names
    }
    assert {module for module, _ in imported} == {"evalfw", "evalfw.authoring"}
    for module, name in imported:
        assert name in dir(evalfw if module == "evalfw" else evalfw.authoring)


def test_the_rule_kind_of_the_tutorial_takes_40_lines() -> None:
    page = (Path(__file__).parents[2] / "docs/plugins/tutorial.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```python file=stars.py\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(block.splitlines()) <= 40


@pytest.mark.slow
def test_it_keeps_the_contract(cli: RunCli) -> None:
    ran = cli("plugin", "check", KIND, "--strict", "--plugin", KIND)
    assert ran.code == 0 and "违约 0 条（!），没有试到 0 条（?）" in ran.out, ran.out + ran.err


@pytest.mark.parametrize(
    ("rule", "facts", "total", "said"),
    [
        ('when = "audited", fact = "rate", target = 0.9', 'rate = "90%", audited = true', "总分 10 / 10", "完成率 90%"),
        ('when = "audited", fact = "rate", target = 0.9', 'rate = "90%", audited = false', "总分 5 / 10", "得5分"),
        (
            'when = "audited and rate > 0.95", fact = "rate", target = "plan"',
            'rate = "95%", plan = "80%", audited = true',
            "总分 5 / 10",
            "计划完成率 80%",
        ),
        ('when = "audited", fact = "rate", target = "plan"', 'rate = "90%", audited = true', "[0～10]", "计划完成率"),
        ('when = "audited", fact = "rate", target = 0.9', 'rate = "89.99%"', "总分 0 / 10", "得0分"),
    ],
)
def test_a_condition_and_a_target_that_is_a_number_or_a_fact(
    rule: str, facts: str, total: str, said: str, cli: RunCli
) -> None:
    rubric(rule)
    stated = "".join(
        f'[[fact]]\nid = "{key}"\nvalue = {value}\ndocument = "某文件"\n'
        for key, value in (each.split(" = ") for each in facts.split(", "))
    )
    Path("e.toml").write_text(EVIDENCE + stated, encoding="utf-8")
    ran = cli("run", "e.toml", "--rubric", "./r.toml", "--plugin", KIND)
    assert total in ran.out and said in ran.out, ran.out + ran.err


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ('when = "audit", fact = "rate", target = 0.9', "rule.when: 第 1 列：没有声明事实 'audit' — 是不是 audited"),
        ('when = "rate", fact = "rate", target = 0.9', "rule.when: "),
        ('when = "audited", fact = "rates", target = 0.9', "rule.fact: 没有声明事实 'rates' — 是不是 rate"),
        ('when = "audited", fact = "rate", target = "audited"', "rule.target: 这里要数，或数值型事实"),
        ('when = "audited", fact = "rate", target = "plam"', "rule.target: 没有声明事实 'plam' — 是不是 plan"),
    ],
)
def test_what_does_not_fit_is_told_at_its_key(rule: str, told: str, cli: RunCli) -> None:
    rubric(rule)
    ran = cli("rubric", "lint", "./r.toml", "--plugin", KIND)
    assert ran.code == 3 and told in ran.err, ran.err


OLD = {
    "says_1.2": ('EVALFW_API = "1.2"\n', "接口 1.2"),
    "says_1_and_imports_what_is_gone": (
        'from evalfw import Rule, RuleKind, Steps\nEVALFW_API = "1.0"\n',
        "evalfw.authoring",
    ),
    "imports_a_module_that_is_gone": (
        'from evalfw.testing import score_facts\nEVALFW_API = "1.1"\n',
        "evalfw.extending",
    ),
}


@pytest.mark.parametrize("name", OLD)
def test_a_plugin_for_interface_1_is_told_what_to_change(name: str, cli: RunCli) -> None:
    written, hint = OLD[name]
    Path("old.py").write_text(f'"""Of before."""\n{written}', encoding="utf-8")
    shown = cli("plugin", "list", "--plugin", "old.py")
    assert "Traceback" not in shown.out + shown.err and "ImportError" not in shown.out + shown.err
    assert "EVALFW_API" in shown.out and hint in shown.out, shown.out + shown.err
    ran = cli("run", "--rubric", "2021", "--plugin", "old.py")
    assert ran.code == 3 and "EVALFW_API" in ran.err, ran.err
    assert cli("plugin", "check", "old.py", "--plugin", "old.py").code != 0
