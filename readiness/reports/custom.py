"""A user's own template, rendered from the machine form in a process of its own with limits on time, memory and output."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from readiness.errors import ReadinessError

_LARGEST = 1_000_000
_FAULT, _TOO_LONG = 3, 4


@dataclass(frozen=True, slots=True)
class Limits:
    """What a template may use: seconds of processor time (of waiting, twice as many), MiB of memory, MiB of output."""

    seconds: int = 10
    memory_mib: int = 512
    output_mib: int = 20


def read_template(path: Path) -> str:
    """The template's text. Raises ReadinessError if it cannot be read, is no UTF-8 text or is over a million bytes."""
    try:
        with path.open("rb") as stream:
            content = stream.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise ReadinessError(f"{path}: cannot be read ({reason}); give a template that you may read.") from None
    if len(content) > _LARGEST:
        raise ReadinessError(f"{path}: is larger than {_LARGEST:,} bytes; shorten the template.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ReadinessError(f"{path}:{line}: is no UTF-8 text; save the template as UTF-8.") from None


def rendered(path: Path, data: dict[str, Any], limits: Limits | None = None) -> bytes:
    """What the template at ``path`` makes of the machine form. Raises ReadinessError with file and line for a faulty one."""
    bounds = limits or Limits()
    request = {"name": path.name, "source": read_template(path), "data": data, **asdict(bounds)}
    command = [sys.executable, "-I", "-m", "readiness.reports.child"]
    try:
        done = subprocess.run(
            command, input=json.dumps(request).encode(), capture_output=True, timeout=2 * bounds.seconds, check=False, env={}, cwd="/"
        )
    except subprocess.TimeoutExpired:
        raise ReadinessError(_too_slow(path, bounds)) from None
    except OSError as error:
        raise ReadinessError(f"{path}: could not be rendered ({error.strerror}); try again.") from None
    if done.returncode == 0:
        return done.stdout
    if done.returncode == _TOO_LONG:
        raise ReadinessError(f"{path}: writes more than {bounds.output_mib} MiB; shorten what it prints.")
    if done.returncode == _FAULT:
        line, _, message = done.stderr.decode("utf-8", "replace").partition(": ")
        raise ReadinessError(f"{path}:{line}: {' '.join(message.split())[:500]}")
    if -done.returncode in (signal.SIGXCPU, signal.SIGKILL):
        raise ReadinessError(_too_slow(path, bounds))
    raise ReadinessError(f"{path}: needs more than a template may have ({bounds.memory_mib} MiB of memory); make it do less.")


def _too_slow(path: Path, bounds: Limits) -> str:
    return f"{path}: takes longer than {bounds.seconds} seconds; make it do less."
