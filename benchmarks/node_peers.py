"""The peers that run in Node: persistent workers, and why one is not there."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

__all__ = ["NodePeer", "missing"]

_HERE = Path(__file__).parent / "node"
_MODULES = Path(os.environ.get("CASEFILES_NODE_MODULES", _HERE / "node_modules"))


def missing(engine: str) -> str:
    """Why a peer can't run here, or an empty string; `npm ci` in benchmarks/node installs them."""
    if shutil.which("node") is None:
        return "not installed: no node"
    return "" if (_MODULES / engine / "package.json").is_file() else f"not installed: no {_MODULES / engine}"


class NodePeer:
    """A process of one engine that renders one template with whatever contexts it is given."""

    def __init__(self, engine: str, template: Path) -> None:
        self.version = str(json.loads((_MODULES / engine / "package.json").read_text("utf-8"))["version"])
        self._process = subprocess.Popen(
            ["node", str(_HERE / "worker.js"), engine, str(template)],
            env={**os.environ, "NODE_PATH": str(_MODULES)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._line()

    def render(self, contexts: Sequence[Mapping[str, Any]]) -> tuple[float, float, bytes]:
        """Milliseconds a document by the clock and of the processor, and the last document."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(list(contexts)) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._line())
        return answer["wall"], answer["cpu"], base64.b64decode(answer["last"])

    def close(self) -> None:
        """End the process."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait(10)

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the worker ended without an answer")
        return line
