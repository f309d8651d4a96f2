"""The trained network → one ONNX graph with int8 weights, and the packaged pipeline."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from kg.language.train.network import Network, Output

OPSET = 17
INPUTS = ("ids", "cases", "pool")
LEMMA_RULES = 4
"""How many lemma rules are handed on, best first."""
OUTPUTS = ("xpos", "morph", "lemma", "name", "start", "arc", "relation")


class SmallEmbedding(nn.Module):
    """An embedding table in int8, each row with a scale of its own."""

    rows: Tensor
    scale: Tensor

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        scale = weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("rows", torch.round(weight / scale).to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        """The rows of the given numbers."""
        rows = torch.index_select(self.rows, 0, ids.flatten()).float()
        scale = torch.index_select(self.scale, 0, ids.flatten())
        return (rows * scale).view(*ids.shape, -1)


class Deployed(nn.Module):
    """The network for one window at a time: classes chosen, relations for every pair of words."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network.eval()
        network.encoder.piece = SmallEmbedding(network.encoder.state_dict()["piece.weight"])
        classes, left, right = network.relation.shape
        self.classes, self.right = classes, right
        self.rules = min(LEMMA_RULES, network.lemma.out_features)
        self.cross = nn.Parameter(network.relation.permute(1, 0, 2).reshape(left, classes * right))

    def forward(self, ids: Tensor, cases: Tensor, pool: Tensor) -> tuple[Tensor, ...]:
        """The outputs named in `OUTPUTS`.

        Args:
            ids: pieces.
            cases: pieces.
            pool: words × pieces.
        """
        found: Output = self.network(ids[None], cases[None], pool[None], None)
        crossed = (found.dependent @ self.cross).reshape(-1, self.classes, self.right)
        pairs = crossed @ found.governor[0].transpose(0, 1)
        return (
            found.xpos[0].argmax(-1),
            found.morph[0].argmax(-1),
            found.lemma[0].topk(self.rules).indices,
            found.name[0],
            found.start[0],
            found.arc[0],
            pairs.argmax(1),
        )


def write_graph(network: Network, path: Path) -> None:
    """Writes the network as ONNX in full precision but for the word pieces.

    Args:
        network: the trained one; its embedding table is replaced.
        path: the file to write.
    """
    deployed = Deployed(network).eval()
    size, words = 12, 9
    example = (
        torch.arange(size),
        torch.ones(size, dtype=torch.long),
        torch.full((words, size), 1 / size),
    )
    axes = {"ids": {0: "pieces"}, "cases": {0: "pieces"}, "pool": {0: "words", 1: "pieces"}}
    axes |= {name: {0: "words"} for name in OUTPUTS}
    axes["arc"][1] = axes["relation"][1] = "nodes"
    torch.onnx.export(
        deployed,
        example,
        str(path),
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_axes=axes,
        opset_version=OPSET,
        dynamo=False,
    )


def quantize(full: Path, small: Path, *, keep: Iterable[str] = ()) -> None:
    """Writes the graph with int8 weights.

    Args:
        full: the graph in full precision.
        small: the file to write.
        keep: names of nodes that stay in full precision.
    """
    quantize_dynamic(
        str(full),
        str(small),
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul"],
        nodes_to_exclude=list(keep),
        extra_options={"MatMulConstBOnly": True},
    )
