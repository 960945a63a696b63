"""The program as a whole: what is a command and what a file, exit codes, a broken pipe, a full disk, and no traceback ever."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_cases import HOSTILE, Outcome, assert_harmless, assert_refused, contents

from readiness import __version__
from readiness.cli import run
from readiness.cli.group import COMMANDS, looks_like_file

Run = Callable[..., Outcome]


def program(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    """The real program in a process of its own."""
    given = {"capture_output": True, "text": True, "stdin": subprocess.DEVNULL, "timeout": 60} | options
    return subprocess.run([sys.executable, "-m", "readiness", *arguments], **given)  # type: ignore[call-overload, no-any-return]


def test_version_and_help(readiness: Run) -> None:
    assert readiness("--version").out == f"readiness, version {__version__}\n"
    shown = readiness("--help")
    assert shown.code == 0
    assert all(re.search(rf"^  {command} +\S", shown.out, re.MULTILINE) for command in COMMANDS)
    assert "open" not in re.findall(r"^  (\w+) ", shown.out, re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_help(readiness: Run, command: str) -> None:
    shown = readiness(command, "--help")
    assert shown.code == 0
    assert shown.out.startswith(f"Usage: readiness {command} ")


def test_what_counts_as_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").touch()
    assert [word for word in ("there", "a.readiness", "a/b", "a\\b", "..", "./x") if not looks_like_file(word)] == []
    assert [word for word in ("", "scor", "x" * 5_000, "nowhere", ".hidden") if looks_like_file(word)] == []


WORDS = {
    "scor": "no such command: 'scor'; did you mean score?",
    "xyzzy": "no such command: 'xyzzy'; `readiness --help` lists them. (A file is meant only if it exists or has a suffix.)",
    "": "no such command: ''",
    "x" * 5_000: "…'; `readiness --help` lists them.",
    HOSTILE: "no such command",
    "none.readiness": "none.readiness: no such file; `readiness new none.readiness --org NAME` starts one.",
    "no/where": "no/where: no such file",
    f"{HOSTILE}.readiness": "no such file",
    "acme.readiness": "this needs a terminal; `readiness --help` lists the commands that do not.",
    "--nonsense": "No such option",
}


@pytest.mark.parametrize("word", WORDS, ids=lambda word: repr(word[:20]))
def test_a_word_that_is_no_command(readiness: Run, acme: Path, tmp_path: Path, word: str) -> None:
    before = contents(tmp_path)
    assert_refused(readiness(word), WORDS[word])
    assert contents(tmp_path) == before


def test_without_a_terminal_the_program_says_so(readiness: Run) -> None:
    assert_refused(readiness(), "this needs a terminal; `readiness --help` lists the commands that do not.")
    assert_refused(readiness("--plain"), "this needs a terminal")


def test_one_argument_too_many_is_told_about_the_program_itself(readiness: Run, acme: Path) -> None:
    assert_refused(readiness("acme.readiness", "b"), "Got unexpected extra argument", "`readiness --help` says how it goes.")


def test_an_error_nobody_foresaw_ends_in_one_sentence_and_a_private_trace(
    readiness: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail() -> None:
        secret = "a client's answer"
        raise RuntimeError("unforeseen") from ValueError(len(secret))

    monkeypatch.setattr("readiness.cli.library.shipped_library", fail)
    outcome = readiness("questions")
    assert outcome.code == 2
    assert outcome.err.startswith("readiness: something went wrong that should not have; what is saved is kept. Please report it with ")
    assert outcome.err.count("\n") == 1
    log = Path(re.search(r"with (.*)\.\n", outcome.err)[1])  # type: ignore[index]
    assert "RuntimeError: unforeseen" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600
    assert "a client's" not in outcome.err


def test_a_broken_shipped_library_is_said(readiness: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from questionnaires.loader import LibraryError

    def fail() -> None:
        raise LibraryError(["library.yaml:1:1: a fault."])

    monkeypatch.setattr("readiness.cli.library.shipped_library", fail)
    assert_refused(readiness("questions"), "library.yaml:1:1: a fault.")


@pytest.mark.parametrize(
    ("content", "environment", "said"),
    [
        ("recorder = 5", {}, "recorder must be text, found the number 5; put it in quotes; the default is used."),
        ("colour = 'red'", {}, "colour is no setting of this program and is left out."),
        ("recorder = ", {}, "cannot be used ("),
        ("a = " + "[" * 20_000, {}, "cannot be used ("),
        ("\x1b[31m", {}, "cannot be used ("),
        ("", {"READINESS_THEME": "nope\x1b"}, "' is not known, readiness-dark is used; ours are readiness-dark and readiness-light."),
        ("theme = 'nope'", {}, "theme: 'nope' is not known, readiness-dark is used; ours are readiness-dark and readiness-light."),
        ("", {"READINESS_ADVANCE": "perhaps"}, "READINESS_ADVANCE must be true or false, found the text 'perhaps'; the default is used."),
        ("", {"READINESS_RECORDER": "x" * 201}, "READINESS_RECORDER is too long"),
        ("", {"READINESS_RECORDER": "x\udcff"}, "READINESS_RECORDER holds bytes that are not valid text"),
    ],
)
def test_a_bad_configuration_warns_and_stops_nothing(
    readiness: Run, acme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, environment: dict[str, str], said: str
) -> None:
    (tmp_path / "config.toml").write_text(content)
    monkeypatch.setenv("READINESS_CONFIG", str(tmp_path / "config.toml"))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    outcome = readiness("answer", "acme.readiness", "mfa-enforced", "3")
    assert outcome.code == 0
    assert outcome.err.count("\n") == 1
    assert said in outcome.err
    assert_harmless(outcome.err)


@pytest.mark.parametrize("config", ["~nobody-of-that-name/c.toml", "/", "x" * 5_000])
def test_a_configuration_that_is_not_there_stops_nothing(readiness: Run, acme: Path, monkeypatch: pytest.MonkeyPatch, config: str) -> None:
    monkeypatch.setenv("READINESS_CONFIG", config)
    assert readiness("answer", "acme.readiness", "mfa-enforced", "3").code == 0


def test_ctrl_c_is_said_and_has_its_own_code(readiness: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("readiness.cli.library.shipped_library", stop)
    outcome = readiness("questions")
    assert outcome.code == 130
    assert outcome.err.strip() == "readiness: stopped; everything answered so far is kept."


def test_as_a_user_who_may_not_write(acme: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Run as nobody if the tests run as root, to whom everything is open."""
    user = os.geteuid()
    folder = Path("/proc/self") if user == 0 else tmp_path / "locked"
    if user:
        folder.mkdir(mode=0o500)
    code = run(["new", str(folder / "x.readiness"), "--org", "X"])
    said = capsys.readouterr()
    assert_refused(Outcome(code, said.out, said.err), f"{folder}/x.readiness")


