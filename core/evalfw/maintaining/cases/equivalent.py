"""``equivalent.toml`` beside case files: mutants that no case can notice, each with the reason."""

from collections.abc import Mapping
from pathlib import Path

import attrs

from evalfw.foundation import RubricError, read_toml, structure

EQUIVALENT_FILE = "equivalent.toml"


@attrs.frozen(kw_only=True)
class Declared:
    """
    A mutant that is held to be equivalent.

    Attributes:
        mutant: What ``evalfw rubric test --mutate`` calls it.
        reason: Why nothing changes.
    """

    mutant: str
    reason: str


@attrs.frozen(kw_only=True)
class _EquivalentFile:
    equivalent: tuple[Declared, ...]


def read_equivalent(path: Path, shown: str) -> Mapping[str, Declared]:
    """
    The mutants that the file at *path* declares, by what they are called.

    Raises:
        RubricError: It is not in order.
    """
    document = read_toml(path, shown, RubricError)
    file = structure(document, _EquivalentFile, RubricError)
    return {each.mutant: each for each in file.equivalent}
