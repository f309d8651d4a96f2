"""Who is addressed or acted upon: the targets of a match, outright or inside its phrases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.candidate import is_ours
from kg.cast import Cast
from kg.frames import Match
from kg.lexicon import Lexicon
from kg.model import Mention
from kg.syntax import VERBAL, forms, is_passive, preposition, subtree

OF_CLAUSE = {
    "subject of clause": frozenset({"nsubj", "nsubj:pass"}),
    "object of clause": frozenset({"obj", "iobj", "obl"}),
}
TOWARDS = {"to", "with", "on", "against", "for", "from"}
DEEP = frozenset({"REQUEST", "AGREE", "REJECT", "THREATEN", "SUPPORT"})
SPOKEN = frozenset({"ACCUSE", "SUPPORT", "REJECT", "AGREE", "THREATEN"})
DERIVED = ("ation", "ition", "sion", "ing", "ment", "ure", "cide")
HARM = frozenset({"ASSAULT", "COERCE"})
LOOSE = frozenset({"pronoun", "group", "unlisted"})
# Whom one does the same as: "followed Rome in recognizing the island".
ALIKE = frozenset({"follow", "join", "emulate", "imitate", "copy"})
SIDELINES = frozenset({"acl:relcl", "advcl", "parataxis"})



@dataclass(frozen=True, slots=True)
class Search:
    """What is needed to find the targets of a match: its sources are never among them."""

    match: Match
    cast: Cast
    doc: Doc
    source: tuple[Mention, ...]
    lexicon: Lexicon

    @property
    def names(self) -> tuple[str, ...]:
        """The slots in which the frame looks for targets."""
        return plain_slots(self.match.frame.target)

    def others(self, mentions: Iterable[Mention]) -> tuple[Mention, ...]:
        """Without the sources.

        Args:
            mentions: that might be targets.
        """
        return tuple(mention for mention in mentions if mention not in self.source)


def plain_slots(names: Sequence[str]) -> tuple[str, ...]:
    """The names of slots but for those inside a clause ("subject of clause").

    Args:
        names: as a frame gives them.
    """
    return tuple(name for name in names if " of " not in name)


def fill_target(search: Search) -> tuple[tuple[Mention, ...], bool]:
    """The targets of a match, and whether they are read from inside a phrase.

    Args:
        search: the match with its sources.

    Returns:
        Mentions, empty where nobody is named, by the most direct way that finds any.
    """
    if search.match.frame.mutual:
        return _all_named(search), False
    ways = ((_outright, False), (_blamed_owner, True), (_of_clause, False), (_of_governor, True), (_of_agent, True), (_within, True), (_deepest, True), (_of_protest, True))
    for way, indirect in ways:
        if found := way(search):
            return found, indirect
    return (), False


def _outright(search: Search) -> tuple[Mention, ...]:
    noun = search.doc[search.match.trigger].pos_ == "NOUN" and search.match.frame.category == "AGREE"
    for name in ("iobj", *(name for name in search.names if not (noun and name == "object"))):  # "an offer of doctors"
        named = search.others(m for head in search.match.heads(search.doc, name) for m in search.cast.named(head))
        if named and not _only_where(name, named, search.match) and not (name == "object" and _is_promised(named, search)):
            return named
    return ()


def _is_promised(named: tuple[Mention, ...], search: Search) -> bool:
    """Whether nameless people are what is promised: "pledged 3,000 soldiers"; not "assured the soldiers that"."""
    told = {"iobj", "infinitive", "that", "clause"} & set(search.match.slots)
    return search.match.frame.category == "AGREE" and not told and all(m.how == "unlisted" for m in named)


def _of_clause(search: Search) -> tuple[Mention, ...]:
    for name in search.match.frame.target:
        if name in OF_CLAUSE and (named := search.others(_in_clause(search, OF_CLAUSE[name]))):
            return named
    return ()


def _of_agent(search: Search) -> tuple[Mention, ...]:
    """Whose deed is judged, where a parser hangs "by" on the verb: "condemned the raid on the town by Rome"."""
    trigger = search.doc[search.match.trigger]
    if search.match.frame.category not in {"ACCUSE", "REJECT", "SUPPORT"} or trigger.pos_ not in VERBAL or is_passive(trigger):
        return ()
    things = search.match.heads(search.doc, "object")
    return search.others(m for head in search.match.heads(search.doc, "by") if things and head.i > things[0].i for m in search.cast.named(head))


def _blamed_owner(search: Search) -> tuple[Mention, ...]:
    """Whose doing a thing is on which something is blamed: "blamed the collapse on Rome's insistence that …"."""
    if search.match.frame.category != "ACCUSE":
        return ()
    owners = (owner for head in search.match.heads(search.doc, "on") for owner in head.children if owner.dep_ == "nmod:poss")
    return search.others(m for owner in owners for m in search.cast.named(owner))


def _within(search: Search) -> tuple[Mention, ...]:
    """Those whom a phrase names inside: "rejected Iran's plan"."""
    frame, doc = search.match.frame, search.doc
    names = [name for name in (*search.names, *frame.content) if name not in {"clause", "that"}]
    for head in search.match.heads(doc, *names):
        inner = search.others(search.cast.inside(head))
        if frame.category in SPOKEN:
            inner = tuple(m for m in inner if not (_is_patient(m, head, search) or _is_scene(m, head, search)) and not is_ours(m, search.source))
        if frame.type == "TalksSuspension":
            inner = tuple(m for m in inner if preposition(doc[m.head]) not in {"on", "about", "over"})  # "left the talks on Syria"
        if frame.category == "REQUEST":
            inner = tuple(m for m in inner if not is_undergone(doc[m.head], search.lexicon))
        if inner:
            return _doers(inner, head, search)
    return ()


def is_undergone(victim: Token, lexicon: Lexicon) -> bool:
    """Whether what is asked for is to be done to somebody: "demanded the release of the crew".

    Args:
        victim: the head of a phrase.
        lexicon: its ``[demand] undergone`` nouns.
    """
    if preposition(victim) == "including" and victim.head.i != victim.i:
        return is_undergone(victim.head, lexicon)  # "the release of all detainees, including the bishop"
    if victim.dep_ in {"conj", "appos"}:
        return is_undergone(victim.head, lexicon)
    return preposition(victim) == "of" and lexicon.has("demand", "undergone", victim.head.lemma_.lower())


def of_condition(search: Search) -> tuple[Mention, ...]:
    """Whom the condition speaks of: "threatened to strike unless Rome withdrew".

    Args:
        search: the match with its sources.
    """
    match, cast, doc = search.match, search.cast, search.doc
    ours = _sides(search.source)
    heads = [doc[match.trigger], *match.heads(doc, "clause", "infinitive", "that", "gerund", "of")]
    for clause in (child for head in heads for child in head.children if child.dep_ == "advcl"):
        if not any(mark.lower_ in {"if", "unless", "until", "should"} for mark in clause.children):
            continue
        for subject in (child for child in clause.children if child.dep_ == "nsubj"):
            named = tuple(m for m in cast.named(subject) if all((a.country or a.label) not in ours for a in m.actors))
            if named:
                return named
    return ()


def _is_patient(mention: Mention, deed: Token, search: Search) -> bool:
    """Whether a deed is done to somebody: "the pressure on Rome", "the isolation of Rome"."""
    word = preposition(search.doc[mention.head])
    derived = deed.lemma_.lower().endswith(DERIVED) and not forms(deed) & search.lexicon.words["reference"]["group"]
    return word in {"on", "against"} or (word == "of" and derived)


def _is_scene(mention: Mention, deed: Token, search: Search) -> bool:
    """Whether harm is only done there: "condemned the bombing in Beirut" blames no Lebanese."""
    harm = any(t.frame.category in HARM and t.part == "noun" for t in search.lexicon.triggers.get(deed.lemma_.lower(), ()))
    head = search.doc[mention.head]
    town = head.head if head.dep_ in {"appos", "nmod", "nmod:unmarked"} and not preposition(head) else head  # "in Mogadishu, Somalia"
    return harm and mention.place is not None and preposition(town) in {"in", "at", "near", "outside"}


def _doers(inner: tuple[Mention, ...], deed: Token, search: Search) -> tuple[Mention, ...]:
    """Of those named in a deed the one who does it: "Rome's annexation of the island" is Rome's."""
    doc = search.doc
    agents = tuple(m for m in inner if preposition(doc[m.head]) == "by")
    owners = agents or tuple(m for m in inner if doc[m.head].dep_ in {"nmod:poss", "amod", "compound"})
    if search.match.frame.category in {"ACCUSE", "REJECT"} and deed.pos_ == "NOUN":
        return owners or inner
    return inner


