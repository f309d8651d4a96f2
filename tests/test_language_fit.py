"""Training itself, on a network of a few thousand weights: it learns, stops and goes on, and is packaged and restored."""

from __future__ import annotations

import copy
import doctest
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the extra [train]")
pytest.importorskip("onnx", reason="needs the extra [train]")

import spacy  # noqa: E402
from tokenizers import Tokenizer  # noqa: E402

from kg.errors import TrainingError  # noqa: E402
from kg.language.graph import Graph, shares  # noqa: E402
from kg.language.train import card, command, examples, fit, losses, network, restore  # noqa: E402
from kg.language.train.augment import Rates  # noqa: E402
from kg.language.train.encode import Encoder, Tables, Window, batches, tables, windows  # noqa: E402
from kg.language.train.export import quantize, write_graph  # noqa: E402
from kg.language.train.fit import Plan, State  # noqa: E402
from kg.language.words import PieceMaker  # noqa: E402
from tests import tiny_corpora  # noqa: E402

# the exporter that follows a traced call is old, but the only one that needs no shapes spelt out
pytestmark = pytest.mark.filterwarnings("ignore:You are using the legacy:DeprecationWarning", "ignore::DeprecationWarning:torch.*")

SMALL = {"HIDDEN": 24, "LAYERS": 4, "HEADS": 2, "INNER": 32, "VOCABULARY": 400, "ARC": 8, "RELATION": 8, "NAME": 8}
PLAN = Plan(epochs=3, cooldown=1, encoder_rate=2e-3, head_rate=1e-2, save_every_s=0, low_precision=False)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SMALL.items():
        monkeypatch.setattr(network, name, value)
    monkeypatch.setattr(restore, "RELATION", SMALL["RELATION"])
    torch.set_num_threads(1)


class Task:
    """A corpus of some sentences, its tables, and batches."""

    def __init__(self, folder: Path) -> None:
        tiny_corpora.write(folder)
        self.groups = examples.train(folder)
        self.tables: Tables = tables((s for group in self.groups for s in group), rare=1)
        self.encoder = Encoder(PieceMaker(Tokenizer.from_str(tiny_corpora.pieces())), self.tables)

    def batches(self, epoch: int) -> list[list[Window]]:
        rng = fit.epoch_random(0, epoch)
        return batches(list(windows(self.groups, self.encoder, rng, Rates())), 400, rng)

    def state(self, plan: Plan = PLAN) -> State:
        torch.manual_seed(0)
        made = network.Network(self.tables)
        return State(made, copy.deepcopy(made), fit.optimizer(made, plan))

    def train(self, state: State, folder: Path, plan: Plan = PLAN) -> State:
        for _ in fit.fit(state, self.batches, plan, folder, lambda _: None):
            pass
        return state


@pytest.fixture
def task(tmp_path: Path) -> Task:
    return Task(tmp_path / "corpora")


def same(left: State, right: State) -> bool:
    pairs = zip(left.average.state_dict().values(), right.average.state_dict().values(), strict=True)
    return all(bool(torch.equal(a, b)) for a, b in pairs)


def test_training_lowers_the_loss(task: Task, tmp_path: Path) -> None:
    state = task.state()
    batch = losses.collate(task.batches(0)[0])

    def total() -> float:
        with torch.no_grad():
            return float(sum(losses.losses(state.average.eval(), batch).values()))

    before = total()
    assert total() == before
    task.train(state, tmp_path)
    assert total() < 0.7 * before


def test_the_same_seed_gives_the_same_weights(task: Task, tmp_path: Path) -> None:
    first, second = (task.train(task.state(), tmp_path) for _ in range(2))
    assert same(first, second)


@pytest.mark.parametrize("stopped_after", [3, 7])
def test_a_stopped_training_goes_on_as_if_never_stopped(task: Task, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stopped_after: int) -> None:
    whole = task.train(task.state(), tmp_path)
    (tmp_path / "stopped").mkdir()
    steps = iter(range(stopped_after))

    def step(*given: object, usual: object = fit._step) -> None:
        if next(steps, None) is None:
            raise KeyboardInterrupt
        usual(*given)  # type: ignore[operator]

    with monkeypatch.context() as patched:
        patched.setattr(fit, "_step", step)
        with pytest.raises(KeyboardInterrupt):
            task.train(task.state(), tmp_path / "stopped")
    torch.manual_seed(99)
    state = command.begin(task.state().network, PLAN, tmp_path / "stopped")
    assert state.step == stopped_after
    assert not same(state, whole)
    assert same(task.train(state, tmp_path / "stopped"), whole)


def test_a_finished_training_can_be_made_longer(task: Task, tmp_path: Path) -> None:
    task.train(task.state(), tmp_path)
    state = command.begin(task.state().network, replace(PLAN, epochs=4), tmp_path)
    assert 0 < state.done <= PLAN.plateau_ends


def test_another_plan_in_the_same_folder_is_refused(task: Task, tmp_path: Path) -> None:
    task.train(task.state(), tmp_path)
    with pytest.raises(TrainingError, match="choose another --out"):
        command.begin(task.state().network, replace(PLAN, seed=1), tmp_path)


