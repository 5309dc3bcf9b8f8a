"""
Coverage-guided fuzzing of the expression language.

    pip install atheris
    python tests/bench/fuzz_expressions.py CORPUS_FOLDER -max_total_time=600 -max_len=400 -timeout=5

Every input is parsed, checked against some facts, put into words, and read exactly and as bounds. Whatever comes out but the
documented ``ExpressionError`` (and, of reading, an undefined result) ends the run. The corpus that is kept in
``tests/data/expressions.corpus`` is replayed by the ordinary tests.
"""

from __future__ import annotations

import sys
from pathlib import Path

CORPUS = Path(__file__).parents[1] / "data/expressions.corpus"


def keep(folder: Path) -> int:
    """Write the inputs of *folder* that are texts into the corpus, one a line, sorted; return how many there are."""
    texts = set()
    for path in sorted(folder.iterdir()):
        try:
            text = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue
        if "\n" not in text and "\r" not in text and text.isprintable():
            texts.add(text)
    CORPUS.write_text("".join(f"{text}\n" for text in sorted(texts)), encoding="utf-8")
    return len(texts)


def main() -> None:
    """Fuzz with the arguments of the command line; with ``keep FOLDER``, keep a corpus."""
    if sys.argv[1:2] == ["keep"]:
        print(keep(Path(sys.argv[2])))
        return
    import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]  # no dependency of the tests

    sys.path.insert(0, str(CORPUS.parents[1]))
    with atheris.instrument_imports(include=["evalfw"]):
        from expression_trial import try_expression

    def one_input(data: bytes) -> None:
        provider = atheris.FuzzedDataProvider(data)
        try_expression(provider.ConsumeUnicodeNoSurrogates(len(data)))

    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
