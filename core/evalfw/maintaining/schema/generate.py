"""
From attrs classes to JSON Schema (draft 7, which editors of TOML read).

The schema says the form: keys, types, what is required, which kinds there are. What a rubric means (facts that are declared,
weights that add up) is checked by loading it.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Literal, get_args, get_origin

import attrs

from evalfw.evidence import EVIDENCE_FORMAT, EvidenceFile
from evalfw.foundation import settled
from evalfw.language import Aggregator, Expression, Quantity, Rule
from evalfw.maintaining.cases.case_file import CASE_FORMAT, CaseFile
from evalfw.maintaining.schema.describing import class_text, field_texts
from evalfw.rubric import RUBRIC_FORMAT, RubricFile, Vocabulary

Subject = Literal["rubric", "evidence", "case"]
SUBJECTS: tuple[Subject, ...] = get_args(Subject)

_FILES: Mapping[Subject, tuple[type, str]] = {
    "rubric": (RubricFile, RUBRIC_FORMAT),
    "evidence": (EvidenceFile, EVIDENCE_FORMAT),
    "case": (CaseFile, CASE_FORMAT),
}

Schema = dict[str, Any]
"""A JSON Schema: JSON data."""


def schema_of(subject: Subject, vocabulary: Vocabulary) -> Schema:
    """
    The schema of rubric, evidence or case files.

    Args:
        subject: Which sort of file.
        vocabulary: The rule kinds and aggregators that may be named, those of plugins included.
    """
    kind, format = _FILES[subject]
    schema = _Generator(vocabulary).document(kind)
    schema["properties"]["format"] = {"const": format}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": f"https://evalfw.invalid/schema/{subject}.schema.json",
        "title": f"evalfw {subject} file ({format})",
        **schema,
    }


class _Generator:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.definitions: dict[str, Schema] = {}
        self.classes: dict[str, type] = {}

    def document(self, kind: type) -> Schema:
        schema = self.of_class(kind)
        return {**schema, "definitions": dict(sorted(self.definitions.items()))}

    def of(self, kind: Any) -> Schema:
        """The schema of values that are structured as *kind*."""
        plain = {str: "string", bool: "boolean", int: "integer", Decimal: "number"}
        if kind in plain:
            return {"type": plain[kind]}
        if kind is Expression:
            return {"type": "string", "description": "An expression over facts, such as a >= 0.9 and not b."}
        if kind == Quantity:
            return {"type": ["number", "string"]}
        if kind is date:
            return {"type": "string", "format": "date"}
        if kind in (Rule, Aggregator):
            return self.by_kind(kind)
        origin, arguments = get_origin(kind), get_args(kind)
        if origin is Literal:
            return {"type": "string", "enum": list(arguments)}
        if origin in (types.UnionType, typing.Union):
            return self.of_union([each for each in arguments if each is not type(None)])
        if origin is tuple:
            return {"type": "array", "items": self.of(arguments[0])}
        if origin in (dict, Mapping):
            return {"type": "object", "additionalProperties": self.of(arguments[1])}
        return self.reference(self.name_of(kind), lambda: self.of_class(kind))

    def name_of(self, kind: type) -> str:
        """The name of a class; with that of its module, where another class has the same."""
        known = self.classes.setdefault(kind.__name__, kind)
        return kind.__name__ if known is kind else f"{kind.__module__.rpartition('.')[2]}.{kind.__name__}"

    def of_union(self, kinds: list[Any]) -> Schema:
        if len(kinds) == 1:
            return self.of(kinds[0])
        return {"anyOf": [self.of(each) for each in kinds]}

    def reference(self, name: str, make: typing.Callable[[], Schema]) -> Schema:
        if name not in self.definitions:
            self.definitions[name] = {}  # so that what contains itself ends here
            self.definitions[name] = make()
        return {"$ref": f"#/definitions/{name}"}

    def of_class(self, kind: type, fixed: Schema | None = None) -> Schema:
        """An object with the keys of an attrs class; *fixed* are keys with schemas of their own."""
        if not attrs.has(kind):
            raise TypeError(f"{kind} is no attrs class")
        if any(isinstance(field.type, str) for field in attrs.fields(kind)):
            attrs.resolve_types(kind)
        texts = field_texts(kind)
        properties: dict[str, Schema] = dict(fixed or {})
        required = list(properties)
        for field in attrs.fields(kind):
            key = field.metadata.get("key", field.name)
            if not key:
                continue  # set by code, not by files
            properties[key] = self.described(self.of(field.type), texts.get(field.name, ""))
            if field.default is attrs.NOTHING:
                required.append(key)
        schema: Schema = {"type": "object", "description": class_text(kind), "properties": properties}
        if required:
            schema["required"] = required
        return {**schema, "additionalProperties": False}

    def described(self, schema: Schema, text: str) -> Schema:
        if not text:
            return schema
        if "$ref" in schema:  # beside a reference draft 7 reads nothing else
            return {"allOf": [schema], "description": text}
        return {**schema, "description": text}

    def by_kind(self, kind: Any) -> Schema:
        """One of the kinds that may be named, told apart by the key ``kind``."""
        known: Mapping[str, Any] = self.vocabulary.kinds if kind is Rule else self.vocabulary.aggregators
        name = "Rule" if kind is Rule else "Aggregator"

        def make() -> Schema:
            parts = [
                {
                    "if": {"properties": {"kind": {"const": id}}},
                    "then": self.reference(f"{name}.{id}", partial(self.one_kind, id, descriptor, kind)),
                }
                for id, descriptor in settled(known)
            ]
            named = {"kind": {"type": "string", "enum": [id for id, _ in settled(known)]}}
            shape = {"type": "object", "properties": named, "required": ["kind"], "additionalProperties": True}
            return {"description": class_text(kind), **shape, "allOf": parts}

        return self.reference(name, make)

    def one_kind(self, id: str, descriptor: Any, kind: Any) -> Schema:
        try:
            loaded = descriptor.rule if kind is Rule else descriptor.aggregator
            return self.of_class(loaded, {"kind": {"const": id, "description": class_text(loaded)}})
        except Exception:  # a class of a plugin that cannot be had: told to whoever names the kind
            return {"type": "object"}
