"""What words name without telling that it happened: purposes, wishes, questions, ideas."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg.candidate import Candidate
from kg.lexicon import Lexicon
from kg.syntax import CAUSATIVE, GOING, children, is_headline, is_passive, preposition

INTENDED = {"AGREE", "SUPPORT", "REJECT", "CONCEDE", "RETREAT", "CONSULT", "REQUEST", "ACCUSE", "STATEMENT"}
_ASKED = {"ask", "urge", "invite", "request", "order", "press", "implore", "tell", "instruct", "encourage", "call", "summon"}
_TRYING = {"try", "attempt", "seek"}
# Done by words alone.
SAID = {"REQUEST", "ACCUSE", "SUPPORT", "REJECT", "AGREE", "THREATEN"}


def reason(candidate: Candidate, doc: Doc, lexicon: Lexicon) -> str | None:
    """Why the words of a candidate do not tell that it happened, if they do not.

    Args:
        candidate: a frame with its roles filled.
        doc: the parsed text.
        lexicon: the closed classes.

    Returns:
        The reason in words; ``None`` of what is told.
    """
    trigger = doc[candidate.match.trigger]
    if _is_purpose(trigger) and candidate.category in INTENDED and not (_is_performed(candidate, trigger, lexicon) or _is_reached(candidate, trigger)):
        return "it is a purpose, not told as having happened"
    if _is_demanded(trigger, lexicon) and candidate.category not in INTENDED:
        return f"it is only what {trigger.head.text!r} asks for"
    if _is_only_wished(trigger):
        return "it is only what ought to be"
    if _is_named_so(trigger):
        return "it only says by what name"
    if _is_asked(trigger) or any(_is_question(up) for up in (trigger, *trigger.ancestors)):
        return "it is only asked whether it is so"
    return f"it is only what {trigger.head.text!r} is about" if _is_thought(trigger, lexicon) else None


def _is_thought(verb: Token, lexicon: Lexicon) -> bool:
    """A gerund under a word of thinking or blaming names a deed without telling it: "the idea of halting"."""
    if verb.tag_ != "VBG" or verb.dep_ not in {"acl", "advcl", "xcomp", "ccomp", "nmod", "obl"}:
        return False
    over = verb.head.lemma_.lower()
    blamed = over in lexicon.words["unreal"]["verb"] and preposition(verb) in {"of", "for", "about", "from", ""}
    return blamed or over in lexicon.words["unreal"]["noun"]


def _is_named_so(verb: Token) -> bool:
    """"What he called a turning point" tells no more than "a turning point"."""
    return verb.dep_ == "acl:relcl" and verb.head.lower_ == "what" and verb.lemma_ in {"call", "describe", "term"}


def _is_asked(verb: Token) -> bool:
    """The verb of an indirect question: "asked whether Rome would send troops"."""
    return verb.dep_ in {"ccomp", "csubj", "acl"} and any(mark.lower_ == "whether" for mark in children(verb, "mark"))


def _is_only_wished(verb: Token) -> bool:
    """A passive in the subjunctive: "on condition that observers be sent"."""
    helpers = children(verb, "aux", "aux:pass")
    return verb.tag_ == "VBN" and len(helpers) == 1 and helpers[0].lower_ == "be" and bool(children(verb, "nsubj:pass")) and not any(m.lower_ == "to" for m in children(verb, "mark"))


def _is_question(root: Token) -> bool:
    """Whether a clause asks whether it is so: "Does Rome plan to strike?"; what "why" asks about is so."""
    subject = next(iter(children(root, "nsubj", "nsubj:pass", "expl")), None)
    turned = [word for word in children(root, "aux", "aux:pass", "cop") if subject is not None and word.i < subject.i]
    if not turned:
        return False
    last = next((word for word in reversed(root.sent) if not (word.is_space or word.text in {'"', "”", "’"})), root)
    return last.text == "?" and not any(word.tag_ in {"WP", "WRB", "WDT", "WP$"} for word in root.doc[root.sent.start : turned[0].i])


def _is_performed(candidate: Candidate, verb: Token, lexicon: Lexicon) -> bool:
    """What one does by getting in touch: "telephoned the king to congratulate him", "cabled to express concern"."""
    return candidate.category in SAID and verb.dep_ == "advcl" and lexicon.has("unreal", "performing", verb.head.lemma_.lower())


def _is_reached(candidate: Candidate, verb: Token) -> bool:
    """Whom one goes to meet: "flew to Jeddah to meet the king"."""
    gone = verb.head.lemma_ in GOING and verb.head.tag_ in {"VBD", "VBZ", "VBN"}
    return candidate.category == "CONSULT" and verb.dep_ == "advcl" and gone


def _is_demanded(verb: Token, lexicon: Lexicon) -> bool:
    """A bare verb in what is demanded: "demands that Rome shut its base"."""
    clause = verb.head if verb.dep_ == "conj" and verb.head.dep_ == "ccomp" else verb
    if verb.tag_ == "VB" and verb.dep_ == "xcomp" and is_passive(verb.head) and verb.head.lemma_.lower() in _ASKED:
        return True  # "had been invited to send observers"
    bare = verb.tag_ in {"VB", "VBP"} and not any(child.dep_ == "aux" for child in verb.children)
    return bare and clause.dep_ == "ccomp" and clause.head.lemma_.lower() in lexicon.words["demand"]["asking"]


def _is_purpose(verb: Token) -> bool:
    """An infinitive that tells what for: "will meet to settle the matter"; not "was the first to meet"."""
    while verb.dep_ == "xcomp" and verb.tag_ == verb.head.tag_ == "VB" and (children(verb.head, "obj") or verb.head.lemma_.lower() in _TRYING):
        verb = verb.head  # "flew in to persuade Rome to yield", "to try to mend ties"
    if verb.dep_ == "advcl" and verb.head.lemma_ in CAUSATIVE and verb.head.tag_ in {"VBD", "VBZ", "VBN"} and children(verb.head, "obj", "nsubj:pass"):
        return False  # "drove Rome to threaten Oslo"
    if verb.head.lemma_.lower() in {"first", "last", "latest", "only", "quick", "swift"} or any(c.lower_ in {"first", "only", "last"} for c in children(verb.head, "amod")):
        return not children(verb.head, "cop")
    if verb.head.lemma_ == "become" and any(c.lower_ in {"first", "only", "last"} for what in children(verb.head, "xcomp") for c in children(what, "amod")):
        return False  # "became the first to visit"
    return verb.tag_ == "VB" and verb.dep_ in {"advcl", "acl"} and not is_headline(verb) and any(child.lower_ == "to" for child in verb.lefts)
