"""Doc + frames → matches: which words name an event, and what stands in their slots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Token

from kg.lexicon import DETERMINERS, Frame, Lexicon, PartOfSpeech, Trigger
from kg.slots import Slots, adjective_slots, noun_slots, verb_slots
from kg.syntax import NOMINAL, RELATIVE, VERBAL, children, forms, is_passive, preposition

MODIFIER = {"compound", "amod", "nmod:poss", "fixed", "flat", "case", "mark", "aux", "cop"}
PARTICLES = {"in", "up", "down", "out", "off", "away", "back", "over"}
THINGS = ("obj", "nsubj:pass", "iobj")
ASIDE = {"ccomp", "parataxis", "acl:relcl", "conj", "nsubj", "advcl"}


@dataclass(frozen=True, slots=True)
class Match:
    """A frame found on its words; numbers are indices of tokens.

    ``words`` are all tokens of the trigger, ``light`` is the verb that carries an event noun,
    ``slots`` maps the names used in frames to the heads of what stands there.
    """

    frame: Frame
    trigger: int
    words: tuple[int, ...]
    slots: Mapping[str, tuple[int, ...]]
    light: int | None = None

    def heads(self, doc: Doc, *names: str) -> list[Token]:
        """The heads in the named slots, in the order of the names."""
        return [doc[i] for name in names for i in self.slots.get(name, ())]


def match(doc: Doc, *, lexicon: Lexicon) -> Iterator[Match]:
    """Every frame whose trigger stands in the text and whose guards on form hold.

    Args:
        doc: a parsed text with Universal Dependencies labels.
        lexicon: the frames and the closed classes.

    Yields:
        Matches in text order; several may share words: choosing is a later stage's work.
    """
    for sent in doc.sents:
        words = {word for token in sent for word in (token.lower_, token.lemma_.lower())}
        for token in sent:
            for trigger in _triggers(token, lexicon):
                found = _try(token, trigger, lexicon) if words.issuperset(trigger.beside) else None
                if found is not None:
                    yield found


_OPEN = frozenset("against as at away by down for from in into of off on out over through to up upon with".split())


def _triggers(token: Token, lexicon: Lexicon) -> Iterator[Trigger]:
    """Those of which a token may be the head, by its lemma, its form, or with what a hyphen joins to it."""
    lemma, lower = token.lemma_.lower(), token.lower_
    yield from lexicon.triggers.get(lemma, ())
    if lower != lemma:
        yield from lexicon.triggers.get(lower, ())
    for key in _hyphened(token):
        yield from lexicon.triggers.get(key, ())


def _hyphened(token: Token) -> Iterator[str]:
    """The word that a token is the greater part of, where a tokenizer parts it: "co-operate", "sit-in", "cease-fire"."""
    doc, i, lemma = token.doc, token.i, token.lemma_.lower()
    if i > 1 and doc[i - 1].text == "-" and not (doc[i - 1].whitespace_ or doc[i - 2].whitespace_):
        yield from (f"{doc[i - 2].lower_}-{lemma}", f"{doc[i - 2].lower_}{lemma}")
    if i + 2 < len(doc) and doc[i + 1].text == "-" and not (token.whitespace_ or doc[i + 1].whitespace_):
        yield from (f"{lemma}-{doc[i + 2].lower_}", f"{lemma}{doc[i + 2].lower_}")


def _try(token: Token, trigger: Trigger, lexicon: Lexicon) -> Match | None:
    if not _fits_part(token, trigger.part):
        return None
    rest = _phrase(token, trigger)
    if rest is None or (trigger.frame.descriptive and any(part not in rest for part in children(token, "compound:prt"))):
        return None  # who "calls in" or "calls off" names nothing
    light = _light(token, lexicon) if trigger.part == "noun" else None
    slots = _slots(token, trigger, rest, light)
    found = Match(
        trigger.frame,
        token.i,
        tuple(sorted({token.i, *(word.i for word in rest), *((light.i,) if light is not None else ())})),
        {name: tuple(each.i for each in tokens) for name, tokens in slots.items()},
        light.i if light is not None else None,
    )
    if trigger.part == "noun" and (_is_figure(token, lexicon) or _is_only_to_come(trigger.frame, light)):
        return None
    if trigger.frame.category == "COOPERATE" and light is not None and lexicon.has("light", "voicing", light.lemma_.lower()):
        return None  # "reaffirmed the partnership" is support, not a deed
    return found if _allowed(found, token, trigger, slots) else None


def _is_only_to_come(frame: Frame, light: Token | None) -> bool:
    """Whether what the verb carries is still to be had: "offered a meeting", "proposed a treaty"."""
    return light is not None and light.lemma_ in {"offer", "propose"} and (frame.category == "CONSULT" or frame.type == "Agreement")


def _is_figure(noun: Token, lexicon: Lexicon) -> bool:
    """Whether a noun of fighting is but a figure of speech: "trade war", "war of words"."""
    beside = [f"{low.lemma_.lower()} {noun.lemma_.lower()}" for low in children(noun, "compound", "amod")]
    after = [f"{noun.lemma_.lower()} of {low.lemma_.lower()}" for low in children(noun, "nmod") if preposition(low) == "of"]
    return any(lexicon.has("unreal", "figure", words) for words in (*beside, *after))


def _fits_part(token: Token, part: str) -> bool:
    if part == "verb":
        return token.pos_ in VERBAL and token.dep_ not in {"amod", "aux", "cop", "compound", "case", "mark"}
    if part == "noun":
        gerund = token.tag_ == "VBG" and token.dep_ in {"nsubj", "nsubj:pass", "obj"}
        return (token.pos_ in {"NOUN", "PROPN"} or gerund) and token.dep_ not in MODIFIER - {"nmod:poss"}
    predicative = token.dep_ in {"ROOT", "conj", "ccomp", "xcomp", "acl:relcl", "advcl", "acl", "parataxis"}
    adjectival = token.pos_ == "ADJ" or (token.pos_ == "VERB" and token.tag_ in {"VBN", "VBG"})
    return adjectival and token.dep_ != "amod" and predicative


def _phrase(token: Token, trigger: Trigger) -> list[Token] | None:
    """The tokens of the trigger's further words, or None where one is missing.

    Each hangs on the trigger, on another of its words, or on a thing that the trigger acts
    upon ("put the fleet on alert"): "used by the Air Force" is no use of force.
    """
    head_last = trigger.part == "noun" and token.lemma_.lower() == trigger.words[-1]
    words = trigger.words[:-1] if head_last else trigger.words[1:]
    found: list[Token] = []
    for word in words:
        if word in DETERMINERS:
            continue
        bases = [token, *found, *children(token, *THINGS)]
        below = next((each for each in _below(bases) if _is_word(each, word) and each not in found), None)
        if below is not None and _is_only_preposition(below, word, trigger):
            return None
        if below is None:
            return None
        found.append(below)
    return found


def _is_word(token: Token, word: str) -> bool:
    if word not in {token.lower_, token.lemma_.lower()} or (token.pos_ == "VERB" and word != token.lower_):
        return False
    if token.ent_type_ in {"ORG", "GPE", "PERSON"} and token.pos_ == "PROPN":
        return False
    governed = token.head if token.dep_ in {"case", "mark"} else None
    return governed is None or governed.ent_type_ not in {"DATE", "TIME"}


def _is_only_preposition(token: Token, word: str, trigger: Trigger) -> bool:
    """Whether a particle ("take in refugees") is but a preposition here ("take a lead in efforts")."""
    frame = trigger.frame
    if trigger.part == "verb" and word == "of" and trigger.words[-1] == word and token.head.dep_ == "nmod" and len(trigger.words) == 2:
        return True  # "approved the building of homes"
    if trigger.part != "verb" or len(trigger.words) != 2 or word not in PARTICLES or token.dep_ not in {"case", "mark"}:
        return False
    return not any(word in slot.split() for slot in (*frame.source, *frame.target, *frame.content, *frame.needs))


def _below(bases: list[Token]) -> Iterator[Token]:
    """What hangs on some words, and the prepositions of that, nearest first."""
    for base in bases:
        for child in base.children:
            if child.dep_ in ASIDE:
                yield from (mark for mark in children(child, "mark") if child.dep_ in {"advcl", "ccomp"} and mark.lower_ == "for")
                continue
            yield child
            yield from (low for low in child.children if low.dep_ in {"case", "mark", "fixed"})
            yield from (last for low in children(child, "case", "mark") for last in children(low, "fixed"))


def _light(noun: Token, lexicon: Lexicon) -> Token | None:
    """The verb that carries the noun: "held talks", "came under attack", "fighting broke out"."""
    top = noun
    while top.dep_ == "conj":
        top = top.head
    verb = top.head
    if verb.pos_ in VERBAL and _is_light(verb, top, lexicon):
        return verb
    return next((child for child in children(noun, "acl:relcl", "acl") if _carries(child, lexicon)), None)


def _is_light(verb: Token, noun: Token, lexicon: Lexicon) -> bool:
    name = verb.lemma_.lower()
    full = " ".join([name, *(child.lower_ for child in children(verb, "compound:prt"))])
    if noun.dep_ == "obl":
        full = f"{name} {preposition(noun)}"
        suffered = lexicon.has("light", "passive", full) and (is_passive(verb) or not full.endswith(" with"))  # not "threatened Rome with strikes"
        return lexicon.has("light", "verb", full) or suffered
    if noun.dep_ == "nsubj":
        return lexicon.has("light", "occurring", full)
    if name in {"make", "call"} and children(verb, "xcomp"):
        return False
    if noun.dep_ in {"obj", "nsubj:pass"}:
        return any(lexicon.has("light", key, word) for key in ("verb", "passive") for word in (full, name))
    return False


def _carries(clause: Token, lexicon: Lexicon) -> bool:
    """Whether a clause on a noun has it as its object: "the truce that Paris declared"."""
    if clause.pos_ not in VERBAL or not lexicon.has("light", "verb", clause.lemma_.lower()):
        return False
    if clause.dep_ == "acl":
        return clause.tag_ == "VBN" and any(preposition(child) == "by" for child in children(clause, "obl", "obl:agent"))
    own = children(clause, "nsubj")
    return bool(own) and own[0].lower_ not in RELATIVE and clause.i > clause.head.i


def _slots(token: Token, trigger: Trigger, rest: list[Token], light: Token | None) -> dict[str, list[Token]]:
    if trigger.part == "noun":
        return noun_slots(token, light)
    slots = {name: [*tokens] for name, tokens in _own_slots(token, trigger.part).items()}
    for word in rest:
        inner = noun_slots(word) if word.pos_ in NOMINAL else adjective_slots(word) if word.pos_ == "ADJ" else _told(word)
        for name, tokens in inner.items():
            if name not in {"subject", "object"}:
                slots.setdefault(name, []).extend(each for each in tokens if each not in slots.get(name, []))
    return slots


def _told(word: Token) -> Slots:
    """What is told below a trigger's second verb: "let it be known that …"."""
    return {name: tokens for name, tokens in verb_slots(word).items() if name in {"that", "clause"}} if word.pos_ in VERBAL else {}


