"""What a speaker says of himself: that he will, may, is ready to, will not, or never did."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.model import Mention
from kg.phrases import find
from kg.said import FUTURE, Act, Said, deeds, hard_threats, is_own, objects, of_condition, whose
from kg.syntax import children, forms, is_passive, preposition

GLAD = {"happy", "glad", "keen", "eager", "anxious"}
# What others are not to do.
ENTERING = {"set", "enter", "cross", "touch", "seize"}
GRANTED = {"let", "admit", "honour", "honor", "respect", "observe", "permit", "protect", "fulfil", "fulfill"}
# Who does these harms himself.
SUFFERED = {"suffer", "face", "pay", "regret"}
BEING = {"stand", "remain", "feel", "stay", "be", "appear", "declare"}
ABLE = FUTURE | {"can", "could", "ca"}
HELP = {"aid", "help", "support", "assistance", "supply", "supplies", "delivery", "shipment", "relief", "cooperation", "backing", "funding"}
LASTING = {"continue", "go", "flow", "resume", "remain", "last", "increase", "arrive"}
LAUNCHING = {"resume", "continue", "launch", "begin", "start", "renew", "order", "mount", "intensify", "unleash", "conduct", "carry"}
FIGHTING = {"respond", "retaliate", "fight", "strike", "defend", "confront", "repel"}


def refusal(said: Said) -> Act | None:
    """The refusal or denial that a clause makes in set words: "sees no reason to", "has nothing to do with".

    What denies only where somebody has accused before ("has nothing to hide") is given as a denial of
    category STATEMENT.

    Args:
        said: the clause.
    """
    subject = said.subject
    own = is_own(subject, said)
    charge = subject is not None and bool(forms(subject) & said.lexicon.words["accuse"]["charge"]) and not (subject.lower_ == "they" and said.lemma == "lie")
    if (own or charge) and find(said, "accuse", "denying") is not None:
        return Act("Denial", "REJECT")
    if own and _never_did(said):
        return Act("Denial", "REJECT")
    if own and find(said, "accuse", "innocent") is not None:
        return Act("Denial", "STATEMENT")
    theirs = subject is not None and not own and bool(said.cast.named(subject)) and not children(said.head, "cop")
    if not theirs and (found := find(said, "promise", "refusing")) is not None:
        return Act("Refusal", "REJECT", found.whom or objects(said.head, said))
    return None


def _never_did(said: Said) -> bool:
    """Whether the speaker says that he has never done something blameworthy, or never done it at all."""
    has = bool(said.auxiliaries & {"have", "has", "had", "'ve", "did", "do", "does"})
    never = any(child.lower_ == "never" for child in said.head.children)
    words = said.lexicon.words["accuse"]
    ill = said.lemma in words["verb"] - {"fail", "hide"} | words["harm"] or said.lemma in hard_threats(said)
    return has and said.negated and (ill or (never and bool(children(said.head, "obj", "obl"))))


def counted(said: Said) -> Act | None:
    """"Rome can count on us": a promise to Rome.

    Args:
        said: the clause.
    """
    subject = said.subject
    if is_own(subject, said) or find(said, "promise", "counted") is None:
        return None
    target = whose(subject, said)
    return Act("Promise", "AGREE", target) if target else None


def own_future(said: Said) -> Act | None:
    """What the speaker says he will do, may do, or is ready to do.

    Args:
        said: the clause.
    """
    head, subject = said.head, said.subject
    if not (is_own(subject, said) or _is_of_itself(said)) or (_moves_troops(head, said) and not said.negated):
        return _of_things(said, subject)
    if (found := find(said, "promise", "phrase")) is not None and not (_is_hostile(said) or _keeps_troops(said)):
        return Act("Promise", "AGREE", found.whom or objects(head, said))
    if said.negated or _keeps_troops(said):
        return Act("Refusal", "REJECT", objects(head, said) or of_condition(head, said)) if _refuses(said) or not said.negated else None
    if _threatens(said):
        return Act("Threat", "THREATEN", _pressed(head, said) or objects(head, said) or of_condition(head, said))
    if _is_future(said) and not _is_forced(said) and _lemmas(head) & said.lexicon.words["promise"]["verb"]:
        return Act("Promise", "AGREE", objects(head, said))
    return _willing(said)


def _is_forced(said: Said) -> bool:
    """Whether one will only have to: "would have to withdraw" promises nothing."""
    return said.lemma == "have" and bool(children(said.head, "xcomp"))


def _is_ultimatum(head: Token) -> bool:
    """"They would stay unless Rome agreed to talks"."""
    future = any(child.lower_ in FUTURE for child in children(head, "aux"))
    return future and any(mark.lower_ == "unless" for clause in children(head, "advcl") for mark in children(clause, "mark"))


def _pressed(head: Token, said: Said) -> tuple[Mention, ...]:
    """Who has to act, or else: "unless Rome agrees"."""
    clauses = [c for c in children(head, "advcl") if any(mark.lower_ == "unless" for mark in children(c, "mark"))]
    return next((found for clause in clauses for subject in children(clause, "nsubj") if (found := whose(subject, said))), ())


def _willing(said: Said) -> Act | None:
    """"Is ready to": willing, or a threat where it is to fight."""
    ready = [said.head, *(low for low in children(said.head, "xcomp") if said.lemma in BEING)]
    ready = [word for word in ready if said.has("promise", "adjective", word.lemma_.lower()) and not (word.pos_ == "VERB" and children(word, "obj"))]
    if not ready or not _opens(ready[0]):
        return None
    if _is_hostile(said):
        return Act("Threat", "THREATEN", objects(said.head, said))
    return Act("Willingness", "AGREE", objects(said.head, said))


def _opens(word: Token) -> bool:
    """"Open to talks", not "open for business"; "happy to help", not "happy with the weather"."""
    if children(word, "xcomp", "ccomp", "csubj", "advcl") or word.lower_ not in {"open", *GLAD}:
        return True
    return word.lower_ == "open" and any(preposition(low) == "to" for low in word.children)


def _is_hostile(said: Said) -> bool:
    """Whether what one is ready for is to do harm."""
    harm = (_lemmas(said.head) - {said.lemma}) & (hard_threats(said) | FIGHTING | said.lexicon.words["accuse"]["harm"])
    return bool(harm) or find(said, "threat", "pressing") is not None or any(_takes_measures(low, said) for low in children(said.head, "xcomp"))


def _of_things(said: Said, subject: Token | None) -> Act | None:
    """What will be done, by whom is not said: "aid would go on", "not an inch would be given away"."""
    if subject is None or any(mention.how != "unlisted" for mention in said.cast.named(subject)) or not _is_future(said):
        return None
    if _is_none(subject) and (said.lemma in ENTERING or (is_passive(said.head) and _refuses(said, also=True))):
        return Act("Refusal", "REJECT", objects(said.head, said))
    if is_passive(said.head) and not said.negated and said.lemma in GRANTED:
        return Act("Promise", "AGREE", objects(said.head, said))
    if not said.negated and forms(subject) & HELP and said.lemma in LASTING:
        return Act("Promise", "AGREE", objects(subject, said))
    return None


def _is_none(subject: Token) -> bool:
    """"No land", "not an inch"."""
    return any(child.lower_ in {"no", "not"} for child in subject.children)


def _is_future(said: Said) -> bool:
    return bool(said.auxiliaries & FUTURE) or said.lemma in {"go", "intend", "plan"}


def _lemmas(head: Token) -> set[str]:
    return {word.lemma_.lower() for word in deeds(head)}


def _refuses(said: Said, *, also: bool = False) -> bool:
    """Whether "will not" refuses what others want: "will not negotiate", "could not yield"."""
    words = said.lexicon.words["promise"]
    able = _is_future(said) or bool(said.auxiliaries & ABLE)
    return able and bool(_lemmas(said.head) & (words["verb"] | words["wanted"])) and (also or said.negated)


def _threatens(said: Said) -> bool:
    if _is_ultimatum(said.head):
        return True
    words, lemmas = said.lexicon.words, _lemmas(said.head) - SUFFERED
    if _is_future(said) and (lemmas & (words["threat"]["verb"] - words["promise"]["verb"]) or _takes_measures(said.head, said)):
        return True
    if said.auxiliaries & {"may", "might", "could"} and lemmas & hard_threats(said):
        return True
    return said.lemma == "reserve" and bool(_rights(said.head) & words["threat"]["verb"])


def _rights(head: Token) -> set[str]:
    """What one reserves the right to do."""
    rights = [thing for thing in children(head, "obj") if thing.lemma_.lower() == "right"]
    return {deed.lemma_.lower() for right in rights for deed in children(right, "acl")}


def _is_of_itself(said: Said) -> bool:
    """Whether "it" is the body that speaks, though it looks like an empty subject: "said it was open to talks"."""
    empty = any(child.lower_ == "it" for child in children(said.head, "expl"))
    return empty and said.has("promise", "adjective", said.lemma) and any(a.kind != "Person" for a in said.speaker)


def _moves_troops(head: Token, said: Said) -> bool:
    """Whether what will be done is that troops leave or come: told as a deed, not as a threat."""
    if not said.has("threat", "moving", said.lemma):
        return False
    things = children(head, "nsubj", "obj", "nsubj:pass")
    return any(forms(thing) & said.lexicon.words["threat"]["troops"] for thing in things)


def _keeps_troops(said: Said) -> bool:
    """"Its troops would stay": a refusal to withdraw them."""
    subject = said.subject
    stays = said.lemma in {"stay", "remain"} and bool(said.auxiliaries & FUTURE) and not said.negated and not children(said.head, "cop", "xcomp")
    return stays and subject is not None and bool(forms(subject) & said.lexicon.words["threat"]["troops"])


def _takes_measures(head: Token, said: Said) -> bool:
    """Whether what will be done is hostile by its object: "will take all necessary action"."""
    return any(_is_sharp(thing, said) or (verb.lemma_ in LAUNCHING and _is_assault(thing, said)) for verb in deeds(head) for thing in _things(verb))


def _is_assault(thing: Token, said: Said) -> bool:
    """Whether a noun is one of fighting: "will resume the offensive"."""
    triggers = said.lexicon.triggers.get(thing.lemma_.lower(), ())
    return any(each.part == "noun" and each.frame.category == "ASSAULT" and len(each.words) == 1 for each in triggers)


def _things(verb: Token) -> Iterator[Token]:
    yield from children(verb, "obj", "obl")


def _is_sharp(thing: Token, said: Said) -> bool:
    word = thing.lemma_.lower()
    sharp = {child.lemma_.lower() for child in children(thing, "amod", "det", "compound")}
    sharp |= {child.lemma_.lower() for det in children(thing, "det") for child in det.children}
    return said.has("threat", "blow", word) or (
        said.has("threat", "noun", word) and bool(sharp & said.lexicon.words["threat"]["adjective"])
    )
