"""What the redaction tests share: a file that says one text everywhere, and a look for it in every byte of a folder."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from storage_cases import answer, fill, round_one

from readiness.storage import (
    Store,
    close_round,
    open_round,
    put,
    set_answer,
    set_fact,
)
from readiness.storage.erasing import Wanted
from readiness.storage.formats import format_1, format_2
from readiness.storage.libraries import get
from readiness.storage.redacting import Found, Rules
from scoring.model import Item, Person

SECRET = "hunter2-Überpass"
ANY = Rules(frozenset(), lambda _: None)


OLD_FORMATS = (format_1, format_2)


def bytes_of(folder: Path) -> bytes:
    return b"".join(one.read_bytes() for one in sorted(folder.iterdir()))


def stands_in(folder: Path, text: str = SECRET) -> bool:
    """Whether the text is anywhere in the folder: as it is, as JSON writes it, or in a library."""
    found = bytes_of(folder)
    if text.encode() in found or json.dumps(text, ensure_ascii=False)[1:-1].encode() in found:
        return True
    for path in (one for one in folder.iterdir() if one.stat().st_size):
        db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        names = [row[0] for row in db.execute("SELECT hash FROM libraries")]
        texts = [get(db, path, name).decode() for name in names]
        db.close()
        if any(text in one for one in texts):
            return True
    return False


def say_it_everywhere(store: Store, text: str = SECRET) -> None:
    """The text in notes of many sizes, in the past and now, in names, keys, a closed round and a library."""
    fill(store)
    library = store.put_library(json.dumps({"key": "own", "text": f"Our {text} rule", text: [text]}, ensure_ascii=False), "own", "1")
    for number in range(30):
        store.append([set_answer("r1", answer(f"x{number}", note="n" * number * 37 + text))])
    for number in range(0, 30, 2):
        head = store.heads()[set_answer("r1", answer(f"x{number}")).subject]
        store.append([set_answer("r1", answer(f"x{number}", note=f"longer than before {text}" * 9), based_on=head)])
    store.append([put(Item(id="i9", title=f"Change {text}", owner=text, questions=("x1",))), put(Person(id="p9", name=text))])
    store.append([set_fact(f"fact {text}", (text, "b"))])
    store.unfinished.keep("note", "x3", {"value": f"half {text} and"}, {"value": text})
    seen = store.heads()
    kept = {"scorecard": {"form": 1, text: [f"x {text}", "public words"]}, "plan": {"made": text}, "closed": True, "library": library}
    stated = round_one(library).model_copy(update=kept)
    store.append([close_round(stated, based_on=seen[close_round(stated).subject])])
    store.append([open_round(round_one(library).model_copy(update={"id": "r2", "number": 2, "name": f"Autumn {text}"}))])


def redact(store: Store, text: str = SECRET) -> Found:
    return store.redact(Wanted(text), ANY, by="Cleo", why="Pasted by mistake")
