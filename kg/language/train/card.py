"""The table of scores in the model card."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.errors import TrainingError
from kg.language.train.evaluate import Measured

BEGIN, END = "<!-- scores: written by the recipe -->", "<!-- end of scores -->"
_TITLES = {
    "uas": "UAS", "las": "LAS", "tag": "XPOS", "pos": "UPOS", "lemma": "lemma", "sents": "sentence F",
    "verb_lemma": "lemma of verbs",
}  # fmt: skip


def table(measured: Sequence[Measured]) -> str:
    """The figures as Markdown; speeds are left out, they belong to a machine.

    >>> print(table([Measured("PUD", "las", 89.26, 89.0)]))
    | test | figure | measured | at least |
    | --- | --- | --- | --- |
    | PUD | LAS | 89.3 | 89.0 |
    <BLANKLINE>
    """
    rows = ["| test | figure | measured | at least |", "| --- | --- | --- | --- |"]
    for each in measured:
        if each.figure != "words_s":
            bar = "" if each.at_least is None else f"{each.at_least}"
            rows.append(f"| {each.test} | {_TITLES.get(each.figure, each.figure)} | {each.value:.1f} | {bar} |")
    return "\n".join(rows) + "\n"


def update(card: Path, text: str) -> None:
    """Puts the table between the card's two marks.

    Args:
        card: the Markdown file.
        text: the table.

    Raises:
        TrainingError: the file is missing, or has no marks.
    """
    try:
        before, _, rest = card.read_text(encoding="utf-8").partition(BEGIN)
        _, mark, after = rest.partition(END)
    except (OSError, UnicodeDecodeError) as error:
        raise TrainingError(f"model card {card} can't be read: {error}") from error
    if not mark:
        raise TrainingError(f"model card {card} lacks the marks {BEGIN} and {END}")
    card.write_text(f"{before}{BEGIN}\n{text}{END}{after}", encoding="utf-8")
