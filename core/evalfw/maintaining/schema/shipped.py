"""The schemas that come with evalfw as files: those of its own kinds, without any plugin."""

from __future__ import annotations

import json
from pathlib import Path

from evalfw.language import CORE_AGGREGATORS, CORE_FUNCTIONS, CORE_KINDS
from evalfw.maintaining.schema.generate import Subject, schema_of
from evalfw.rubric import Vocabulary

SHIPPED = Path(__file__).parent


def shipped_schema(subject: Subject) -> str:
    """What the file of *subject* holds; a test keeps it so."""
    vocabulary = Vocabulary(
        {kind.id: kind for kind in CORE_KINDS},
        {kind.id: kind for kind in CORE_AGGREGATORS},
        {function.id: function for function in CORE_FUNCTIONS},
    )
    return json.dumps(schema_of(subject, vocabulary), ensure_ascii=False, indent=1) + "\n"