def test_a_real_refusal_and_a_real_gate(acme: Path, tmp_path: Path) -> None:
    refused = program("answer", str(acme), "mfa-enforced", "6")
    assert_refused(Outcome(refused.returncode, refused.stdout, refused.stderr), "mfa-enforced: level: the text '6' is no level")
    gate = program("score", str(acme), "--fail-under", "50")
    assert gate.returncode == 1
    assert gate.stderr == "readiness: the lowest possible readiness, 0 %, is below 50 %.\n"


def test_a_reader_that_goes_away_is_no_error_and_opens_no_gate(acme: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        listed = program("questions", capture_output=False, stdout=writer, stderr=subprocess.PIPE)
        gate = program("score", str(acme), "--fail-under", "50", capture_output=False, stdout=writer, stderr=subprocess.PIPE)
    finally:
        os.close(writer)
    assert (listed.returncode, listed.stderr) == (0, "")
    assert gate.returncode == 1


def test_a_full_disk_behind_the_output_is_said(acme: Path) -> None:
    with Path("/dev/full").open("w") as full:
        outcome = program("questions", capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert outcome.returncode == 2
    assert (
        outcome.stderr
        == "readiness: the output could not be written (No space left on device); check the disk, or where the output goes.\n"
    )


@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
def test_any_output_encoding_does(acme: Path, encoding: str) -> None:
    environment = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    said = program("score", str(acme), env=environment, text=False)
    assert (said.returncode, said.stderr) == (0, b"")
    # click takes ASCII for a terminal that was set up wrongly and writes UTF-8 to it.
    assert (b"\\u2192" in said.stdout) == (encoding == "latin-1")


def test_a_closed_output_does_no_harm(acme: Path) -> None:
    run = subprocess.run(["sh", "-c", f'"{sys.executable}" -m readiness score "{acme}" >&-'], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize("arguments", [["--help"], ["lint"], ["plan", "FILE"], ["scope", "FILE"]])
def test_commands_that_need_no_screen_load_none(acme: Path, arguments: list[str]) -> None:
    code = (
        "import sys; from readiness.cli import run; code = run(sys.argv[1:]); "
        "sys.exit(code or str(sorted({'textual', 'questionary', 'prompt_toolkit', 'reportlab'} & set(sys.modules)) or ''))"
    )
    given = [str(acme) if part == "FILE" else part for part in arguments]
    ran = subprocess.run([sys.executable, "-c", code, *given], capture_output=True, text=True, check=False)
    assert (ran.stderr.strip(), ran.returncode) == ("", 1)


def test_a_shell_can_ask_for_completion() -> None:
    env = {**os.environ, "_READINESS_COMPLETE": "bash_source"}
    ran = subprocess.run([sys.executable, "-m", "readiness"], capture_output=True, text=True, check=False, env=env)
    assert "complete" in ran.stdout
    assert "needs a terminal" not in ran.stderr