def test_a_loss_that_is_no_number_stops_the_training(task: Task, tmp_path: Path) -> None:
    state = task.state()
    with torch.no_grad():
        state.network.root.fill_(float("nan"))
    with pytest.raises(TrainingError, match="lower --rate"):
        task.train(state, tmp_path)


def test_watching_counts_what_is_right(task: Task) -> None:
    measure = losses.watch([w for batch in task.batches(0) for w in batch], 400)
    assert measure(task.state().network).split()[::2] == ["head", "lemma", "morph", "name", "relation", "start", "xpos"]


def test_padding_changes_no_loss(task: Task) -> None:
    """One window, alone and beside a longer one."""
    net = task.state().network.eval()
    found = sorted((w for batch in task.batches(0) for w in batch), key=lambda w: len(w.pieces.ids))
    alone, both = losses.collate(found[:1]), losses.collate([found[0], found[-1]])
    size = found[0].pieces.words
    with torch.no_grad():
        outputs = [net(b["ids"], b["cases"], b["pool"], b["seen"]) for b in (alone, both)]
    assert torch.allclose(outputs[0].arc[0, :size, : size + 1], outputs[1].arc[0, :size, : size + 1], atol=1e-5)


def test_the_rate_rises_stays_and_falls() -> None:
    plan = Plan(epochs=4, cooldown=1)
    scales = [plan.scale(done) for done in np.linspace(0, 4, 41)]
    assert scales[0] == pytest.approx(0.01)
    assert scales[20] == 1
    assert scales[-1] == pytest.approx(0.01)
    assert plan.plateau_ends == 3


# The graph


def test_the_graph_says_what_the_network_says(task: Task, tmp_path: Path) -> None:
    net = task.train(task.state(), tmp_path).average.eval()
    window = task.batches(0)[0][0].pieces
    given = (torch.tensor(window.ids)[None], torch.tensor(window.cases)[None], torch.tensor(shares(window))[None])
    with torch.no_grad():
        expected = net(*given, None)
    write_graph(copy.deepcopy(net), tmp_path / "full.onnx")
    found = Graph((tmp_path / "full.onnx").read_bytes()).run(window)
    assert np.allclose(found.arc, expected.arc[0].numpy(), atol=0.05)
    assert np.allclose(found.name, expected.name[0].numpy(), atol=0.05)


def test_a_packaged_network_can_be_trained_on(task: Task, tmp_path: Path) -> None:
    net = task.train(task.state(), tmp_path).average
    write_graph(copy.deepcopy(net), tmp_path / "full.onnx")
    quantize(tmp_path / "full.onnx", tmp_path / "small.onnx")
    back = restore.restore(tmp_path / "small.onnx", task.tables)
    with torch.no_grad():  # only the shares of the layers are kept
        for each in (net, back):
            each.encoder.mix.copy_(torch.log_softmax(each.encoder.mix, 0))
    for name, value in net.state_dict().items():
        assert torch.allclose(back.state_dict()[name], value, atol=0.03 * float(value.abs().max()) + 1e-4), name


@pytest.mark.parametrize("content", [b"", b"no graph"])
def test_what_is_no_graph_is_refused(task: Task, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.onnx").write_bytes(content)
    with pytest.raises(TrainingError, match=r"bad\.onnx"):
        restore.restore(tmp_path / "bad.onnx", task.tables)


def test_a_folder_that_is_no_pipeline_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="no pipeline of this recipe"):
        command.restored(tmp_path)


def test_examples_in_the_texts_of_functions() -> None:
    assert all(doctest.testmod(module).failed == 0 for module in (fit, losses, restore))


# The command


def test_the_command_needs_a_folder_to_write_to(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main(["--corpora", "x"])
    assert ended.value.code == 2
    assert "--out" in capsys.readouterr().err


def test_missing_corpora_are_named_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main(["--corpora", str(tmp_path / "gone"), "--out", str(tmp_path / "out")])
    assert "gone" in str(ended.value.code)
    assert "\n" not in str(ended.value.code)


def test_the_whole_recipe_on_a_few_sentences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Training, packaging, evaluation and the card in one go; the encoder starts from nothing."""
    pytest.importorskip("spacy_lookups_data", reason="needs the extra [train]")
    tiny_corpora.write(tmp_path / "corpora")
    (tmp_path / "minilm").mkdir()
    (tmp_path / "minilm" / "tokenizer.json").write_text(tiny_corpora.pieces(), encoding="utf-8")
    monkeypatch.setattr(command, "minilm", lambda: tmp_path / "minilm")
    monkeypatch.setattr(network.Encoder, "load_minilm", lambda *_: None)
    (tmp_path / "card.md").write_text(f"# Card\n{card.BEGIN}\n{card.END}\n", encoding="utf-8")
    command.main([
        "--corpora", str(tmp_path / "corpora"), "--out", str(tmp_path / "out"), "--epochs", "1", "--card", str(tmp_path / "card.md"),
    ])  # fmt: skip
    assert "| PUD | LAS |" in (tmp_path / "card.md").read_text(encoding="utf-8")
    nlp = spacy.load(tmp_path / "out" / "model")
    assert len(nlp("Pakistan threatened the EU.")) == 5