def _of_governor(search: Search) -> tuple[Mention, ...]:
    """Whom the verb above addresses: "wrote to Rome demanding an inquiry", "cabled the king to protest"."""
    trigger = search.doc[search.match.trigger]
    if search.match.frame.category not in {"REQUEST", "ACCUSE", "THREATEN", "SUPPORT"} or trigger.dep_ not in {"advcl", "acl", "xcomp"}:
        return ()
    if trigger.tag_ != "VBG" and not search.lexicon.has("unreal", "performing", trigger.head.lemma_.lower()):
        return ()
    if trigger.head.lemma_.lower() in ALIKE:
        return ()
    heads = [child for child in trigger.head.children if child.dep_ in {"obl", "iobj", "obj", "nmod"}]
    named = (m for head in heads if preposition(head) in {"to", ""} for m in search.cast.named(head))
    return tuple(m for m in search.others(named) if m.how != "pronoun")


def _deepest(search: Search) -> tuple[Mention, ...]:
    """The first actor of another side that the content speaks of: "ready to help defend X"; both of "between X and Y"."""
    match, cast, doc = search.match, search.cast, search.doc
    if match.frame.category not in DEEP | HARM:
        return ()
    ours = _sides(search.source)
    heads = match.heads(doc, *(name for name in match.frame.content if name not in plain_slots(match.frame.target)))
    if match.frame.category in HARM:
        heads = match.heads(doc, "object")
    for head in [*heads, *match.heads(doc, "infinitive", "gerund")]:
        for word in subtree(head, without=SIDELINES):
            mention = cast.at(word)
            if mention is None or word.i != mention.head or is_undergone(word, search.lexicon) or mention.how in ({"pronoun"} if match.frame.category in HARM else LOOSE):
                continue
            if any((actor.country or actor.label) in ours for actor in mention.actors):
                continue
            return search.others(search.cast.named(word)) if preposition(word) == "between" else (mention,)
    return ()


