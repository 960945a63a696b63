"""The user's configuration: defaults, then the file, then the environment, the later ones winning. Never fatal."""

from __future__ import annotations

import getpass
import os
import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from questionnaires.wording import explained
from readiness.paths import config_file


class Config(BaseModel):
    """What a user may set.

    ``recorder`` is who types, kept with every change; ``theme`` a theme name of the full-screen app; ``language`` the code of the
    language that new files are asked in, as far as the questions are translated (empty: as they were written);
    ``library`` the folder of a question library of one's own that they are asked with (empty: the shipped one).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    recorder: str = Field(default="", max_length=200)
    theme: str = Field(default="readiness-dark", max_length=64)
    advance: bool = True
    language: str = Field(default="", max_length=16)
    library: str = Field(default="", max_length=4_000)

    @property
    def library_folder(self) -> Path | None:
        """The folder of the user's own library, ``~`` understood; None for the shipped one."""
        if not self.library.strip():
            return None
        try:
            return Path(self.library.strip()).expanduser()
        except RuntimeError:  # ~somebody who is nobody: the folder will be missing
            return Path(self.library.strip())


def load_config(path: Path | None = None) -> tuple[Config, list[str]]:
    """The configuration in force and one warning for each thing in the file that could not be used."""
    source = path or config_file()
    stated, warnings = _from_file(source)
    values = {key: (value, f"{source}: {key}") for key, value in stated.items()}
    for key in Config.model_fields:
        variable = f"READINESS_{key.upper()}"
        from_environment = os.environ.get(variable)
        if from_environment is not None:
            values[key] = (from_environment, variable)
    kept: dict[str, object] = {}
    for key, (value, where) in values.items():
        if key not in Config.model_fields:
            warnings.append(f"{where} is no setting of this program and is left out.")
            continue
        try:
            Config.model_validate({key: value})
        except ValidationError as error:
            warnings.append(f"{where} {explained(error.errors(include_url=False)[0])}; the default is used.")
        else:
            kept[key] = value
    config = Config.model_validate(kept)
    if not config.recorder.strip():
        config = config.model_copy(update={"recorder": _login_name()})
    return config, warnings


def _from_file(source: Path) -> tuple[dict[str, object], list[str]]:
    try:
        return dict(tomllib.loads(source.read_text(encoding="utf-8"))), []
    except FileNotFoundError:
        return {}, []
    except (OSError, ValueError, RecursionError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        return {}, [f"{source}: cannot be used ({reason}); defaults apply."]


def _login_name() -> str:
    try:
        return getpass.getuser()[:200]
    except (OSError, KeyError):
        return "unknown"
