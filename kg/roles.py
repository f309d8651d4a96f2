"""Matches + mentions → candidates: who fills the roles of an event, and with what content."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.candidate import Candidate
from kg.cast import Cast
from kg.content import content_head
from kg.fitting import fits
from kg.frames import Match
from kg.items import leads
from kg.lexicon import Frame, Lexicon
from kg.model import Mention
from kg.syntax import VERBAL, children, is_passive, patients, preposition, subjects
from kg.targets import SPOKEN, Search, fill_target, of_condition, plain_slots

# Before meetings at which one does or says something.
OCCASIONED = frozenset({"in", "at", "during", "after", "following", "before", "on", "ahead of", "prior to"})
NEAR_TOKENS = 120
CONDITIONED = frozenset({"THREATEN", "REQUEST", "AGREE"})
# Mentions, and whether they are read from inside a phrase.
Filled = tuple[tuple[Mention, ...], bool]


@dataclass(frozen=True, slots=True)
class Casting:
    """A match with what is needed to fill its roles."""

    match: Match
    cast: Cast
    doc: Doc
    lexicon: Lexicon

    @property
    def trigger(self) -> Token:
        """The head of the words that name the event."""
        return self.doc[self.match.trigger]

    @property
    def suffered(self) -> bool:
        """Whether the subject is acted upon: "came under fire"."""
        return _is_suffered(self.match, self.doc, self.lexicon)

    def search(self, source: tuple[Mention, ...]) -> Search:
        """The search for targets, when it is known who acts."""
        return Search(self.match, self.cast, self.doc, source, self.lexicon)


def cast_roles(match: Match, *, cast: Cast, doc: Doc, lexicon: Lexicon) -> Candidate | None:
    """Fill the roles of a match.

    Args:
        match: a frame on its words.
        cast: who is mentioned where.
        doc: the parsed text.
        lexicon: the closed classes.

    Returns:
        The candidate, or ``None`` where a guard of the frame fails: then it names no event.
    """
    casting = Casting(match, cast, doc, lexicon)
    source, weak_source = _doers(casting)
    target, weak_target = _done_to(casting, source)
    source = _voice(match, source, cast, doc, lexicon) or source
    if not target and match.frame.category in CONDITIONED:
        target, weak_target = of_condition(casting.search(source)), True
    others = _without(target, source)
    # One's own paper, unlike one's own troops, is what one brings out.
    people = tuple(m for m in target if m in others or not lexicon.has("reference", "document", doc[m.head].lemma_.lower()))
    content, slot = content_head(match, doc, people if not weak_target else ())
    candidate = Candidate(match, source, others, content, slot, weak_source or weak_target)
    return candidate if fits(candidate, cast, doc, lexicon) else None


def _doers(casting: Casting) -> Filled:
    """Who does it: by the frame's slots, by a word before the noun, by what the words hang on."""
    match, cast, doc, lexicon = casting.match, casting.cast, casting.doc, casting.lexicon
    frame = match.frame
    names = ("from", "by") if casting.suffered else plain_slots(frame.source)
    if casting.trigger.pos_ not in VERBAL and not casting.suffered and "from" not in (*frame.target, *frame.content):
        names = (*names, "from")
    heads = [*match.heads(doc, *names), *_modifiers(match, cast, doc), *_hosts(match, doc, lexicon)]
    if frame.category in SPOKEN | {"REQUEST", "STATEMENT"}:
        heads = [each for each in heads if not _is_harm(each, lexicon)]
    source, weak = _fill(heads, cast, deep=True, offices=_offices(frame, lexicon))
    source = _of_clause(source, casting.trigger)
    source = (*source, *(m for m in _joined(match, cast, doc) if m not in source))
    if not source and is_passive(casting.trigger):
        return (_unsaid(match, cast, doc) if not frame.mutual else _together(casting.trigger, cast)), True
    return source, weak


