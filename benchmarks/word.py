"""Word rendering beside docxtpl, docxtemplater and carbone: ratios of one run, unique contexts in each round.

    python benchmarks/word.py [ROUNDS] [--smoke] [--cpu] [--write]

Prints one JSON object: milliseconds a document (median of the rounds) and each peer's time over ours (median, least
and greatest of the rounds' ratios); the floor is no peer, but what rendering, deflating and joining take at least. The
texts are compared before anything is timed; each engine has the letter in its own dialect. `--write` puts the object to
benchmarks/results/word.json; `--cpu` counts processor time; `--smoke` takes three rounds of it with docxtpl alone and
fails where the gate is not met. The peers of Node are in benchmarks/node (`npm ci` there), or in the folder that
CASEFILES_NODE_MODULES names.
"""

from __future__ import annotations

import io
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dialects import letter
from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined
from node_peers import NodePeer, missing
from rounds import in_turn, load_now, machine, over_ours

from casefiles.documents.word.packaging import Frame, Member, read_package
from casefiles.documents.word.template import DocumentProperties, compile_template
from casefiles.documents.word.wordml import read_text

TEXT = "pupils teachers reading phonics attendance leaders governors progress & evidence <support> Llŵyn-ŷd Łódź"
WORDS = TEXT.split()
DOCUMENTS = {"ours": 100, "floor": 100, "docxtpl": 4, "docxtemplater": 10, "carbone": 6}
WARM = 150
"""Letters that an engine of Node makes before it is timed: its compiler needs some hundred to be at its best."""
GATE = 20
"""The least of docxtpl's time over ours that a smoke run accepts: far below what is measured, for noise."""


def context(number: int) -> dict[str, Any]:
    """The values of one letter; no two are alike."""
    words = " ".join(WORDS[(number + at) % len(WORDS)] for at in range(45))
    rows = tuple({"area": f"{words[:20]} {at}", "action": words[:60], "due": f"{number} May"} for at in range(6))
    values = {"name": f"Ann {number}", "marking": "OFFICIAL", "more": number % 2 == 0, "rows": rows}
    return {**values, "paragraphs": ({"text": words},) * 8, "strengths": ({"text": words[:80]},) * 4}


Engine = Callable[[Sequence[Mapping[str, Any]]], tuple[float, float, bytes]]
"""Renders contexts: milliseconds a document by the clock and of the processor, and the last document."""


def timed(render: Callable[[Mapping[str, Any]], bytes]) -> Engine:
    """An engine of this process."""

    def run(contexts: Sequence[Mapping[str, Any]]) -> tuple[float, float, bytes]:
        wall, cpu, last = time.perf_counter(), time.process_time(), b""
        for each in contexts:
            last = render({"letter": each})
        share = 1000 / len(contexts)
        return (time.perf_counter() - wall) * share, (time.process_time() - cpu) * share, last

    return run


def python_engines() -> dict[str, Engine]:
    """Ours, the floor and docxtpl, which take the same page."""
    page = letter("jinja")
    compiled = compile_template({"letter": page}, "letter", "", ())
    properties = DocumentProperties("A letter")

    def docxtpl(values: Mapping[str, Any]) -> bytes:
        template = DocxTemplate(io.BytesIO(page))
        template.render(dict(values), Environment(autoescape=True, undefined=StrictUndefined))
        stream = io.BytesIO()
        template.save(stream)
        return stream.getvalue()

    ours = timed(lambda values: compiled.render(values, properties))
    return {"ours": ours, "floor": timed(floor(page)), "docxtpl": timed(docxtpl)}


def floor(page: bytes) -> Callable[[Mapping[str, Any]], bytes]:
    """The least that an engine of this kind does: Jinja over the prepared page, deflated, joined to the other parts."""
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    parts = read_package(page, "letter.docx")
    patch = DocxTemplate(io.BytesIO(page)).patch_xml
    varying = {
        name: environment.from_string(patch(data.decode()))
        for name, data in parts.items()
        if b"{{" in data or b"{%" in data
    }
    frame = Frame({name: data for name, data in parts.items() if name not in varying})

    def render(values: Mapping[str, Any]) -> bytes:
        return frame.join([Member(name, each.render(values).encode()) for name, each in varying.items()])

    return render


def node_engines(folder: Path) -> tuple[dict[str, NodePeer], dict[str, str]]:
    """The peers of Node that are installed, each with its own page, and why the others are not there."""
    absent = {name: why for name in ("docxtemplater", "carbone") if (why := missing(name))}
    peers = {}
    for name in ("docxtemplater", "carbone"):
        if name not in absent:
            page = folder / f"{name}.docx"
            page.write_bytes(letter(name))
            peers[name] = NodePeer(name, page)
    return peers, absent


def plain(texts: Sequence[str]) -> tuple[str, ...]:
    """The texts with the spaces that everybody writes: ours keeps a date on one line by others."""
    return tuple(text.replace("\N{NO-BREAK SPACE}", " ") for text in texts)


def compare(engines: Mapping[str, Engine]) -> None:
    """Stop where an engine's letter says anything else than ours."""
    for number in (0, 1):
        texts = {name: plain(read_text(run([context(number)])[2])) for name, run in engines.items()}
        for name, text in texts.items():
            if text != texts["ours"]:
                sys.exit(f"{name} and ours do not say the same:\n{text}\n---\n{texts['ours']}")


def measure(engines: Mapping[str, Engine], rounds: int, *, of_processor: bool) -> dict[str, list[float]]:
    """Milliseconds a document in each round; the engines take turns at being first."""
    times: dict[str, list[float]] = {name: [] for name in engines}
    number = 2
    for name in in_turn(list(engines), rounds):
        values = [context(number + at) for at in range(DOCUMENTS[name] + 1)]
        number += len(values)
        engines[name](values[:1])
        wall, cpu, _ = engines[name](values[1:])
        times[name].append(cpu if of_processor else wall)
    return times


def main() -> None:
    """Time all in turn, round by round, so that each sees the same machine."""
    options = set(sys.argv[1:])
    smoke = "--smoke" in options
    rounds = next((int(option) for option in options if option.isdigit()), 3 if smoke else 9)
    engines = python_engines()
    with tempfile.TemporaryDirectory() as folder:
        peers, absent = node_engines(Path(folder)) if not smoke else ({}, {})
        engines |= {name: peer.render for name, peer in peers.items()}
        compare(engines)
        for peer in peers.values():
            peer.render([context(-number) for number in range(WARM)])
        times = measure(engines, rounds, of_processor=smoke or "--cpu" in options)
        for peer in peers.values():
            peer.close()
    found = over_ours(times)
    result = {
        "rounds": rounds,
        "machine": machine(),
        "load": load_now(),
        "ms": {name: round(statistics.median(each), 3) for name, each in times.items()},
        "over_ours": found,
        "not_installed": absent,
        "versions": {name: version(name) for name in ("docxtpl", "jinja2", "lxml")}
        | {name: peer.version for name, peer in peers.items()},
    }
    text = json.dumps(result, indent=2)
    print(text)
    if "--write" in options:
        (Path(__file__).parent / "results" / "word.json").write_text(text + "\n")
    if smoke and found["docxtpl"][0] < GATE:
        sys.exit(f"docxtpl takes {found['docxtpl'][0]} times our time, and the gate is {GATE}")


if __name__ == "__main__":
    main()
