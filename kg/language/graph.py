"""The network at run time: one ONNX graph, one window of words at a time.

A window runs alone, without padding: its numbers can't depend on what else is in the
batch. Several windows run side by side on threads instead.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime

from kg.errors import ModelError
from kg.language.words import Ids, Pieces

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Found:
    """What the network says of one window; one row for each word.

    ``xpos`` and ``morph`` are class numbers, ``lemma`` the best few; ``relation`` holds the best relation
    to each possible head, ``arc`` that head's score, column 0 being the root.
    """

    xpos: Ids
    morph: Ids
    lemma: Ids
    name: Floats
    start: Floats
    arc: Floats
    relation: Ids


def shares(pieces: Pieces) -> Floats:
    """Words × pieces: each word's equal share of its own pieces."""
    own = pieces.word[None, :] == np.arange(pieces.words)[:, None]
    equal: Floats = (own / own.sum(1, keepdims=True)).astype(np.float32)
    return equal


class Graph:
    """An ONNX graph and its session, opened when it is first needed in a process."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._session: Any = None
        self._process = 0

    def __getstate__(self) -> dict[str, Any]:
        return {"content": self.content, "_session": None, "_process": 0}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)

    def open(self) -> None:
        """Opens the session.

        Raises:
            ModelError: the graph is damaged or made for a newer onnxruntime.
        """
        if self._session is not None and self._process == os.getpid():
            return
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_mem_pattern = False
        options.log_severity_level = 3
        try:
            session = onnxruntime.InferenceSession(
                self.content, options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime has a class of its own for each fault
            raise ModelError(f"the network can't be opened ({error}): install the package again") from error
        self._session, self._process = session, os.getpid()

    def run(self, pieces: Pieces) -> Found:
        """The scores of one window.

        Args:
            pieces: at least one word, at most 512 pieces.
        """
        self.open()
        given = {"ids": pieces.ids, "cases": pieces.cases, "pool": shares(pieces)}
        return Found(*self._session.run(None, given))

    def run_all(self, windows: Iterable[Pieces], threads: int) -> Iterator[Found]:
        """The scores of several windows, in their order.

        Args:
            windows: each as for `run`.
            threads: how many run at once.
        """
        self.open()
        if threads < 2:
            yield from map(self.run, windows)
            return
        with ThreadPoolExecutor(threads) as pool:
            yield from pool.map(self.run, windows)
