"""The process that renders a user's own template: bounded in memory, processor time and output, then thrown away.

Reads one JSON request from standard input (``name``, ``source``, ``data`` and the limits), writes the text to standard output. A
fault of the template goes to standard error as ``line: message`` with exit code 3; run by ``readiness.reports.custom`` only.
"""

from __future__ import annotations

import contextlib
import json
import resource
import sys
from traceback import walk_tb
from typing import Any

from jinja2 import FunctionLoader, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.environment import Template
from jinja2.exceptions import SecurityError

from readiness.reports.templating import environment, form_of, template_data

FAULT = 3
TOO_LONG = 4
_MIB = 1024 * 1024


def main() -> int:
    """Renders the request; the exit code."""
    request: dict[str, Any] = json.load(sys.stdin)
    _bound(int(request["memory_mib"]) * _MIB, int(request["seconds"]))
    written, most = 0, int(request["output_mib"]) * _MIB
    name, source = str(request["name"]), str(request["source"])
    try:
        for part in _template(name, source).generate(template_data(request["data"])):
            content = part.encode("utf-8", "replace")
            written += len(content)
            if written > most:
                return TOO_LONG
            sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except Exception as error:
        sys.stderr.write(f"{_line(error, name)}: {_message(error)}")
        return FAULT
    return 0


def _bound(memory: int, seconds: int) -> None:
    """Sets limits that hold until the end; one that a system does not know leaves the others and the parent's own clock."""
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def _template(name: str, source: str) -> Template:
    made = environment(form_of(name), FunctionLoader(lambda _name: None))
    # Compiled under its own name, so that a traceback tells its lines from ours.
    code = made.compile(source, name, name)
    return Template.from_code(made, code, made.make_globals(None))


def _line(error: BaseException, name: str) -> int:
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    lines = [line for frame, line in walk_tb(error.__traceback__) if frame.f_code.co_filename == name]
    return lines[-1] if lines else 1


def _message(error: Exception) -> str:
    match error:
        case TemplateNotFound():
            return "a template stands alone: include, import and extends find nothing"
        case SecurityError():
            return f"not allowed in a template: {error}"
        case UndefinedError() | TemplateSyntaxError():
            return str(error.message)
        case MemoryError():
            return "needs more memory than a template may have"
        case RecursionError():
            return "goes too deep; nest less"
        case _:
            return f"{error or type(error).__name__}"


if __name__ == "__main__":
    sys.exit(main())
