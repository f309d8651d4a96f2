"""Clauses that a parser hung on the wrong verb, each with the verb that it belongs to: rules of `kg.repairs`."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.lexicon import load
from kg.syntax import VERBAL, children

Change = tuple[int, Token, str]
"""The position of a word, its right head and relation."""

FINITE = frozenset({"VBD", "VBZ", "VBP"})
ENDS = frozenset(".!?:;…") | {"...", "''", '"', "”", "’", "»", ")", "]"}
# After these a clause tells the circumstances of another, or what something is for.
_CIRCUMSTANCE = frozenset({"after", "before", "when", "while", "as", "since", "once", "because", "until", "for", "by", "of", "in"})
_QUOTES = frozenset({'"', "“", "”", "``", "''"})
_THINGS = ("thing", "document", "deed", "utterance", "mute")


def rehosted(token: Token) -> Iterator[Change]:
    """A finite verb that a parser coordinated with a participle or infinitive."""
    if (host := _host(token)) is not None:
        yield token.i, host, token.dep_


def _host(token: Token) -> Token | None:
    """The finite verb that a finite verb without a subject of its own really continues."""
    if not (token.tag_ in FINITE or _is_past(token)) or children(token, "nsubj", "nsubj:pass", "expl", "aux"):
        return None
    if token.pos_ != "VERB" or not _is_nonfinite(token.head):
        return None
    for up in token.head.ancestors:
        if up.pos_ in VERBAL and up.tag_ in FINITE and (up.tag_ == token.tag_ or token.tag_ not in {"VBD", "VBN"} or (token.tag_ == "VBN" and up.tag_ == "VBD")):
            return up if not children(up, "aux") else None
    return None


def _is_past(verb: Token) -> bool:
    """A past tense taken for a participle: after "would give it land, and accused him" no participle with an object can stand."""
    return verb.tag_ == "VBN" and verb.head.tag_ == "VB" and bool(children(verb, "obj")) and not children(verb, "aux:pass")


def _is_nonfinite(verb: Token) -> bool:
    """A participle or infinitive that no finite auxiliary makes a clause with the other verb."""
    if verb.tag_ not in {"VBG", "VBN", "VB"}:
        return False
    return verb.dep_ in {"acl", "advcl", "xcomp", "ccomp", "amod", "obl", "nmod", "conj", "acl:relcl"}


def rejoined(token: Token) -> Iterator[Change]:
    """The root of a sentence that begins in mid line."""
    if (before := _continued(token)) is not None:
        yield token.i, before, "parataxis"


def _continued(token: Token) -> Token | None:
    """For the root of a sentence that begins in mid line: the root of the one before."""
    if token.sent.start == 0:
        return None
    before = token.doc[token.sent.start - 1]
    if before.is_space or before.text in ENDS or "\n" in before.whitespace_ or before.sent.start == token.sent.start:
        return None
    return before.sent.root


def contrasted(clause: Token) -> Iterator[Change]:
    """A clause with "while" that a parser put into what is said before it: who tells the one tells the other."""
    said = clause.head
    mark = next((child for child in children(clause, "mark") if child.lower_ in {"while", "whereas"}), None)
    if mark is None or said.dep_ != "ccomp" or said.head.pos_ != "VERB" or clause.i < said.i:
        return
    if mark.i and mark.nbor(-1).text == "," and children(clause, "nsubj") and said.head.i < said.i:
        yield clause.i, said.head, "advcl"


def cleft(clause: Token) -> Iterator[Change]:
    """"It was Rome that proposed": for what is told, a clause on Rome like any other."""
    if clause.head.pos_ in {"PROPN", "NOUN"}:
        yield clause.i, clause.head, "acl:relcl"


def relative(clause: Token) -> Iterator[Change]:
    """A clause ", which …" that a parser hung over another clause onto a noun further back."""
    first = clause.left_edge
    if clause.head.i > clause.i:
        return
    first = first.nbor(1) if first.text == "," else first
    if first.tag_ not in {"WDT", "WP", "WP$"} or first.i < 2 or first.nbor(-1).text != ",":
        return
    near = first.nbor(-2)
    if near.pos_ not in {"PROPN", "NOUN"} or clause.head.i in {near.i, *(up.i for up in near.ancestors)}:
        return
    while near.head.pos_ in {"PROPN", "NOUN"} and near.dep_ in {"flat", "compound", "nmod", "conj"} and near.head.i < near.i and clause.head.i < near.head.i:
        near = near.head
    yield clause.i, near, "acl:relcl"


def concluding(verb: Token) -> Iterator[Change]:
    """A participle after a comma that a parser hung on an infinitive, or on what one says of oneself."""
    inserted = _inserted_before(verb)
    if verb.head.i > verb.i or (verb.dep_ == "acl" and inserted is None) or "," not in {word.text for word in verb.doc[max(0, verb.left_edge.i - 1) : verb.i]}:
        return
    if not load().has("light", "concluding", verb.lemma_.lower()):
        return
    host = inserted or verb.head
    while host.head.i < host.i and _is_inner(host):
        host = host.head
    if host.i != verb.head.i and host.pos_ in VERBAL:
        yield verb.i, host, "advcl"


def _inserted_before(verb: Token) -> Token | None:
    """The verb of saying between what is said and a participle: "Rome has begun, Oslo said, accusing it of haste"."""
    return next((up.head for up in verb.ancestors if up.dep_ == "ccomp" and up.i < up.head.i < verb.i), None)


def _is_inner(word: Token) -> bool:
    """Whether a word is of a part of a clause that nothing after a comma goes on with: "that he had agreed", "a deal that gives it land"."""
    if word.dep_ == "ccomp":
        return word.tag_ == "VB" or any(subject.pos_ == "PRON" for subject in children(word, "nsubj", "nsubj:pass"))
    bound = word.dep_ == "acl:relcl" and word.left_edge.nbor(-1).text != ","
    marked = word.dep_ == "advcl" and any(mark.lower_ in _CIRCUMSTANCE for mark in children(word, "mark"))
    return word.tag_ == "VB" or bound or marked or word.pos_ in {"NOUN", "PROPN"}


def when_said(word: Token) -> Iterator[Change]:
    """When it is said, which a parser hung over the verb of saying: "Rome has begun, Oslo said on Monday"."""
    verb = word.doc[word.left_edge.i - 1] if word.left_edge.i else word
    content = word.head
    if verb.pos_ == "VERB" and content.i < verb.i and verb.i in {content.head.i, *(low.i for low in children(content, "parataxis"))}:
        yield word.i, verb, word.dep_


def parted(verb: Token) -> Iterator[Change]:
    """A clause after a semicolon that a parser put into what somebody says before it: "said that it was void; its minister warned Rome"."""
    first = verb.left_edge
    mark = first if first.text == ";" else first.nbor(-1) if first.i else first
    if mark.text != ";" or mark.i >= verb.i or not children(verb, "nsubj", "nsubj:pass") or any(t.text in _QUOTES for t in verb.sent):
        return
    clause = next((up for up in verb.ancestors if up.dep_ == "ccomp" and up.head.i < up.i < mark.i), None)
    if clause is not None and verb.tag_ in FINITE | {"VBN"}:
        yield verb.i, verb.sent.root, "parataxis"


def begun_anew(verb: Token) -> Iterator[Change]:
    """Another's deed that a parser put into what somebody says: "Oslo declared that it was sorry, and Rome dropped its claim"."""
    own, joint = children(verb, "nsubj"), next(iter(children(verb, "cc")), None)
    if own and own[0].pos_ == "PROPN" and joint is not None and joint.i and joint.nbor(-1).text == ",":
        yield from freed(verb)


