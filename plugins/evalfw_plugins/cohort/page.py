"""A cohort as one page, in the style of the page of a report."""

from __future__ import annotations

from fractions import Fraction
from importlib import resources

from evalfw import Language, Text
from evalfw.population import Cohort, NodeFigures
from evalfw_plugins.cohort.charts import KINDS, Stripe, differences, histogram, strip, widths
from evalfw_plugins.cohort.words import (
    STABILITY_ABSENT,
    cell_words,
    claim_words,
    count,
    edition_of,
    figure,
    flags_of,
    grade_words,
    name_of,
    notes,
    remarks,
    share,
    stability_words,
    title_of,
    units_of,
)
from evalfw_plugins.page.pages import page
from evalfw_plugins.page.style import report_style, source_of

KEY = {
    "open": Text("未定", "open"),
    "uncounted": Text("不计", "not counted"),
    "none": Text("0 分；扣分", "no points; malus"),
    "low": Text("不足 60%", "less than 60%"),
    "part": Text("60%～90%", "60% to 90%"),
    "high": Text("90% 到不足满分", "90%, short of full marks"),
    "full": Text("满分；加分", "full marks; bonus"),
    "zero": Text("没有加减分", "neither bonus nor malus"),
    "mixed": Text("几格合并", "several together"),
}
"""What the colours of the strips mean."""

MOST_FACTS = 20


def html_cohort(given: Cohort, language: Language) -> str:
    """*given* as a page."""
    from markupsafe import Markup

    def read(said: Text) -> str:
        return said.read(language)

    strips = {node.id: _strip(node, language) for node in (*given.models, *given.nodes)}
    drawn = {stripe.kind for stripes in strips.values() for stripe in stripes}
    of_total = next((each for each in given.agreements if each.id == "total"), None)
    claims = None
    if of_total is not None and of_total.differences is not None:
        claims = differences(
            of_total.differences,
            (read(Text("自评少", "claims less")), read(Text("一致", "the same")), read(Text("自评多", "claims more"))),
        )
    own = resources.files("evalfw_plugins").joinpath("templates/cohort.css").read_text(encoding="utf-8")
    style = Markup(f"{report_style()}\n{own.strip()}")
    return page(
        "cohort.html",
        language,
        style=style,
        style_source=Markup(source_of(style)),
        given=given,
        title=read(title_of(given)),
        edition=read(edition_of(given)),
        units=read(units_of(given)),
        remarks=[read(said) for said in remarks(given)],
        notes=[read(said) for said in notes(given)],
        quartiles=_quartiles(given.total),
        totals=histogram(given.total_bins, (read(Text("已定", "decided")), read(Text("还可能变", "may still change")))),
        grades=[(read(grade_words(grade, given)), grade.units) for grade in given.grades],
        bands=None if given.stability is None else widths(given.stability.bands, read(Text("个名次", "places"))),
        claims=claims,
        facts=given.facts[:MOST_FACTS],
        strips=strips,
        flags_of=lambda node: [(kind, read(word)) for kind, word in flags_of(node)] if node.is_leaf else [],
        key=[(kind, read(KEY[kind])) for kind in KINDS if kind in drawn],
        cell_words=lambda cell, node: read(cell_words(cell, node.weight > 0)),
        claim_words=lambda cell: read(claim_words(cell)),
        places="" if given.stability is None else read(stability_words(given.stability)),
        absent=read(STABILITY_ABSENT),
        name_of=lambda each: read(name_of(each)),
        figure=figure,
        share=share,
        count=count,
        part_of=lambda units: share(Fraction(units, given.units)),
    )


def _quartiles(total: NodeFigures | None) -> tuple[str, ...]:
    """Least, quartiles, most; empty where they are not to be told."""
    if total is None or total.points is None:
        return ()
    points = total.points
    inner = (points.quantile(Fraction(part, 4)) for part in (1, 2, 3))
    return tuple(figure(value) for value in (points.least, *inner, points.most))


def _strip(node: NodeFigures, language: Language) -> list[Stripe]:
    has_rates = node.weight > 0
    named = [(cell, cell_words(cell, has_rates).read(language)) for cell in node.cells or ()]
    return strip(named, has_rates)
