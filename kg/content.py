"""What is said, demanded, offered …: where it stands, and its words without the trimmings."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg import lexicon
from kg.frames import Match
from kg.model import Mention, Span
from kg.syntax import children, subtree

REFLEXIVE = frozenset({"itself", "himself", "herself", "themselves", "ourselves", "myself"})
TRIMMED = frozenset({"parataxis", "mark"})
SETTINGS = frozenset("margin margins sideline sidelines visit trip tour eve occasion phone telephone line board anniversary day way".split())
LABEL = 4
DAYS = frozenset("weekend week day night month year morning evening decade".split())


def content_head(match: Match, doc: Doc, target: tuple[Mention, ...]) -> tuple[int | None, str]:
    """Where the content of a match stands: the head of its words and the slot, if it has any.

    Args:
        match: a frame on its words.
        doc: the parsed text.
        target: those addressed, who are not what is said.
    """
    named = {i for mention in target for i in range(mention.first, mention.last)}
    for name in match.frame.content:
        for head in match.heads(doc, name):
            if not _is_setting(head, name) and head.i not in named and head.i not in match.words and head.ent_type_ != "DATE" and head.lower_ not in REFLEXIVE:
                return head.i, name
    for name in match.frame.content:
        for head in match.heads(doc, name):
            if head.i in match.words and head.i != match.trigger:
                return head.i, name
    return None, ""


def _is_setting(head: Token, name: str) -> bool:
    """Whether words tell when, where or nothing: "on the sidelines", "on the phone", "for his part", "over the weekend", "ordered it to"."""
    word = head.lemma_.lower()
    return word == "to" or (name == "on" and word in SETTINGS) or (name in {"on", "over", "for"} and word in DAYS) or (name == "for" and word == "part")


def _sums_up(noun: Token) -> bool:
    """Whether words after a comma say what was just told is: ", a charge that Rome denied", ", a move that …"."""
    told = noun.dep_ == "appos" and any(child.lower_ in {"a", "an"} for child in children(noun, "det")) and bool(children(noun, "acl:relcl"))
    words = lexicon.load().words
    return told and any(noun.lemma_.lower() in nouns for nouns in (words["reference"]["deed"], *words["answered"].values()))


def content_span(doc: Doc, head: int, slot: str, *, outside: Span | None = None, apart: tuple[int, ...] = ()) -> Span:
    """The words of the content, from the head's subtree, without conjunction and full stop.

    Args:
        doc: the parsed text.
        head: the token that heads the content.
        slot: the name of the slot that it stood in.
        outside: a condition that is told apart and cut off the end.
        apart: heads of clauses below it that are another act's content.
    """
    aside = {low.i for word in subtree(doc[head]) if (_sums_up(word) or word.i in apart) and word.i != head for low in word.subtree}
    words = [word for word in subtree(doc[head], without=TRIMMED) if not word.is_space and word.i not in aside]
    if slot == "complement":  # "the base closed"
        words = sorted({*words, *(low for thing in children(doc[head].head, "obj") for low in subtree(thing, without=TRIMMED))}, key=lambda word: word.i)
    if slot not in {"clause", "that", "infinitive", "quote"}:
        words = [word for word in words if not (word.dep_ == "case" and word.head.i == head)]
    else:
        words = _with_to(doc, head, words)
    if outside is not None:
        before = [word for word in words if word.idx < outside.start]
        before = before if any(word.dep_ not in {"cc", "punct"} and not word.is_punct for word in before) else []
        words = before or [word for word in words if word.idx >= outside.end] or words  # "if Rome strikes, we will answer"
    words = _trim(_unlabelled(words))
    start, end = words[0].idx, words[-1].idx + len(words[-1])
    return Span(start, end, doc[words[0].i : words[-1].i + 1].text)


def _with_to(doc: Doc, head: int, words: list[Token]) -> list[Token]:
    to = [child for child in doc[head].children if child.dep_ == "mark" and child.lower_ == "to"]
    return sorted({*words, *to}, key=lambda word: word.i)


def _unlabelled(words: list[Token]) -> list[Token]:
    """Without "A:" or "Secretary Powell:" at the start of a line."""
    colon = next((n for n, word in enumerate(words[:LABEL]) if word.text == ":"), None)
    at_start = words[0].i == 0 or "\n" in words[0].nbor(-1).text
    return words[colon + 1 :] if colon is not None and at_start and colon + 1 < len(words) else words


def _trim(words: list[Token]) -> list[Token]:
    kept = list(words)
    while len(kept) > 1 and (kept[-1].is_punct or kept[-1].dep_ in {"punct", "cc"}):
        kept.pop()
    while len(kept) > 1 and (kept[0].is_punct or kept[0].dep_ in {"punct", "cc"}):
        kept.pop(0)
    return kept
