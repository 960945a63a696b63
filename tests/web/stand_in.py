"""Stands in for the program behind a page: speaks its protocol and does what single keys tell it. Run as a script.

Keys: a shows the arguments, d offers a file, u asks to open an address, q ends, x dies. First argument: ``broken`` never begins,
``stubborn`` neither ends nor listens when told to.
"""

import json
import os
import signal
import sys
from pathlib import Path

from textual_serve._binary_encode import dump

KEY = "0123456789abcdef" * 2
NAME = 'plan "für" é\r\nX-Evil: 1.pdf'
CONTENT = b"%PDF-" + bytes(range(256)) * 600


def write(kind: bytes, payload: bytes) -> None:
    """One packet to the server."""
    os.write(1, kind + len(payload).to_bytes(4, "big") + payload)


def read(size: int) -> bytes:
    """That many bytes of the server's; the end of all if there are no more."""
    found = sys.stdin.buffer.read(size)
    if len(found) < size:
        raise SystemExit(0)
    return found


def on_meta(asked: dict[str, object], rest: list[bytes], *, stubborn: bool) -> None:
    """Does what the server asks for."""
    if asked["type"] == "quit" and not stubborn:
        raise SystemExit(0)
    if asked["type"] == "resize":
        write(b"D", f"size {asked['width']}x{asked['height']}".encode())
    if asked["type"] == "deliver_chunk_request":
        size = int(str(asked["size"]))
        chunk, rest[0] = rest[0][:size], rest[0][size:]
        write(b"P", dump(("deliver_chunk", KEY, chunk)))


def main(mode: str) -> None:
    """Reads packets until there are no more."""
    if mode == "broken":
        raise SystemExit("this one never begins")
    if mode == "stubborn":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.write(1, b"__GANGLION__\n")
    write(b"D", f"begun {os.getpid()} in {os.environ['COLUMNS']}x{os.environ['ROWS']}".encode())
    rest = [b""]
    while True:
        kind, size = read(1), int.from_bytes(read(4), "big")
        payload = read(size)
        if kind == b"M":
            on_meta(json.loads(payload), rest, stubborn=mode == "stubborn")
        elif payload == b"d":
            rest[0] = CONTENT
            start = {"key": KEY, "path": str(Path("/somewhere") / NAME), "open_method": "download", "encoding": "", "name": None}
            write(b"M", json.dumps({"type": "deliver_file_start", "mime_type": "application/pdf", **start}).encode())
        elif payload == b"u":
            write(b"M", json.dumps({"type": "open_url", "url": "http://elsewhere.example", "new_tab": True}).encode())
            write(b"D", b"asked")
        elif payload == b"q":
            write(b"M", b'{"type": "exit"}')
            raise SystemExit(0)
        elif payload == b"a":
            write(b"D", json.dumps(sys.argv[1:]).encode())
        elif payload == b"x":
            raise SystemExit(3)
        else:
            write(b"D", b"typed " + payload)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
