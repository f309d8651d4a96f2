"""Whether an event took place, is planned, may be, or did not take place; and on what condition.

Source: the reading of modality follows the annotation guidelines of factuality: Saurí and
Pustejovsky, "FactBank: a corpus annotated with event factuality", 2009.
"""

from __future__ import annotations

from collections.abc import Collection

from spacy.tokens import Token

from kg.lexicon import Lexicon
from kg.model import Modality, Span
from kg.syntax import GOING, VERBAL, children, is_headline, preposition, subtree

NOT = {"not", "n't", "n’t", "never"}
CONDITION_DEPS = {"advcl", "obl", "advmod", "nmod"}


def modality(
    trigger: Token, *, light: Token | None, lexicon: Lexicon, own_act: bool = False, words: Collection[int] = ()
) -> Modality:
    """How real the event named by the trigger is.

    Args:
        trigger: the head of the words that name the event.
        light: the verb that carries an event noun.
        lexicon: the closed classes.
        own_act: the event is an act of speech told by its own verb, so that what governs its
            content says nothing of it.
        words: the tokens of the trigger: a "no" among them ("wants no part in") denies nothing.

    Returns:
        ``actual`` unless the words say otherwise.
    """
    verb = light if light is not None else trigger
    if _negated(trigger, lexicon, words) or (light is not None and _negated(light, lexicon, words)):
        return "denied"
    if _in_condition(verb, lexicon):
        return "hypothetical"
    mood = _auxiliary(verb, lexicon) or _modifier(trigger, lexicon)
    if mood is not None:
        return mood
    return _governed(verb, lexicon) if not own_act else "actual"


def is_negated(trigger: Token, *, light: Token | None, lexicon: Lexicon) -> bool:
    """Whether a negation stands on the trigger or on its light verb."""
    return _negated(trigger, lexicon) or (light is not None and _negated(light, lexicon))


def _negated(token: Token, lexicon: Lexicon, inside: Collection[int] = ()) -> bool:
    words = lexicon.words["negation"]["dependent"]
    if _is_yet_to(token):
        return True
    if any(child.lower_ in words and child.i not in inside and child.pos_ != "PROPN" and child.dep_ in {"advmod", "det", "neg", "cc:preconj"} for child in token.children):
        return True
    things = children(token, "nsubj", "nsubj:pass", "obj") if token.pos_ in VERBAL else children(token, "nsubj", "nsubj:pass")
    return any(low.lower_ in {"no", "neither"} and low.i not in inside and low.dep_ in {"det", "cc:preconj"} for thing in things for low in thing.children)


def _is_yet_to(verb: Token) -> bool:
    """Whether somebody "has yet to" do it."""
    over = verb.head
    return verb.dep_ == "xcomp" and over.lemma_ in {"have", "be"} and _has_word(over, "yet") and _has_word(verb, "to")


def _has_word(token: Token, word: str) -> bool:
    return any(child.lower_ == word for child in token.children)


def _in_condition(token: Token, lexicon: Lexicon) -> bool:
    marks = lexicon.words["hypothetical"]["mark"]
    for up in (token, *token.ancestors):
        if up.dep_ in {"advcl", "ccomp"} and any(m.lower_ in marks for m in children(up, "mark", "advmod")):
            return True
        if up.dep_ not in {"conj", "xcomp", "obj", "obl", "nmod", "compound"}:
            return False
    return False


def _is_to(verb: Token) -> bool:
    """Whether something "is to" happen."""
    to = any(child.lower_ == "to" and child.dep_ == "mark" for child in verb.children)
    return to and any(child.lemma_ == "be" for child in children(verb, "aux", "cop"))


def _auxiliary(verb: Token, lexicon: Lexicon) -> Modality | None:
    if _is_to(verb):
        return "planned"
    auxiliaries = {child.lower_ for child in children(verb, "aux")}
    up = verb
    while up.dep_ in {"conj"} and not auxiliaries and not children(up, "nsubj"):
        up = up.head
        auxiliaries = {child.lower_ for child in children(up, "aux")}
    if "would" in auxiliaries and _is_future_in_past(up):
        return "planned"
    if auxiliaries & lexicon.words["hypothetical"]["auxiliary"]:
        return "hypothetical"
    return "planned" if auxiliaries & lexicon.words["planned"]["auxiliary"] else None


def _is_future_in_past(verb: Token) -> bool:
    """Whether "would" is the past of "will": "said it would send troops", without an if."""
    told = verb.dep_ == "ccomp" and verb.head.tag_ in {"VBD", "VBN"}
    return told and not any(mark.lower_ in {"if", "unless", "whether"} for c in (verb, *children(verb, "advcl")) for mark in children(c, "mark"))


