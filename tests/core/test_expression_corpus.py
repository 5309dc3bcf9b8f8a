"""The corpus that coverage-guided fuzzing left behind, replayed: every text is an expression, or an ``ExpressionError``."""

from __future__ import annotations

from pathlib import Path

from expression_trial import try_expression

CORPUS = Path(__file__).parents[1] / "data/expressions.corpus"


def test_the_corpus_is_read_without_any_other_exception() -> None:
    texts = CORPUS.read_text(encoding="utf-8").splitlines()
    assert len(texts) >= 500
    read = [try_expression(text) for text in texts]
    assert any(read) and not all(read)


def test_what_once_hung_or_failed_is_read_at_once() -> None:
    """A chain of differences was checked again at each level; an empty name of a field was looked up."""
    for text in ("a" + "-a" * 150, "a in [" + ", ".join("1" * 150) + "]", "mean(list, '')", "count(list, '', 'x')"):
        try_expression(text)