def freed(verb: Token) -> Iterator[Change]:
    """A past tense beside a that-clause, as another sentence.

    Args:
        verb: with a subject of its own that a comma parts from what is said.
    """
    clause = verb.head
    said = clause.dep_ == "ccomp" and clause.head.i < clause.i and any(mark.lower_ == "that" for mark in children(clause, "mark"))
    if verb.dep_ == "conj" and verb.tag_ == "VBD" and said and not children(verb, "aux", "mark"):
        yield verb.i, clause.head, "conj"


def resumed(verb: Token) -> Iterator[Change]:
    """A verb of saying that a parser put into what is said of a thing: "says the matter is closed and has accused Rome"."""
    clause, aux = verb.head, children(verb, "aux")
    subject = next(iter(children(clause, "nsubj", "nsubj:pass", "expl")), None)
    if clause.dep_ != "ccomp" or clause.head.i > clause.i or subject is None or children(verb, "nsubj", "nsubj:pass", "expl", "mark"):
        return
    thing = subject.dep_ == "expl" or (subject.pos_ == "NOUN" and not subject.ent_type_ and any(load().has("reference", key, subject.lemma_.lower()) for key in _THINGS))
    says = load().has("light", "concluding", verb.lemma_.lower()) and all(word.lower_ in {"has", "have", "had"} for word in aux)
    if thing and says and (aux or verb.tag_ in FINITE):
        yield verb.i, clause.head, "conj"