def _modifier(noun: Token, lexicon: Lexicon) -> Modality | None:
    words = {child.lower_ for child in noun.children}
    below = {word.lower_ for child in children(noun, "nmod:poss", "nmod:tmod", "nmod:unmarked", "obl:tmod", "acl") for word in child.subtree}
    if (words | below) & lexicon.words["planned"]["modifier"]:
        return "planned"
    return None


def _governed(verb: Token, lexicon: Lexicon) -> Modality:
    """What the verbs above say of an event that stands in their complement."""
    up = verb
    for _ in range(4):
        if up.dep_ not in {"xcomp", "conj", "acl", "obl", "nmod", "obj", "nsubj:pass", "advcl", "ccomp"} or preposition(up) in {"despite", "after", "since"}:
            return "actual"
        told = _by_governor(up, lexicon)
        if told is not None:
            return told
        if up.dep_ in {"ccomp", "advcl"}:
            return "actual"
        up = up.head
    return "actual"


def _by_governor(word: Token, lexicon: Lexicon) -> Modality | None:
    """What the word right above says of its complement: "plans to meet", "refused talks"."""
    if is_headline(word) or (word.head.lemma_ == "look" and _has_word(word.head, "forward")):
        return "planned"
    infinitive = any(child.lower_ == "to" and child.dep_ in {"mark", "aux"} for child in word.children)
    nominal = word.dep_ in {"obj", "nsubj:pass", "nmod", "obl"} and word.pos_ not in VERBAL
    above = word.head.lemma_.lower()
    if infinitive and (_has_word(word.head, "yet") or any(child.lower_ in NOT for child in word.children)):
        return "denied"
    if lexicon.has("negation", "governor", above) and (infinitive or nominal):
        return "actual" if nominal and _is_made(word, lexicon) else "denied"
    moods: tuple[Modality, ...] = ("planned", "hypothetical")
    for mood in moods:
        if lexicon.has(mood, "governor", above) and (infinitive or (nominal and word.dep_ != "obl")):
            return mood
    if infinitive and (above == "be" or word.dep_ == "advcl"):
        moods_of: dict[str, Modality] = {"be": "planned", "become": "actual"}  # "became the first to visit"
        return moods_of.get(above, "planned" if above in GOING else "hypothetical")
    return _auxiliary(word.head, lexicon) if word.dep_ == "xcomp" else None


def _is_made(noun: Token, lexicon: Lexicon) -> bool:
    """Somebody's proposal or demand that is turned down has been made."""
    put = any(noun.lemma_.lower() in lexicon.words["answered"][kind] for kind in lexicon.words["answered"])
    return put and noun.head.lemma_.lower() in {"reject", "refuse", "decline"} and bool(children(noun, "nmod:poss") or [c for c in children(noun, "nmod") if preposition(c) in {"by", "from"}] or [c for c in children(noun, "amod") if c.ent_type_ == "NORP"])


def condition(trigger: Token, *, content: Token | None, lexicon: Lexicon) -> Span | None:
    """The words that make the act or its content conditional.

    Args:
        trigger: the head of the words that name the event.
        content: the head of the content, searched too.
        lexicon: its ``[conditions]`` phrases.

    Returns:
        The clause or phrase from its first word on; ``None`` where there is none.
    """
    for head in (content, trigger):
        if head is None:
            continue
        for token in _condition_heads(head):
            span = _phrase_span(token, lexicon)
            if span is not None:
                return span
    return None


def _condition_heads(head: Token) -> list[Token]:
    near = [child for child in head.children if child.dep_ in CONDITION_DEPS]
    further = [low for child in children(head, "xcomp", "ccomp", "obj", "conj") for low in child.children if low.dep_ in CONDITION_DEPS]
    return near + further


def _phrase_span(token: Token, lexicon: Lexicon) -> Span | None:
    below = subtree(token, without=frozenset({"punct", "parataxis"}))
    first, last = below[0], below[-1]
    phrase = token.doc[first.i : last.i + 1].text
    lowered = phrase.lower()
    manner, until = lexicon.words["conditions"]["manner"], lexicon.words["conditions"]["after_not"]
    if token.ent_type_ == "DATE" and token.dep_ != "advcl":
        return None  # "put off until March"
    bound = any(lowered.startswith(f"{words} ") for words in lexicon.phrases) and not any(lowered.startswith(words) for words in manner)
    if first.lower_ == "without" and token.head.tag_ == "VBD" and not children(token.head, "aux"):
        return None  # "left without meeting the press", "entered without permission"
    barred = token.dep_ == "advcl" and first.lower_ in until and _negated(token.head, lexicon)  # "will not sign before Rome has paid"
    return Span(first.idx, last.idx + len(last), phrase) if bound or barred else None
