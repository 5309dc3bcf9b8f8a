"""The page, from its template. Everything that is not ours is escaped; the scripts are ours alone, and the page says their hashes."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from evalfw import Language, Report, shown, shown_span
from evalfw.foundation import clipped, visible, wrapped
from evalfw.reporting import report_data
from evalfw_plugins.page.charts import sunburst, waterfall
from evalfw_plugins.page.style import report_style, source_of, text_of
from evalfw_plugins.page.view import rates, rows, state_word
from evalfw_plugins.report_words import (
    BLOCKED,
    NO_TOTAL,
    SEVERITIES,
    STATUS,
    contributions,
    counts,
    grade_words,
    history_words,
    lost_how,
    lost_points,
    model_words,
    nothing_lost,
)
from evalfw_plugins.wording import words

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup


def html_report(report: Report, language: Language) -> str:
    """*report* as one page."""
    from markupsafe import Markup

    _ = words(language)
    total, grade, history = report.total, grade_words(report.total), history_words(report)
    how = lost_how(report)
    trying = Markup(text_of("try.js") + "\n" + text_of("try_page.js"))
    script, style = Markup(text_of("page.js")), Markup(report_style())
    what_if = _what_if(report, language)
    scripts = (script, trying) if what_if else (script,)
    return _template().render(
        _=_,
        language=language,
        report=report,
        title=report.title,
        status=STATUS[report.status].read(language),
        points=shown(total.points),
        weight=shown(total.weight),
        bounds=shown_span(total.bounds.least, total.bounds.most) if total.is_open else "",
        grade="" if grade is None else grade.read(language),
        no_total=NO_TOTAL.read(language),
        blocked=BLOCKED.read(language),
        failures=[each.read(language) for each in report.failures],
        models=[model_words(each).read(language) for each in report.models],
        counts=counts(report).read(language),
        rates=rates(report),
        fall=waterfall(report, (_("满分"), _("得分"))),
        burst=sunburst(report),
        kinds=(
            ("full", _("满分")),
            ("part", _("得分率 60% 以上")),
            ("low", _("得分率不足 60%")),
            ("open", _("未定")),
            ("none", _("不计")),
        ),
        lost=lost_points(report),
        lost_how=None if how is None else how.read(language),
        nothing_lost=nothing_lost(report).read(language),
        rows=rows(report, language),
        severities=SEVERITIES,
        history="" if history is None else history.read(language),
        plugins=list(contributions(report).items()),
        what_if=what_if,
        trying=trying,
        script=script,
        style=style,
        style_source=source_of(style),
        script_source=" ".join(map(source_of, scripts)),
        shown=shown,
        number=_number,
        state_word=state_word,
    )


def _number(value: Fraction) -> str:
    """*value* for sorting."""
    return f"{float(value):.6g}"


def _what_if(report: Report, language: Language) -> Markup | None:
    """What trying out needs, as JSON that cannot end its element."""
    from markupsafe import Markup

    if report.what_if is None or not report.what_if.leaves or not report.total.is_made:
        return None
    _ = words(language)
    data = {
        **_made_visible(report_data(report._replace(indicators=(), facts=(), narrative=()), language)["what_if"]),
        "words": {
            "yes": _("是"),
            "no": _("否"),
            "unknown": _("（未知）"),
            "total": _("总分"),
            "open": _("待人裁定"),
            "undecided": _("{} 项未定"),
            "wrong": _("填的值不合要求，没有算进去"),
            "stale": _("这里的汇总方式不能在页面里试算"),
            "none": _("还没有改动"),
            "colon": _("："),
            "comma": _("；"),
            "bracketed": _("（{}）"),
        },
    }
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character, escape in (
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("&", "\\u0026"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        written = written.replace(character, escape)
    return Markup(written)


def _made_visible(data: object) -> dict[str, object]:
    """*data* with labels and units as they are shown."""
    assert isinstance(data, dict)
    for fact in data["facts"]:
        fact["label"], fact["unit"] = visible(fact["label"]), visible(fact["unit"])
        fact["choices"] = [{**each, "label": visible(each["label"])} for each in fact["choices"]]
        fact["value"] = None if fact["value"] is None else visible(fact["value"])
    return data


@cache
def _template() -> Template:
    from jinja2 import DictLoader, Environment, StrictUndefined

    environment = Environment(
        loader=DictLoader({"report.html": text_of("report.html") + "\n"}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
    )
    environment.filters["folded_into"] = _folded_into
    return environment.get_template("report.html")


def _folded_into(text: str, width: int) -> list[str]:
    """*text* in at most two lines of *width* columns, two for a Chinese character."""
    first, *rest = wrapped(clipped(visible(text), 200), width)  # of a whole book only the beginning is needed
    return [first.strip(), clipped("".join(rest).strip(), width)] if rest else [first]


def _shown(value: object) -> object:
    """Controls and marks that turn the direction of writing are made visible."""
    return visible(value) if type(value) is str else value
