"""Of the candidates that tell one act, keep one: "One act, one event"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Token

from kg import unreal
from kg.candidate import Candidate, actors_of, is_ours
from kg.lexicon import Lexicon
from kg.syntax import VERBAL, children, preposition, subtree
from kg.unreal import INTENDED

WEIGHED = {"ACCUSE", "SUPPORT"}
# What is said in these outweighs the word that reports it.
HARSH = {"ACCUSE", "REQUEST", "THREATEN", "REJECT"}
CLAUSES = frozenset({"acl", "acl:relcl", "advcl"})
# Done by words alone.
SAID = {"REQUEST", "ACCUSE", "SUPPORT", "REJECT", "AGREE", "THREATEN"}
DEMANDED = {"REQUEST", "THREATEN", "AGREE"}
DEEDS = {"ASSAULT", "MOBILIZE", "RETREAT", "SANCTION", "COERCE", "AID"}
UNREAL_CONTENT = {"REQUEST", "AGREE", "THREATEN", "REJECT", "CONCEDE", "SANCTION"}


def settle(candidates: Iterable[Candidate], *, doc: Doc, lexicon: Lexicon) -> tuple[list[Candidate], list[tuple[Candidate, str]]]:
    """Choose among candidates.

    Args:
        candidates: all that the frames gave.
        doc: the parsed text.
        lexicon: the closed classes.

    Returns:
        Those kept, in text order, and those dropped, each with the reason in words.
    """
    dropped: list[tuple[Candidate, str]] = []
    kept = _longest(candidates, dropped)
    why = [(each, unreal.reason(each, doc, lexicon)) for each in kept]
    dropped += [(each, reason) for each, reason in why if reason is not None]
    kept = [each for each, reason in why if reason is None]
    kept = [each for each in kept if not _is_carried_out(each, kept, dropped)]
    kept = [each for each in kept if not _same_errand(each, kept, doc, dropped) and not _same_deed(each, kept, doc, dropped)]
    kept = _outside_content(kept, doc, lexicon, dropped)
    return sorted(kept, key=lambda each: each.match.trigger), dropped


def weight(candidate: Candidate) -> tuple[int, ...]:
    """How much speaks for a candidate, for comparison with others on the same words."""
    frame = candidate.match.frame
    return (
        candidate.category != "STATEMENT",
        candidate.content_slot == "quote" and candidate.category in HARSH,
        len(candidate.match.words),
        bool(candidate.source) + bool(candidate.target) * (not candidate.indirect) + (candidate.content is not None),
        bool(frame.content_nouns),
        bool(candidate.target),
        bool(frame.needs_actor) + bool(frame.needs),
    )


def _longest(candidates: Iterable[Candidate], dropped: list[tuple[Candidate, str]]) -> list[Candidate]:
    """Candidates whose words overlap tell one act; the weightiest stays."""
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=weight, reverse=True):
        words = set(candidate.match.words)
        rival = next((other for other in kept if words & set(other.match.words)), None)
        if rival is None:
            kept.append(candidate)
        elif rival.match.trigger != candidate.match.trigger or rival.type != candidate.type:
            dropped.append((candidate, f"its words are those of {rival.type}"))
    return kept


def _outside_content(kept: list[Candidate], doc: Doc, lexicon: Lexicon, dropped: list[tuple[Candidate, str]]) -> list[Candidate]:
    """Drop what stands in the content of another act and isn't told as having happened."""
    result: list[Candidate] = []
    contents = [(each, _inside(each, doc)) for each in kept if each.content is not None and each.category in UNREAL_CONTENT | WEIGHED]
    for candidate in kept:
        on = _conditioned(candidate, kept, doc)
        over = next((each for each, inside in contents if each is not candidate and candidate.match.trigger in inside), None)
        if on is not None:
            dropped.append((candidate, f"it is a condition of {on.type}"))
        elif over is not None and not _told_as_fact(candidate, over, doc, lexicon):
            dropped.append((candidate, f"it is the content of {over.type}, not told as having happened"))
        else:
            result.append(candidate)
    return [each for each in result if not _mere_report(each, result, doc, dropped)]


def _is_carried_out(candidate: Candidate, others: Sequence[Candidate], dropped: list[tuple[Candidate, str]]) -> bool:
    """An order to one's own side to do something that is told as well: "ordered his army to attack the rebels"."""
    own = candidate.category == "REQUEST" and bool(candidate.target) and all(is_ours(each, candidate.source) for each in candidate.target)
    deed = next((each for each in others if own and each.match.trigger == candidate.content and each.category in DEEDS), None)
    if deed is not None:
        dropped.append((candidate, f"it is the order for {deed.type}"))
    return deed is not None


def _same_errand(candidate: Candidate, others: Sequence[Candidate], doc: Doc, dropped: list[tuple[Candidate, str]]) -> bool:
    """Talks that a visit or meeting is for, with nobody else: "came to Rome for talks with Italian leaders"."""
    trigger = doc[candidate.match.trigger]
    if candidate.category != "CONSULT" or trigger.pos_ not in {"NOUN", "PROPN"}:
        return False
    errand = next((up for up in (trigger, trigger.head) if preposition(up) == "for"), None)
    above = {errand.head.i} if errand is not None else set()
    for other in others:
        host = other is not candidate and other.category == "CONSULT" and other.match.trigger in above
        if host and doc[other.match.trigger].pos_ in VERBAL and _sides(candidate) <= _sides(other):
            dropped.append((candidate, f"it is what the {other.type.lower()} is for"))
            return True
    return False


