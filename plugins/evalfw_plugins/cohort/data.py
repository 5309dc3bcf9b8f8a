"""A cohort as data: decimals as texts, what is not published as null."""

from __future__ import annotations

import json
from fractions import Fraction

from evalfw import Language, shown
from evalfw.foundation import round_half_up
from evalfw.population import Agreement, Cohort, Distribution, NodeFigures, Stability
from evalfw_plugins.cohort.words import cell_words, claim_words, name_of

FORMAT = "evalfw.cohort/1"
PLACES = 4


def json_cohort(given: Cohort, language: Language) -> str:
    """*given* as JSON, ending in a line break."""
    data = {
        "format": FORMAT,
        "language": language,
        "edition": given.edition,
        "k": given.k or None,
        "by": given.by,
        "rubric": {"id": given.rubric.id, "version": given.rubric.version, "sha256": given.rubric.sha256},
        "title": given.title,
        "units": given.units,
        "refused": given.refused,
        "total": None if given.total is None else _node(given.total, language),
        "full_marks": given.full_marks or None,
        "total_bins": [
            {"from": number(low), "below": number(high), "units": units, "open": opened}
            for low, high, units, opened in given.total_bins
        ],
        "grades": [{"grades": list(each.grades), "open": each.is_open, "units": each.units} for each in given.grades],
        "gates": [each._asdict() for each in given.gates],
        "models": [_node(model, language) for model in given.models],
        "indicators": [_node(node, language) for node in given.nodes],
        "facts": [each._asdict() for each in given.facts],
        "open_indicators": [each._asdict() for each in given.open_leaves],
        "agreement": [_agreement(each, language) for each in given.agreements],
        "claims": [
            {
                "unit": each.unit,
                "name": each.name,
                "claim": number(each.claim),
                "points": number(each.points),
                "most": number(each.most),
            }
            for each in given.claims
        ],
        "outliers": {
            "units": given.odd_units,
            "listed": [
                {
                    "unit": each.unit,
                    "name": each.name,
                    "points": number(each.points),
                    "by_total": each.is_odd,
                    "indicators": list(each.indicators),
                }
                for each in given.odd
            ],
        },
        "places": None if given.stability is None else _stability(given.stability),
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def number(value: Fraction | None) -> str | None:
    """*value* to four decimals at most; null for none."""
    return None if value is None else shown(round_half_up(value, PLACES))


def _node(node: NodeFigures, language: Language) -> dict[str, object]:
    return {
        "id": node.id,
        "title": name_of(node).read(language),
        "level": node.level,
        "leaf": node.is_leaf,
        "extra": node.extra,
        "weight": number(node.weight),
        "units": node.units,
        "mean": number(node.mean),
        "rate": number(node.rate),
        "deviation": number(node.deviation),
        "full": node.full,
        "open": node.open,
        "stake": number(node.stake),
        "states": dict(node.states),
        "discrimination": number(node.difference),
        "correlation": number(node.correlation),
        "ceiling": node.is_ceiling,
        "points": None if node.points is None else _points(node.points),
        "cells": None
        if node.cells is None
        else [
            {"what": cell_words(cell, node.weight > 0).read(language), "units": cell.units}
            for cell in node.cells
            if cell.units
        ],
    }


def _points(points: Distribution) -> dict[str, object]:
    low, high = points.fences
    return {
        "least": number(points.least),
        "quartiles": [number(points.quantile(Fraction(part, 4))) for part in (1, 2, 3)],
        "most": number(points.most),
        "fences": [number(low), number(high)],
        "outliers_below": points.below,
        "outliers_above": points.above,
    }


def _agreement(each: Agreement, language: Language) -> dict[str, object]:
    return {
        "id": each.id,
        "title": name_of(each).read(language),
        "pairs": each.pairs,
        "less": each.under,
        "same": each.equal,
        "undecided": each.within,
        "more": each.over,
        "cells": None
        if each.cells is None
        else [{"what": claim_words(cell).read(language), "units": cell.units} for cell in each.cells],
        "mean_difference": number(each.mean),
        "mean_distance": number(each.distance),
    }


def _stability(given: Stability) -> dict[str, object]:
    return {
        "noise": number(given.noise),
        "draws": given.draws,
        "weights": given.addends,
        "ranked": given.units,
        "moved": number(given.moved),
        "first_tenth_kept": number(given.kept),
        "tenths": [
            {"first": each.first, "last": each.last, "units": each.units, "places": number(each.width)}
            for each in given.bands
        ],
        "listed": [
            {
                "unit": each.unit,
                "name": each.name,
                "points": number(each.points),
                "place": each.place,
                "best": each.best,
                "worst": each.worst,
            }
            for each in given.spans
        ],
    }
