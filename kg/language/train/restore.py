"""A packaged graph → the network's weights in full precision, to train on from there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from kg.errors import TrainingError
from kg.language.train.encode import Tables
from kg.language.train.network import MIXED, RELATION, Network

_PREFIX = "/network/"
_PIECES = "encoder.piece"


def restore(path: Path, tables: Tables, **options: float) -> Network:
    """The network whose graph was packaged; its weights are as exact as the graph keeps them.

    Args:
        path: the ONNX file that `kg.language.train.export` wrote.
        tables: the classes of its heads.
        options: of the network.

    Raises:
        TrainingError: the graph is not one of this network.
    """
    network = Network(tables, **options)
    try:
        weights = _weights(onnx.load(str(path)).graph)
    except Exception as error:  # onnx hands on errors of the library that parses the file
        raise TrainingError(f"{path} is no graph of this recipe ({error}): see --start") from error
    try:
        network.load_state_dict(weights)
    except RuntimeError as error:
        raise TrainingError(f"{path} has other weights than this recipe's network ({error}): see --start") from error
    return network


def _weights(graph: Any) -> dict[str, Tensor]:
    values = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    values |= {
        node.output[0]: numpy_helper.to_array(node.attribute[0].t)
        for node in graph.node
        if node.op_type == "Constant" and node.attribute[0].HasField("t")
    }
    found = {
        name.removeprefix("network."): value
        for name, value in values.items()
        if name.startswith("network.") and not name.startswith(f"network.{_PIECES}.")
    }
    found |= _products(graph, values)
    rows, scale = (values[f"network.{_PIECES}.{part}"] for part in ("rows", "scale"))
    found[f"{_PIECES}.weight"] = rows.astype(np.float32) * scale
    found["encoder.mix"] = np.log(_shares(graph, values))
    found["root"] = next(values[n.input[0]] for n in graph.node if n.op_type == "Expand").reshape(-1)
    cross = found.pop("cross")
    found["relation"] = cross.reshape(RELATION + 1, -1, RELATION + 1).transpose(1, 0, 2)
    return {name: torch.tensor(np.ascontiguousarray(value, np.float32)) for name, value in found.items()}


def _products(graph: Any, values: dict[str, Any]) -> dict[str, Any]:
    """The matrices of all linear layers, by the layer's name; and ``cross``."""
    scales = {name.removesuffix("_scale"): value for name, value in values.items() if name.endswith("_scale")}
    found: dict[str, Any] = {}
    for node in graph.node:
        given = next((name for name in node.input[1:2] if name in values), None)
        if node.op_type not in ("MatMul", "MatMulInteger") or given is None:
            continue
        matrix = values[given].astype(np.float32)
        if node.op_type == "MatMulInteger":
            matrix = (matrix - values[node.input[3]].astype(np.float32)) * scales[given.removesuffix("_quantized")]
        layer = node.name.removeprefix(_PREFIX).rpartition("/")[0]
        if not layer:
            found["cross"] = matrix
        else:
            found[_layer(layer) + ".weight"] = matrix.T
    return found


def _layer(path: str) -> str:
    """The module's name from its node's path.

    >>> _layer("encoder/layers.0/attend"), _layer("name/name.0/name.0.0")
    ('encoder.layers.0.attend', 'name.0.0')
    """
    parts = path.split("/")
    last = parts[-1]
    return last if len(parts) > 1 and last.startswith(f"{parts[0]}.") else ".".join(parts)


def _shares(graph: Any, values: dict[str, Any]) -> Any:
    """How much each of the last layers gives to a word's vector.

    Raises:
        ValueError: the graph has another number of layers.
    """
    found = [
        float(values[given])
        for node in graph.node
        if node.op_type == "Mul" and node.name.removeprefix(f"{_PREFIX}encoder/").rstrip("_0123456789") == "Mul"
        for given in node.input
        if given in values
    ]
    if len(found) != MIXED:
        raise ValueError(f"{len(found)} layers are mixed, not {MIXED}")
    return np.asarray(found, np.float32)