def _same_deed(candidate: Candidate, others: Sequence[Candidate], doc: Doc, dropped: list[tuple[Candidate, str]]) -> bool:
    """A deed named by the subject and by the verb: "the Israeli strikes killed twenty"; whoever names the victim is kept."""
    for other in others:
        if other is candidate or other.category != candidate.category or actors_of(other.source) != actors_of(candidate.source):
            continue
        noun, verb = sorted((candidate, other), key=lambda each: doc[each.match.trigger].pos_ in VERBAL)
        head = doc[verb.match.trigger]
        if doc[noun.match.trigger].pos_ in VERBAL or head.pos_ not in VERBAL:
            continue
        named = any(doc[noun.match.trigger] in subtree(child, without=CLAUSES) for child in children(head, "nsubj"))
        if named and candidate is (verb if noun.target and not verb.target else noun):
            dropped.append((candidate, f"it is the {other.type.lower()} told by {doc[other.match.trigger].text!r}"))
            return True
    return False


def _sides(candidate: Candidate) -> set[str]:
    return {actor.country or actor.label for actor in actors_of((*candidate.source, *candidate.target))}


def _inside(act: Candidate, doc: Doc) -> set[int]:
    """The words of an act's content; none, where the act itself stands among them."""
    assert act.content is not None
    inside = {word.i for word in subtree(doc[act.content])} - {word.i for each in act.apart for word in subtree(doc[each])}
    head_of_itself = act.match.trigger == act.content and act.category in DEMANDED
    return inside - {act.match.trigger} if act.match.trigger not in inside or head_of_itself else set()


def _conditioned(candidate: Candidate, others: Sequence[Candidate], doc: Doc) -> Candidate | None:
    """Of which act it is the condition: "threatened to strike unless Rome withdrew"."""
    trigger = doc[candidate.match.trigger]
    clause = next((up for up in (trigger, *trigger.ancestors) if up.dep_ == "advcl"), None)
    if clause is None or not any(mark.lower_ in {"if", "unless", "until"} for mark in children(clause, "mark")):
        return None
    above = {up.i for up in clause.ancestors}
    return next((each for each in others if each.category in UNREAL_CONTENT and above & {each.match.trigger, each.content}), None)


def _told_as_fact(candidate: Candidate, over: Candidate, doc: Doc, lexicon: Lexicon) -> bool:
    trigger = doc[candidate.match.trigger]
    if trigger.tag_ == "VB":
        return over.category in WEIGHED and _is_decided(candidate, trigger)
    owned = over.category != "REJECT" and any(word.lower_ == "having" for word in children(trigger, "aux"))  # "acknowledged having met him"
    if over.match.frame.factive or owned or _is_enacted(candidate, over, trigger, doc, lexicon):
        return True
    if over.category in WEIGHED:
        return trigger.tag_ != "VBG"
    if trigger.pos_ in VERBAL:
        return trigger.tag_ in {"VBD", "VBN"} and any(
            up.dep_ in {"acl:relcl", "advcl"} or (up.dep_ == "acl" and up.tag_ == "VBN") for up in _between(trigger, doc[over.match.trigger])
        )
    if over.category in {"REQUEST", "AGREE", "THREATEN"} or any(word.lower_ in {"any", "no"} for word in children(trigger, "det")):
        return False  # "opposes any contact" tells of none
    return _past_noun(trigger) and actors_of(candidate.source) != actors_of(over.source)


def _is_enacted(candidate: Candidate, over: Candidate, verb: Token, doc: Doc, lexicon: Lexicon) -> bool:
    """What one does by the paper that one adopts: "adopted a resolution urging Rabat to withdraw"."""
    paper = verb.dep_ in {"acl", "acl:relcl"} and lexicon.has("reference", "document", verb.head.lemma_.lower())
    enacted = lexicon.has("light", "enacting", doc[over.match.trigger].lemma_.lower())
    return paper and enacted and candidate.category in SAID and actors_of(candidate.source) == actors_of(over.source)


def _is_decided(candidate: Candidate, verb: Token) -> bool:
    """A deed that somebody is judged for having decided: "welcomed NATO's decision to send troops"."""
    decided = verb.dep_ == "acl" and verb.head.lemma_.lower() in {"decision", "move", "plan"}
    return decided and candidate.category not in INTENDED and any(child.dep_ == "nmod:poss" for child in verb.head.children)


def _between(low: Token, high: Token) -> list[Token]:
    found = [low]
    for up in low.ancestors:
        if up.i == high.i:
            break
        found.append(up)
    return found


def _past_noun(noun: Token) -> bool:
    """A possessed or dated event noun is told as having happened ("Russia's attack")."""
    return any(child.dep_ in {"nmod:poss", "amod"} for child in noun.children)


def _within(inner: Candidate, outer: Candidate, doc: Doc) -> bool:
    """Whether a statement is what the same speaker says in another: "said he felt cheated"."""
    if outer.content is None or actors_of(inner.source) != actors_of(outer.source):
        return False
    head = doc[outer.content]
    return inner.match.trigger == head.i and outer.match.trigger != inner.match.trigger


def _mere_report(candidate: Candidate, others: Sequence[Candidate], doc: Doc, dropped: list[tuple[Candidate, str]]) -> bool:
    """A statement whose content is itself an event says nothing more than that event."""
    if candidate.category != "STATEMENT" or candidate.content is None:
        return False
    head = doc[candidate.content]
    for other in others:
        if other is candidate or (other.category == "STATEMENT" and not _within(candidate, other, doc)):
            continue
        if other.category == "STATEMENT":
            dropped.append((candidate, "it is the content of another statement of the same speaker"))
            return True
        trigger = doc[other.match.trigger if other.match.light is None else other.match.light]
        if trigger.i == head.i or (trigger.dep_ in {"conj", "xcomp"} and trigger.head.i == head.i):
            dropped.append((candidate, f"what it reports is the event {other.type}"))
            return True
    return False
