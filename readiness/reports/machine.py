"""The report's machine form: the printed rows as plain data under a versioned format name, and the JSON Schema that describes it.

HTML, Markdown, Word, Excel and users' own templates are made from this data. ``python -m readiness.reports.machine`` renews the
schema file; a field that goes or changes its meaning needs the next number, one that joins does not. One that joins needs a default,
because final reports that older versions froze are read back into the same rows.
"""

from __future__ import annotations

import json
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_type_hints

from pydantic import BaseModel, ConfigDict, create_model

from readiness import __version__
from readiness.exchange.cleaning import clean
from readiness.reports.edition import Edition, edition
from readiness.reports.model import ReportContext

FORMAT = "readiness-report/1"
SCHEMA_FILE = Path(__file__).parent / "schema" / "report-1.json"


@cache
def _model() -> type[BaseModel]:
    hints = get_type_hints(ReportContext)
    rows: dict[str, Any] = {field.name: (hints[field.name], ...) for field in fields(ReportContext)}
    description = (
        "A readiness report. Days are ISO dates; efforts person-days as [least, most]; readiness percent (0-100) with its lowest, "
        "present and highest possible value, the present one null while nothing is answered; shares 0-1. A file may hold more than this."
    )
    config = ConfigDict(json_schema_extra={"$id": f"urn:{FORMAT.replace('/', ':')}", "description": description})
    named: Any = Literal["readiness-report/1"]
    return create_model("Report", __config__=config, format=(named, ...), made_with=(str, ...), edition=(Edition, ...), **rows)


def report_data(context: ReportContext, around: Edition | None = None) -> dict[str, Any]:
    """The report as JSON-able data in the shape of ``report_schema``; control characters in texts stand as U+FFFD.

    ``around`` is the edition that formats print, a draft for the team unless given.
    """
    rows = {field.name: getattr(context, field.name) for field in fields(ReportContext)}
    stands = around or edition(context.cover)
    made = _model().model_construct(format=FORMAT, made_with=f"readiness {__version__}", edition=stands, **rows)
    cleaned: dict[str, Any] = _cleaned(made.model_dump(mode="json"))
    return cleaned


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _cleaned(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_cleaned(entry) for entry in value]
    return value


def json_text(data: Any) -> str:
    """Data as indented JSON with a line's end; the same data gives the same text."""
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def report_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the machine form."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_model().model_json_schema(mode="serialization")}


if __name__ == "__main__":
    SCHEMA_FILE.write_text(json_text(report_schema()), encoding="utf-8")
