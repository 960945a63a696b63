"""Who may come in: token, host, origin, and what a browser is told to keep to itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.web.door import Door, new_token

DOOR = Door(8123, "secret-token_1")


def test_tokens_are_long_and_never_the_same() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert {len(token) for token in tokens} == {43}


def test_the_token_does_not_show_where_the_door_does() -> None:
    assert "secret" not in repr(DOOR)


@pytest.mark.parametrize("path", ["/secret-token_1", "/secret-token_1/", "/secret-token_1/ws"])
def test_a_path_with_the_token_opens(path: str) -> None:
    assert DOOR.has_token(path)


@pytest.mark.parametrize(
    "path", ["", "/", "//secret-token_1", "/secret-token_", "/Secret-token_1", "/x/secret-token_1", "/secret-token_1x", "/é"]
)
def test_any_other_path_does_not(path: str) -> None:
    assert not DOOR.has_token(path)


@given(st.text())
def test_no_guess_opens_or_breaks_the_door(guess: str) -> None:
    assert not Door(8123).has_token(f"/{guess}")


@pytest.mark.parametrize("host", ["127.0.0.1:8123", "localhost:8123"])
def test_our_own_names_mean_us(host: str) -> None:
    assert DOOR.is_ours([host])


@pytest.mark.parametrize(
    "hosts",
    [
        [],
        ["127.0.0.1"],
        ["127.0.0.1:8124"],
        ["rebound.example:8123"],
        ["localhost.rebound.example:8123"],
        ["127.0.0.1:8123.rebound.example"],
        ["0.0.0.0:8123"],
        ["LOCALHOST:8123"],
        ["127.0.0.1:8123", "127.0.0.1:8123"],
    ],
)
def test_no_other_name_does(hosts: list[str]) -> None:
    assert not DOOR.is_ours(hosts)


def test_the_usual_port_is_left_out_as_browsers_do() -> None:
    door = Door(80, "t")
    assert door.address == "http://127.0.0.1/t"
    assert door.is_ours(["127.0.0.1"])
    assert not door.is_ours(["127.0.0.1:80"])


@pytest.mark.parametrize(
    "origins",
    [
        [],
        ["null"],
        ["http://rebound.example"],
        ["http://127.0.0.1:8124"],
        ["http://localhost:8123"],
        ["https://127.0.0.1:8123"],
        ["http://127.0.0.1:8123", "http://127.0.0.1:8123"],
    ],
)
def test_only_the_page_itself_is_of_the_same_origin(origins: list[str]) -> None:
    assert DOOR.is_same_origin("127.0.0.1:8123", ["http://127.0.0.1:8123"])
    assert not DOOR.is_same_origin("127.0.0.1:8123", origins)


def test_the_policy_allows_nothing_from_elsewhere() -> None:
    policy = dict(part.split(" ", 1) for part in DOOR.headers("127.0.0.1:8123")["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["connect-src"] == "ws://127.0.0.1:8123"
    allowed = {source for sources in policy.values() for source in sources.split()}
    assert allowed == {"'none'", "'self'", "'unsafe-inline'", "data:", "ws://127.0.0.1:8123"}
    assert [what for what, sources in policy.items() if "unsafe" in sources] == ["style-src"]
