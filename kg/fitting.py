"""Whether what fills the roles of a match is of the sort that its frame asks for."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg.candidate import Candidate
from kg.cast import Cast
from kg.frames import Match
from kg.lexicon import Lexicon
from kg.syntax import VERBAL, conjuncts, forms

PRESS = frozenset({"reporter", "journalist", "interviewer", "questioner", "correspondent"})
REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves", "ourselves", "myself", "yourself"})
SILENT = frozenset({"comment", "elaborate", "speculate", "specify"})


def fits(candidate: Candidate, cast: Cast, doc: Doc, lexicon: Lexicon) -> bool:
    """Whether all guards of the frame hold.

    Args:
        candidate: a match with its roles filled.
        cast: who is mentioned where.
        doc: the parsed text.
        lexicon: the closed classes.
    """
    frame, match = candidate.match.frame, candidate.match
    verb = doc[match.trigger].pos_ in VERBAL and match.light is None
    if not candidate.source and (not (frame.mutual and candidate.target) or (verb and any(head.pos_ == "PRON" for head in match.heads(doc, "subject")))):
        return False  # "you talk to them": who does?
    guards = (
        not frame.needs_actor or _has_actor(candidate, cast, doc),
        not frame.subject_nouns or _fits_subject(candidate, doc),
        not frame.place_object or _has_place(match, cast, doc, lexicon),
        not frame.cooperative or _is_promising(candidate, doc, lexicon),
        not frame.person or _is_in_person(candidate, doc),
        frame.type != "Refusal" or not _is_silence(candidate, doc),
        frame.category != "REQUEST" or not all(doc[m.head].lemma_.lower() in PRESS for m in candidate.source),
        frame.type != "Withdrawal" or not _is_departure(candidate, doc),
        frame.category != "ACCUSE" or not any(head.lower_ in REFLEXIVE for head in match.heads(doc, "object")),  # "reproached itself"
        not frame.content_nouns or _fits_content(candidate, cast, doc),
    )
    return all(guards) and _are_such(candidate)


def _are_such(candidate: Candidate) -> bool:
    """Whether those who act are as many, and of the kind, that the frame asks for."""
    frame, people = candidate.match.frame, [(m, actor) for m in candidate.source for actor in m.actors]
    if frame.plural and not candidate.target and len(people) < 2:
        return False
    if frame.state_only and any(actor.kind == "Group" or (actor.kind == "Person" and not actor.role) for _, actor in people):
        return False
    if frame.unofficial and people and all(actor.kind == "Person" and actor.role for _, actor in people):
        return False
    return not frame.crowd or any(actor.kind != "State" or m.how == "demonym" for m, actor in people)


def _is_in_person(candidate: Candidate, doc: Doc) -> bool:
    """Whether people do it, or a noun says that they do ("Russia's visit")."""
    if any(actor.kind == "Person" or m.how != "name" for m in candidate.source for actor in m.actors):
        return True
    return candidate.match.frame.type != "Visit" or doc[candidate.match.trigger].lemma_ in {"visit", "trip"}


def _is_departure(candidate: Candidate, doc: Doc) -> bool:
    """Whether somebody only goes away: "the general flew home"."""
    alone = all(actor.kind == "Person" for m in candidate.source for actor in m.actors)
    return alone and candidate.content is None and doc[candidate.match.trigger].lemma_.lower() in {"fly", "go", "leave", "depart", "sail", "walk"}


def _is_silence(candidate: Candidate, doc: Doc) -> bool:
    """Whether only an answer to the press is refused: "declined to comment"."""
    return candidate.content is not None and doc[candidate.content].lemma_.lower() in SILENT


def _has_place(match: Match, cast: Cast, doc: Doc, lexicon: Lexicon) -> bool:
    """Whether what is acted upon is a place, by name or by its noun ("a rebel base")."""
    for head in match.heads(doc, "object", "of", "into", "to"):
        spot = cast.spot(head)
        if (spot is not None and spot.place is not None) or forms(head) & lexicon.words["places"]["noun"]:
            return True
    return False


def _is_promising(candidate: Candidate, doc: Doc, lexicon: Lexicon) -> bool:
    """Whether what is intended is of use to others: "plans to help", not "plans to expel"."""
    if candidate.content is None or doc[candidate.content].pos_ not in VERBAL:
        return True
    return lexicon.has("promise", "verb", doc[candidate.content].lemma_.lower())


def _fits_subject(candidate: Candidate, doc: Doc) -> bool:
    """Whether who acts is of the sort that the frame lists ("troops"), or a group that bears a name."""
    names = candidate.match.frame.subject_nouns
    words = {form for m in candidate.source for i in range(m.first, m.last) for form in forms(doc[i])}
    return bool(words & names) or any(a.kind == "Group" and a.listed for m in candidate.source for a in m.actors)


def _has_actor(candidate: Candidate, cast: Cast, doc: Doc) -> bool:
    names = set(candidate.match.frame.needs_actor)
    if ("subject" in names and candidate.source) or _reciprocal(candidate.match, doc):
        return True
    if candidate.match.frame.mutual and sum(len(mention.actors) for mention in candidate.source) > 1:
        return True
    if any(name.endswith("of clause") for name in names) and candidate.target:
        return True
    heads = candidate.match.heads(doc, *(name for name in names if " " not in name))
    return any(cast.named(head) for head in heads) or (bool(candidate.target) and candidate.indirect)


def _reciprocal(match: Match, doc: Doc) -> bool:
    """Whether the sources act on "each other"."""
    around = doc[match.trigger : match.trigger + 5].text.lower()
    return "each other" in around or "one another" in around


def _foreign_inside(head: Token, cast: Cast) -> bool:
    """Whether a thing is somebody's by name: "Polish meat", not "its proposal"."""
    return any(mention.how != "pronoun" for mention in cast.inside(head))


def _fits_content(candidate: Candidate, cast: Cast, doc: Doc) -> bool:
    """Whether the object is of the sort that the frame lists, or else an actor or a clause."""
    match, frame = candidate.match, candidate.match.frame
    if len(match.words) > 1 and doc[match.trigger].pos_ in {"VERB", "AUX"} and not frame.strict:
        return True
    governed = ("of", "from", *(doc[i].lower_ for i in match.words)) if frame.strict else ("of",)
    things = match.heads(doc, "object", "complement")
    heads = [each for each in things if each.i not in match.words] or match.heads(doc, *governed) or things
    if not heads:
        return bool(match.heads(doc, "infinitive", "that", "clause", "to", "by")) or not frame.needs
    words = {form for head in heads for one in conjuncts(head) for word in (one, *one.children) for form in forms(word)}
    if words & frame.content_nouns or (frame.category in {"AGREE", "REJECT"} and any(head.lower_ in {"it", "this", "them"} for head in heads)):
        return True
    if frame.strict:
        return any(actor.kind == "Organization" for head in heads for m in cast.named(head) for actor in m.actors)
    named = any(cast.named(head) or _foreign_inside(head, cast) for head in heads)
    return (named and "object" in frame.target) or (bool(match.slots.get("infinitive")) and named)