def _of_clause(source: tuple[Mention, ...], trigger: Token) -> tuple[Mention, ...]:
    """Without those named only after a relative clause: "from Oslo, which froze its aid, and from Rome" tells of Oslo's aid."""
    clause = next((up for up in (trigger, *trigger.ancestors) if up.dep_ == "acl:relcl"), None)
    inside = tuple(m for m in source if clause is None or m.head <= clause.right_edge.i)
    return inside or source


def _done_to(casting: Casting, source: tuple[Mention, ...]) -> Filled:
    """To whom it is done."""
    match, doc = casting.match, casting.doc
    if preposition(casting.trigger) == "under" and match.light is None and not match.frame.mutual:
        return _fill(subjects(casting.trigger.head), casting.cast, deep=False, offices=None)
    if casting.suffered and match.light is not None:
        heads = patients(doc[match.light]) if is_passive(doc[match.light]) else match.heads(doc, "subject")
        return _fill(heads, casting.cast, deep=False, offices=None)
    victim = casting.trigger.head
    if preposition(casting.trigger) == "of" and victim.lemma_ in {"target", "victim"} and (hit := children(victim, "nsubj")):
        return _fill(hit, casting.cast, deep=False, offices=None)
    return fill_target(casting.search(source))


def _unsaid(match: Match, cast: Cast, doc: Doc) -> tuple[Mention, ...]:
    """Who does what is told in the passive without a by-phrase, where it can be but one.

    Forces that "are sent" are sent by those whose they are; a body from which somebody "is
    suspended" suspends him.
    """
    if match.frame.category == "MOBILIZE":
        return _fill(patients(doc[match.trigger]), cast, deep=True, offices=None)[0]
    if match.frame.category not in {"SANCTION", "COERCE"}:
        return ()
    named = (m for head in match.heads(doc, "from") for m in cast.named(head))
    able = {"Organization", "State"} if match.frame.type == "Expulsion" else {"Organization"}
    return tuple(m for m in named if all(actor.kind in able for actor in m.actors))


def _together(verb: Token, cast: Cast) -> tuple[Mention, ...]:
    """Who agrees where "it was agreed": those whom the last sentences name as one, "the two sides"."""
    if not any(child.lower_ == "it" for child in children(verb, "expl", "nsubj:pass", "nsubj")):
        return ()
    before = reversed(verb.doc[max(0, verb.i - NEAR_TOKENS) : verb.i])
    near = (cast.named(token) if token.dep_ in {"nsubj", "nsubj:pass"} else (mention,) for token in before if (mention := cast.at(token)) is not None)
    return next((named for named in near if sum(len(mention.actors) for mention in named) > 1), ())


def _is_harm(head: Token, lexicon: Lexicon) -> bool:
    """Whether a subject is a deed, which itself says nothing: "the group's violence requires an answer"."""
    if head.pos_ != "NOUN":
        return False
    word = head.lemma_.lower()
    named = [each for each in lexicon.triggers.get(word, ()) if each.part == "noun" and len(each.words) == 1]
    return lexicon.has("reference", "mute", word) or any(each.frame.category == "ASSAULT" for each in named)


def _modifiers(match: Match, cast: Cast, doc: Doc) -> list[Token]:
    """Whose deed a noun names by an adjective or letters before it: "the Israeli attack", "U.S. airstrikes".

    The bare name of a country tells the place or the matter: "the Gaza attack", "the Iran sanctions".
    """
    trigger = doc[match.trigger]
    if match.frame.mutual or (trigger.pos_ in VERBAL and "from" not in match.frame.source):
        return []
    # "the Israeli attack", and of what is suffered: "came under Israeli fire".
    nouns = [doc[i] for i in match.words if doc[i].pos_ in {"NOUN", "PROPN"}]
    before = [child for noun in nouns for child in noun.children if child.dep_ in {"amod", "compound"} and child.i < noun.i]
    return [child for child in before if (m := cast.at(child)) is not None and (m.how == "demonym" or child.text.isupper() or not any(a.kind == "State" for a in m.actors))]


