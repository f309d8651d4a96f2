"""The training loop: joint loss, schedule, averaged weights, checkpoints."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import torch

from kg.errors import TrainingError
from kg.language.train.encode import Window
from kg.language.train.losses import WEIGHTS, collate, losses
from kg.language.train.network import Network

Batches = Callable[[int], list[list[Window]]]


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train; rates are per step, lengths in passes over the corpus."""

    epochs: float = 6.0
    cooldown: float = 1.5
    warmup: float = 0.15
    encoder_rate: float = 2e-4
    head_rate: float = 1.5e-3
    average: float = 0.999
    clip: float = 1.0
    seed: int = 0
    save_every_s: float = 180.0
    low_precision: bool = True

    def scale(self, done: float) -> float:
        """The share of the full learning rate after so many epochs.

        >>> [round(Plan(epochs=4, cooldown=1).scale(x), 2) for x in (0, 0.15, 2, 3.5, 4)]
        [0.01, 1.0, 1.0, 0.5, 0.01]
        """
        left = (self.epochs - done) / self.cooldown
        return max(0.01, min(1.0, done / self.warmup, left))

    @property
    def plateau_ends(self) -> float:
        """The epoch in which the learning rate starts to fall."""
        return self.epochs - self.cooldown


@dataclass(slots=True)
class State:
    """All that a stopped training needs to go on."""

    network: Network
    average: Network
    optimizer: torch.optim.Optimizer
    epoch: int = 0
    batch: int = 0
    step: int = 0
    done: float = 0.0
    plan: dict[str, Any] = field(default_factory=dict)

    def save(self, path: Path) -> None:
        """Writes the checkpoint, whole or not at all."""
        part = path.with_suffix(".part")
        torch.save(
            {
                "network": self.network.state_dict(),
                "average": self.average.state_dict(),
                "optimizer": self.optimizer.state_dict(),
                "place": (self.epoch, self.batch, self.step, self.done),
                "plan": self.plan,
                "random": torch.get_rng_state(),
            },
            part,
        )
        part.replace(path)

    def load(self, path: Path) -> None:
        """Takes up a checkpoint."""
        saved = torch.load(path, weights_only=True)
        self.network.load_state_dict(saved["network"])
        self.average.load_state_dict(saved["average"])
        self.optimizer.load_state_dict(saved["optimizer"])
        self.epoch, self.batch, self.step, self.done = saved["place"]
        self.plan = saved["plan"]
        torch.set_rng_state(saved["random"])

    def suits(self, plan: Plan) -> bool:
        """Whether training may go on from here under a plan: same plan, or not yet slowed down."""
        given = replace(Plan(**self.plan), low_precision=plan.low_precision)
        if given == plan:
            return True
        return self.done <= min(plan.plateau_ends, given.plateau_ends) and given.seed == plan.seed


def low_precision_pays() -> bool:
    """Whether this processor multiplies bfloat16 matrices faster than float32 ones.

    Where it has no instructions for them, they take ten times as long.
    """
    times = {}
    for kind in (torch.float32, torch.bfloat16):
        left, right = torch.ones(256, 384, dtype=kind), torch.ones(384, 384, dtype=kind)
        times[kind] = min(_seconds(left, right) for _ in range(5))
    return times[torch.bfloat16] < times[torch.float32]


def _seconds(left: torch.Tensor, right: torch.Tensor) -> float:
    begun = time.perf_counter()
    torch.mm(left, right)
    return time.perf_counter() - begun


def optimizer(network: Network, plan: Plan) -> torch.optim.Optimizer:
    """AdamW with one rate for the encoder's own weights, a higher one for what is new."""
    old = [p for n, p in network.named_parameters() if _pretrained(n)]
    new = [p for n, p in network.named_parameters() if not _pretrained(n)]
    return torch.optim.AdamW(
        [
            {"params": old, "lr": plan.encoder_rate, "full": plan.encoder_rate},
            {"params": new, "lr": plan.head_rate, "full": plan.head_rate},
        ],
        betas=(0.9, 0.98),
        weight_decay=0.01,
        fused=True,
    )


def _pretrained(name: str) -> bool:
    return name.startswith("encoder.") and name not in ("encoder.mix", "encoder.case.weight")


def fit(
    state: State, batches: Batches, plan: Plan, folder: Path, say: Callable[[str], None]
) -> Iterator[State]:
    """Trains to the end of the plan; yields the state after every epoch.

    Args:
        state: where to begin.
        batches: the batches of an epoch, the same whenever asked.
        plan: how long and how fast.
        folder: where checkpoints go: ``last.pt`` and, before the rate falls, ``plateau.pt``.
        say: shows progress.

    Raises:
        TrainingError: the loss is no longer a number.
    """
    state.plan = asdict(plan)
    begun, saved = time.monotonic(), time.monotonic()
    seen, recent = 0, Recent()
    while state.done < plan.epochs - 1e-6:
        todo = batches(state.epoch)
        for number in range(state.batch, len(todo)):
            done = state.epoch + number / len(todo)
            if done >= plan.epochs:
                break
            if state.done <= plan.plateau_ends <= done:
                state.save(folder / "plateau.pt")
            _step(state, todo[number], plan, done, recent)
            state.batch, state.step, state.done = number + 1, state.step + 1, done
            seen += sum(len(window.pieces.ids) for window in todo[number])
            if state.step % 50 == 0:
                speed = seen / (time.monotonic() - begun)
                say(f"epoch {done:.2f} step {state.step} {speed:.0f} pieces/s {recent}")
            if time.monotonic() - saved > plan.save_every_s:
                state.save(folder / "last.pt")
                saved = time.monotonic()
        state.epoch, state.batch = state.epoch + 1, 0
        state.done = min(float(state.epoch), plan.epochs)
        state.save(folder / "last.pt")
        yield state


def _step(state: State, batch: list[Window], plan: Plan, done: float, recent: Recent) -> None:
    for group in state.optimizer.param_groups:
        group["lr"] = group["full"] * plan.scale(done)
    state.network.train()
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=plan.low_precision):
        found = losses(state.network, collate(batch))
    total = sum((WEIGHTS[kind] * loss for kind, loss in found.items()), torch.zeros(()))
    if not bool(torch.isfinite(total)):
        raise TrainingError(f"the loss is {total.item()} in step {state.step}: lower --rate")
    state.optimizer.zero_grad(set_to_none=True)
    torch.autograd.backward(total)
    torch.nn.utils.clip_grad_norm_(state.network.parameters(), plan.clip)
    state.optimizer.step()
    keep = min(plan.average, (1 + state.step) / (10 + state.step))
    with torch.no_grad():
        torch._foreach_lerp_(list(state.average.parameters()), list(state.network.parameters()), 1 - keep)
    recent.add({kind: loss.item() for kind, loss in found.items()})


class Recent:
    """The losses of the last steps, smoothed, to be shown."""

    def __init__(self) -> None:
        self._means: dict[str, float] = {}

    def add(self, found: dict[str, float]) -> None:
        """Takes in the losses of one step."""
        for kind, loss in found.items():
            self._means[kind] = 0.98 * self._means.get(kind, loss) + 0.02 * loss

    def __str__(self) -> str:
        return " ".join(f"{kind} {mean:.3f}" for kind, mean in sorted(self._means.items()))


def epoch_random(seed: int, epoch: int) -> random.Random:
    """The random source of one epoch, whatever went before."""
    return random.Random(f"{seed}-{epoch}")
