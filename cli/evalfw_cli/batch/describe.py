"""``evalfw batch --describe``: which columns a table has to have, and which ones come out."""

from __future__ import annotations

from evalfw import Language, Rubric, Text
from evalfw.foundation import in_columns
from evalfw.population import NAME_NAMES, STATES, UNIT_NAMES, Decisions, make_plan
from evalfw_cli.outputs import print_lines

TYPES = {
    "bool": Text("是/否", "yes/no"),
    "ratio": Text("比率，写小数", "ratio, as a decimal"),
    "money": Text("金额", "money"),
    "count": Text("个数", "count"),
    "number": Text("数", "number"),
    "choice": Text("单选", "choice"),
    "text": Text("文字", "text"),
    "date": Text("日期", "date"),
    "list": Text("列表", "list"),
}
"""Types of facts, in words."""


def describe(rubric: Rubric, language: Language) -> int:
    """Print the dictionary of columns and a template; return 0."""

    def say(zh: str, en: str) -> str:
        return Text(zh, en).read(language)

    plan = make_plan(rubric, frozenset(rubric.facts), Decisions(frozenset(), frozenset()))
    rows = [(say("列", "column"), say("类型", "type"), say("内容", "what it holds"))]
    rows += [
        (f"{UNIT_NAMES[0]} / {UNIT_NAMES[1]}", say("文字", "text"), say("单位编号，必填", "id of the unit, required"))
    ]
    rows += [(f"{NAME_NAMES[0]} / {NAME_NAMES[1]}", say("文字", "text"), say("单位名称", "name of the unit"))]
    for fact in rubric.facts.values():
        kind = TYPES[fact.type].read(language)
        if fact.choices:
            kind += say("：", ": ") + " / ".join(fact.choices)
        elif fact.is_numeric and fact.unit:
            kind += f" ({fact.unit})"
        rows.append((fact.id, kind, fact.label))
    points, text, node = say("分数", "points"), say("文字", "text"), say("<指标>", "<indicator>")
    rows += [
        (f"{node}@claim", points, say("自评分；total@claim 为总分", "what the unit claims; total@claim for the total")),
        (f"{node}@override", points, say("人工认定的分数", "points set by a person")),
        (f"{node}@exemption", text, say("waived（豁免）或 not_applicable（不适用）", "waived or not_applicable")),
        (f"{node}@reason, @by", text, say("认定或豁免的理由和人", "why, and who decided")),
    ]
    rows.append(
        (
            say("[across.<事实>]", "[across.<fact>]"),
            say("数", "number"),
            say(
                "写在 --mapping 里：名次、平均数等，由全表算出", "in --mapping: places, means and so on among all units"
            ),
        )
    )
    lines = [say("数据表的列（列名可以是编号，也可以是名称）：", "Columns of the table (by id or by label):"), ""]
    lines += list(in_columns(rows))
    unit = plan.unit
    lines += [
        "",
        say(
            f"结果的列（分数都是整数，{unit} 为 1 分）：",
            f"Columns of the result (points are integers, {unit} is 1 point):",
        ),
        "",
    ]
    states = "、".join(f"{code} {state}" for code, state in enumerate(STATES))
    made = [
        ("unit, name, status", say("单位；status 为 scored 或 error", "the unit; status is scored or error")),
        (f"{node}:points", say("得分；没有则为空", "points; null where there are none")),
        (f"{node}:state", states if language == "zh" else states.replace("、", ", ")),
        (f"{node}:low, :high", say("保底分和最高可能得分", "least and most points that may still come out")),
        (
            f"{node}:less, :more",
            say(
                "文件里代替 :low、:high：还可能少几分、多几分；与得分想得到的一样就空着，:state 也是",
                "in files in place of :low and :high: points that may be lost, and come; empty where points tell it, as :state is",
            ),
        ),
        (
            f"{node}:branch",
            say("规则走了第几种情形（--explain codes）", "branch of the rule that was taken (--explain codes)"),
        ),
        (f"{node}:weight", say("上级指标计入的满分", "full mark that counts, of inner nodes")),
        ("total:points, :weight, :low, :high", say("总分", "the total")),
        ("total:grade_low, :grade_high", _grades(plan.labels, language)),
        ("gate.<id>:state", say("一票否决：0 未出现、1 成立、2 未定", "gates: 0 clear, 1 fired, 2 open")),
        ("findings", say("要核查的问题数", "how many findings a reviewer has to look at")),
    ]
    lines += list(in_columns([(say("列", "column"), say("内容", "what it holds")), *made]))
    header = ",".join(["unit", "name", *rubric.facts])
    lines += ["", say("模板（CSV 表头）：", "Template (head of a CSV):"), "", header]
    return print_lines(lines)


def _grades(labels: tuple[str, ...], language: Language) -> str:
    if not labels:
        return Text("没有等级", "no grades").read(language)
    listed = "、".join(f"{number} {label}" for number, label in enumerate(labels))
    return Text(f"可能的最低、最高等级：{listed}", f"lowest and highest grade: {listed}").read(language)