def _hosts(match: Match, doc: Doc, lexicon: Lexicon) -> list[Token]:
    """Whose doing a participle or noun is that hangs on what he does: "issued a letter urging", "flew in for talks"."""
    trigger = doc[match.trigger]
    top = _measured(trigger)
    if trigger.dep_ == "acl" and trigger.tag_ == "VBG" and not match.frame.mutual:
        thing = trigger.head
        verb = thing.head.lemma_.lower()
        done = thing.dep_ in {"obj", "obl"} and (lexicon.has("light", "verb", verb) or lexicon.has("light", "publishing", verb))
        return subjects(thing.head) if done else []
    if trigger.dep_ == "ROOT" and trigger.tag_ in {"VB", "VBP", "VBZ", "NNS"} and not children(trigger, "nsubj", "det", "amod", "nmod:poss"):
        return leads(trigger)
    if match.frame.mutual and match.light is None and top.dep_ in {"obl", "nmod"} and (preposition(top) == "for" or _is_own(match, top)):
        return subjects(top.head) if top.head.pos_ in {"VERB", "ADJ"} else []
    return []


def _is_own(match: Match, noun: Token) -> bool:
    """Whether whoever does something else took part: "said after talks with Rome", "at a meeting with Rome, proposed"."""
    return preposition(noun) in OCCASIONED and "with" in match.slots and match.frame.category == "CONSULT"


def _joined(match: Match, cast: Cast, doc: Doc) -> tuple[Mention, ...]:
    """With whom one meets: "joined the two ministers in Paris for talks"."""
    verb = _measured(doc[match.trigger]).head
    if not match.frame.mutual or match.light is not None or verb.lemma_ != "join" or verb.pos_ not in VERBAL:
        return ()
    return tuple(m for thing in children(verb, "obj") for m in cast.named(thing))


def _measured(noun: Token) -> Token:
    """The noun, or what counts it: "a round of talks"."""
    counted = noun.dep_ == "nmod" and preposition(noun) == "of" and noun.head.lemma_ in {"round", "series", "day", "session", "set"}
    return noun.head if counted else noun


def _is_suffered(match: Match, doc: Doc, lexicon: Lexicon) -> bool:
    """Whether the subject of the light verb is acted upon: "came under fire", "was hit with sanctions"."""
    if match.light is None:
        return False
    lemma, with_word = doc[match.light].lemma_.lower(), preposition(doc[match.trigger])
    return lexicon.has("light", "passive", lemma) or lexicon.has("light", "passive", f"{lemma} {with_word}")


def _voice(match: Match, source: tuple[Mention, ...], cast: Cast, doc: Doc, lexicon: Lexicon) -> tuple[Mention, ...]:
    """Who voices his own side's stand: "the minister reiterated Iran's offer" is the minister's offer."""
    if match.light is None or not lexicon.has("light", "voicing", doc[match.light].lemma_.lower()):
        return ()
    voices = tuple(m for head in subjects(doc[match.light]) for m in cast.named(head))
    theirs = {actor.country for mention in voices for actor in mention.actors}
    owned = {actor.country for mention in source for actor in mention.actors}
    return voices if voices and owned <= theirs else ()


def _offices(frame: Frame, lexicon: Lexicon) -> frozenset[str] | None:
    """Heads through which a consultation is read: "the ministers of A and B met"."""
    return lexicon.words["reference"]["both"] | lexicon.words["reference"]["office"] if frame.category == "CONSULT" else None


def _fill(heads: list[Token], cast: Cast, *, deep: bool, offices: frozenset[str] | None) -> Filled:
    for head in heads:
        named = cast.named(head)
        if named:
            return named, False
    if deep:
        for head in heads:
            inner = cast.inside(head) if offices is None or head.lemma_.lower() in offices else ()
            if inner:
                return inner, True
    return (), False


def _without(target: tuple[Mention, ...], source: tuple[Mention, ...]) -> tuple[Mention, ...]:
    acting = {actor for mention in source for actor in mention.actors}
    return tuple(mention for mention in target if not set(mention.actors) <= acting)
