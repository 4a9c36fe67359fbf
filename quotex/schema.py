"""The JSON Schema of the wire format, made from the records; ``schema.json`` beside this module holds it.

After a change of the records: ``python -m quotex.schema`` writes the file anew.
"""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs

from quotex.records import Attribution, Quotation, Span, Speaker

SCHEMA = Path(__file__).with_name("schema.json")
_PRIMITIVES: Mapping[object, str] = {int: "integer", float: "number", str: "string"}


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one line of JSONL: a document's ``id`` and its ``attributions``."""
    line = {
        "id": {"type": "string", "description": "The document's id, else the path of its file as given, or -."},
        "attributions": {"type": "array", "items": _type(Attribution)},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The attributions of one document, as quotex extract --format jsonl writes them",
        **_object(line),
        "$defs": {record.__name__: _record(record) for record in (Attribution, Quotation, Speaker, Span)},
    }


def _record(record: type[attrs.AttrsInstance]) -> dict[str, Any]:
    hints = get_type_hints(record)
    properties = {field.name: {**_type(hints[field.name]), **field.metadata} for field in attrs.fields(record)}
    return {"description": (record.__doc__ or "").split("\n\n")[0].replace("``", ""), **_object(properties)}


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _type(hint: Any) -> dict[str, Any]:
    arguments = get_args(hint)
    if hint in _PRIMITIVES:
        return {"type": _PRIMITIVES[hint]}
    if attrs.has(hint):
        return {"$ref": f"#/$defs/{hint.__name__}"}
    if get_origin(hint) is Literal:
        return {"enum": list(arguments)}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _type(arguments[0])}
    if get_origin(hint) in (Union, types.UnionType):
        return {"anyOf": [{"type": "null"} if part is types.NoneType else _type(part) for part in arguments]}
    raise TypeError(f"no JSON Schema for {hint!r}")


if __name__ == "__main__":
    SCHEMA.write_text(json.dumps(json_schema(), indent=2) + "\n", "utf-8")