def _of_protest(search: Search) -> tuple[Mention, ...]:
    """Whose deeds are protested at: "marched to demand that Paris yield", "rallied in anger at Rome's ban"."""
    if search.match.frame.category != "PROTEST":
        return ()
    clauses = [c for c in search.doc[search.match.trigger].children if c.dep_ in {"advcl", "xcomp"}]
    heads = [*search.match.heads(search.doc, "infinitive", "purpose", "against", "at", "over", "in", "about", "of", "during"), *clauses]
    for head in dict.fromkeys(heads):
        for word in subtree(head, without=SIDELINES):
            mention = search.cast.at(word)
            if mention is None or word.i != mention.head or mention in search.source or mention.how in {"pronoun", "unlisted"}:
                continue
            if preposition(word) not in {"in", "near", "outside", "to"} or (word.i == head.i and preposition(word) != "in"):
                return (mention,)
    return ()


def _in_clause(search: Search, deps: frozenset[str]) -> Iterator[Mention]:
    """The actors with these relations in the clause that is the content."""
    match, cast, doc = search.match, search.cast, search.doc
    for head in match.heads(doc, "clause", "infinitive", "that", "gerund"):
        for child in head.children:
            where = preposition(child) in {"in", "at", "near", "by", "together with", "along with"}
            if child.dep_ in deps and not where:
                moved = (child.dep_ == "obj" and "obj" in deps) or (child.dep_ == "nsubj:pass" and match.frame.category == "REQUEST")
                yield from (m for m in cast.named(child) if not (moved and m.how in {"group", "unlisted"}))
            elif child.dep_ == "obj" and "obj" in deps:
                yield from (m for low in child.children if low.dep_ == "nmod" and preposition(low) in TOWARDS for m in cast.named(low))


def _only_where(name: str, named: tuple[Mention, ...], match: Match) -> bool:
    """Whether "in", "at" and the like tell the place rather than whom it befell."""
    if name == "at" and match.frame.category in {"ACCUSE", "THREATEN", "REJECT"}:
        return False  # "lashed out at Brazil"
    return name in {"in", "at"} and match.frame.category not in {"ASSAULT", "SANCTION"} and all(m.place is not None for m in named) and (
        match.frame.type != "Visit"
    )


def _all_named(search: Search) -> tuple[Mention, ...]:
    match = search.match
    found: dict[Mention, None] = {}
    for name in search.names:
        for head in match.heads(search.doc, name):
            for mention in search.cast.named(head):
                if not (name in {"in", "on"} and mention.place is not None and match.frame.type != "Visit"):
                    found.setdefault(mention)
    return tuple(found)


def _sides(source: Iterable[Mention]) -> set[str]:
    return {actor.country or actor.label for mention in source for actor in mention.actors}
