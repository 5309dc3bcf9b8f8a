"""The schemas that come with evalfw as files: those of its own kinds, without any plugin."""

from __future__ import annotations

import json
from pathlib import Path

from evalfw.aggregates import CORE_AGGREGATORS
from evalfw.expressions import CORE_FUNCTIONS
from evalfw.loading.rubric_file import Vocabulary
from evalfw.rules import CORE_KINDS
from evalfw.schema.generate import Subject, schema_of

SHIPPED = Path(__file__).parent


def shipped_schema(subject: Subject) -> str:
    """What the file of *subject* holds; a test keeps it so."""
    vocabulary = Vocabulary(
        {kind.id: kind for kind in CORE_KINDS},
        {kind.id: kind for kind in CORE_AGGREGATORS},
        {function.id: function for function in CORE_FUNCTIONS},
    )
    return json.dumps(schema_of(subject, vocabulary), ensure_ascii=False, indent=1) + "\n"