@lru_cache(maxsize=2)
def _own_slots(token: Token, part: PartOfSpeech) -> Slots:
    return adjective_slots(token) if part == "adjective" else verb_slots(token)


def _allowed(found: Match, token: Token, trigger: Trigger, slots: Mapping[str, list[Token]]) -> bool:
    frame = trigger.frame
    if any(name in slots for name in frame.lacks):
        return False
    if frame.needs and not any(name in slots for name in frame.needs) and not _is_whole(trigger, slots):
        return False
    if trigger.part == "noun" and frame.noun_needs and not _noun_has(found, frame.noun_needs):
        return False
    if frame.category == "REQUEST" and _only_asks(slots):
        return False
    objects = slots.get("object", []) if trigger.part == "verb" else []
    return not any(forms(each) & frame.abstract for each in objects)


def _is_whole(trigger: Trigger, slots: Mapping[str, list[Token]]) -> bool:
    """Whether several words say it all: "stood firm", "voted against it"; not "expressed the hope that", "stood by as"."""
    if trigger.part != "verb" or len(trigger.words) == 1:
        return False
    return trigger.words[-1] in slots or (trigger.words[-1] not in _OPEN and "that" not in slots)


def _only_asks(slots: Mapping[str, list[Token]]) -> bool:
    """Whether the clause is a question: "asked whether", "asked what"."""
    clauses = slots.get("clause", [])
    asking = [c for c in clauses if any(w.lower_ in {"whether", "if"} or w.tag_ in {"WP", "WRB", "WDT"} for w in c.lefts)]
    return bool(clauses) and len(asking) == len(clauses)


def _noun_has(found: Match, names: tuple[str, ...]) -> bool:
    return any(name in found.slots or (name == "light" and found.light is not None) for name in names)
