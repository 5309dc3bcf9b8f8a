"""JSON Schemas of the files that people write, generated from the classes that read them."""

from evalfw.maintaining.schema.generate import SUBJECTS, Subject, schema_of
from evalfw.maintaining.schema.shipped import SHIPPED, shipped_schema

__all__ = ["SHIPPED", "SUBJECTS", "Subject", "schema_of", "shipped_schema"]
