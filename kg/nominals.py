"""Noun phrases that stand for actors named before: "the minister", "both sides", "its army", "the latter"."""

from __future__ import annotations

from spacy.tokens import Token

from kg import pairs
from kg.holders import counterpart, holder, holders
from kg.lexicon import Lexicon
from kg.model import Actor, How, distinct
from kg.recall import SUBJECTS, Recall
from kg.syntax import preposition, subjects

_OTHER = {"new", "former", "other", "next", "another", "previous", "own", "same"}
# What a state has and acts by: "his country", "its army".
OWNED = {
    "country", "nation", "government", "cabinet", "army", "military", "troop", "force", "soldier", "embassy", "ministry",
    "parliament", "police", "navy", "warplane", "jet", "delegation", "homeland", "administration", "forces", "troops", "side",
    "people", "regime", "team", "column", "ambassador", "envoy", "spokesman", "spokeswoman", "spokesperson", "negotiator", "official", "minister",
    "adviser", "diplomat", "leadership", "artillery", "member", "secretary", "president", "premier", "chancellor", "delegate", "gunner", "warship", "aircraft", "plane",
}  # fmt: skip
_ACTS = {"spokesman", "spokeswoman", "spokesperson", "envoy", "representative", "negotiator", "delegate", "official", "leader", "commander"}
_SENT = {"envoy", "delegation", "emissary", "mission", "troop", "troops", "mediator", "team", "negotiator"}
_RULERS = {"president", "premier", "chancellor", "king", "queen", "emir", "sultan", "minister", "secretary", "pope"}
_REALMS = {"emirate": {"QAT", "KWT", "ARE"}, "sultanate": {"OMN", "BRN"}, "kingdom": {"SAU", "JOR", "MAR", "BHR", "THA", "NPL", "KHM", "BTN"}}
_APART = {"conj", "acl:relcl", "acl", "parataxis"}
_THERE = {"authority", "government", "military", "army", "leadership", "regime", "official", "police", "leader", "ruler"}

Meant = tuple[Token, tuple[Actor, ...], How]


def meant(token: Token, recall: Recall, lexicon: Lexicon) -> Meant:
    """Whom a noun stands for; nobody, where it may be several.

    Args:
        token: the head of the phrase.
        recall: the actors named so far.
        lexicon: its ``[reference]`` classes.

    Returns:
        The first token of the phrase, the actors, and how the words refer.
    """
    first = _first(token)
    word, lemma = token.lower_, token.lemma_.lower()
    beside = {child.lower_ for child in token.children if child.dep_ in {"det", "nummod", "amod", "det:predet"}}
    if word in {"former", "latter"} and "the" in beside:
        return first, pairs.of_pair(word, token, recall), "nominal"
    if (named := _also_called(token, recall)) and "the" in beside:
        return first, named, "nominal"
    owner = next((child for child in token.children if child.dep_ == "nmod:poss"), None)
    if owner is not None and not (owner.lower_ == "our" and beside & set(pairs.NUMBERS)):
        return first, _owned(lemma, owner, recall), "nominal"
    if _names_somebody(token, recall) or beside & _OTHER:
        return first, (), "nominal"
    number = pairs.number(token, beside | ({"our"} if owner is not None else set()), recall, lexicon)
    if number is not None:
        return first, number, "group"
    return first, _alone(token, beside, recall, lexicon), "nominal"


def _also_called(token: Token, recall: Recall) -> tuple[Actor, ...]:
    """Such as "The bloc, known as ECOWAS"."""
    clauses = [child for child in token.children if child.dep_ in {"acl", "acl:relcl"} and child.lemma_ in {"know", "call", "dub"} and child.tag_ == "VBN"]
    return next((found for clause in clauses for low in clause.children if low.dep_ in {"obl", "xcomp"} and (found := recall.at(low.i))), ())


def _alone(token: Token, beside: set[str], recall: Recall, lexicon: Lexicon) -> tuple[Actor, ...]:
    """Without owner and number: "the minister", "Prime Minister", "a spokesman for the group"."""
    lemma = token.lemma_.lower()
    if lemma in _THERE and any(child.lower_ == "there" for child in token.children):
        return _of_place(token, recall)
    joined = token.dep_ == "conj" and any(child.lower_ == "the" for child in token.head.children)
    definite = joined or beside & {"the", "this", "that"} or _is_bare_office(token, beside, lexicon)
    if definite and (found := _definite(token, lemma, recall, lexicon)):
        return found
    return (_acts_for(token, recall, lexicon) if lemma in _ACTS else ()) or (_sent_by(token, recall) if lemma in _SENT else ())


def _is_bare_office(token: Token, beside: set[str], lexicon: Lexicon) -> bool:
    """Such as "Prime Minister conveyed", as some foreign offices write."""
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    capital = token.text[:1].isupper() and token.tag_ in {"NN", "NNP"} and not beside & {"a", "an", "no", "any"}
    named = after is not None and (after.pos_ == "PROPN" or after.dep_ in {"flat", "appos"})
    return capital and not named and token.dep_ not in {"compound", "flat", "appos"} and lexicon.has("reference", "office", token.lemma_.lower())


def _first(token: Token) -> Token:
    """Where the phrase begins, without preposition and conjunction."""
    left = [child for child in token.children if child.i < token.i and child.dep_ not in {"case", "cc", "mark", "punct"}]
    start = min((child.left_edge.i for child in left), default=token.i)
    return token.doc[start] if token.i - start < 8 else token


def _names_somebody(token: Token, recall: Recall) -> bool:
    """Whether the phrase names an actor itself; clauses after a comma and what is coordinated don't count."""
    below = [child for child in token.children if not (child.dep_ == "conj" or (child.dep_ in _APART and _is_set_off(child)))]
    near = (word for child in below for word in child.subtree if abs(word.i - token.i) < 12)
    return any(recall.mention(word.i) is not None for word in near)


def _is_set_off(clause: Token) -> bool:
    edge = clause.left_edge.i
    return clause.left_edge.is_punct or (edge > 0 and clause.doc[edge - 1].is_punct)


def _of_place(token: Token, recall: Recall) -> tuple[Actor, ...]:
    """Such as "The authorities there": the only state of which the sentence before speaks."""
    for back in (0, 1):
        states = distinct(state for m in recall.before(token, back=back) for a in m.actors if a.country and (state := recall.tables.state(a.country)))
        if states:
            return states if len(states) == 1 else ()
    return ()


def _sent_by(token: Token, recall: Recall) -> tuple[Actor, ...]:
    """Such as "Envoys sent by the South African president": his state's."""
    for clause in token.children:
        if clause.dep_ == "acl" and clause.tag_ == "VBN" and clause.lemma_ in {"send", "dispatch", "appoint", "name"}:
            sender = next((found for agent in subjects(clause) if (found := recall.at(agent.i))), ())
            return acting_for(sender, recall) or sender
    return ()


def _acts_for(token: Token, recall: Recall, lexicon: Lexicon) -> tuple[Actor, ...]:
    """Such as "A spokesman for the group": for whom he speaks."""
    for child in token.children:
        if child.dep_ == "nmod" and preposition(child) in {"for", "of"} and not recall.is_taken(child.i):
            beside = {low.lower_ for low in child.children if low.dep_ == "det"}
            found = _definite(child, child.lemma_.lower(), recall, lexicon) if beside & {"the", "this"} else ()
            return found if all(actor.kind != "Person" for actor in found) else ()
    return ()


def _definite(token: Token, lemma: str, recall: Recall, lexicon: Lexicon) -> tuple[Actor, ...]:
    plural = token.tag_ in {"NNS", "NNPS"}
    if lexicon.has("reference", "office", lemma):
        return holders(lemma, token, recall) if plural else holder(lemma, token, recall) or _ruler(lemma, token, recall)
    if lemma in {"side", "party"} and plural:
        return pairs.sides(token, recall)
    if lemma in _REALMS and not plural:
        return _realm(_REALMS[lemma], token, recall)
    if lemma in pairs.LANDS and not plural:
        return _land(token, recall) if lemma in {"country", "nation"} else _same_noun(token, lemma, recall)
    return _same_noun(token, lemma, recall) or _called(token, lemma, recall, lexicon)


def _owned(lemma: str, owner: Token, recall: Recall) -> tuple[Actor, ...]:
    """Such as "His country" is the state for which he acts."""
    if lemma == "counterpart":
        return counterpart(owner, owner.head, recall)
    actors = (_of_relative(owner, recall) if owner.lower_ == "whose" else recall.at(owner.i)) if lemma in OWNED else ()
    apposed = next((found for child in owner.head.children if child.dep_ == "appos" and (found := recall.at(child.i))), ())
    if apposed:
        return apposed
    return acting_for(actors, recall) if owner.pos_ in {"PRON", "DET"} or lemma in _ACTS else ()


def _of_relative(owner: Token, recall: Recall) -> tuple[Actor, ...]:
    """Such as "Peru, whose government …"."""
    clause = next((up for up in owner.ancestors if up.dep_ == "acl:relcl"), None)
    if clause is None:
        return ()
    near = clause.doc[clause.left_edge.i - 1] if clause.left_edge.i else clause
    near = clause.doc[near.i - 1] if near.is_punct and near.i else near
    listed = near.i != clause.head.i and near in clause.head.conjuncts  # "Brazil and India, whose delegate …"
    return (recall.at(near.i) if listed else ()) or recall.at(clause.head.i) or recall.at(near.i)


def acting_for(actors: tuple[Actor, ...], recall: Recall) -> tuple[Actor, ...]:
    """For whom the army, the envoy, the government of an actor act.

    Args:
        actors: the owner, if it is one.
        recall: with the tables of states.
    """
    if len(actors) != 1:
        return ()
    actor = actors[0]
    state = recall.tables.state(actor.country) if actor.country and actor.kind in {"Person", "State"} else None
    return (state,) if state is not None else actors if actor.kind in {"Group", "Organization"} else ()


def _ruler(lemma: str, token: Token, recall: Recall) -> tuple[Actor, ...]:
    """An office whose holder no text names: "the Prime Minister and President X", or at home "the president".

    In a text of two states it is the other one's; in a text about one state it is that one's.
    """
    if lemma not in _RULERS or token.tag_ not in {"NN", "NNP"}:
        return ()
    people = [actor for other in token.conjuncts for actor in recall.at(other.i) if actor.kind == "Person" and actor.country]
    if len(people) == 1:
        return pairs.other_side(token, str(people[0].country), recall)
    home = recall.tables.state(recall.home) if recall.home else None
    others = {a.country for m in recall.before(token, back=0) for a in m.actors if a.country}
    before = next((m.actors for m in recall.before(token, back=4) if m.how == "nominal" and m.text.lower() == f"the {token.lower_}"), ())
    if before:
        return before
    if home is not None and _deals_with(home, token, recall):
        return _american(token, recall)
    return (home,) if home is not None and others <= {home.country} else ()


def _deals_with(state: Actor, token: Token, recall: Recall) -> bool:
    """Whether what somebody in that office does is done to a state, so that he is not of it: "The Secretary met with the Kazakh president"."""
    if token.dep_ not in SUBJECTS:
        return False
    after = (word for child in token.head.children if child.i > token.head.i and child.dep_ in {"obj", "iobj", "obl"} for word in (child, *child.children))
    parties = (word for word in after if preposition(word) in {"", "with", "to", "by", "against", "on", "upon"} and word.dep_ not in {"nmod:poss"})
    return any(actor.kind in {"Person", "State"} and actor.country == state.country for word in parties for actor in recall.at(word.i))


def _american(token: Token, recall: Recall) -> tuple[Actor, ...]:
    """"The Secretary" with a capital is in the style of American statements their own."""
    state = recall.tables.state("USA") if token.text == "Secretary" else None
    return (state,) if state is not None else ()


def _realm(codes: set[str], token: Token, recall: Recall) -> tuple[Actor, ...]:
    """Such as "the emirate": the only such state that the last sentences name."""
    states = distinct(a for m in recall.before(token, back=4) for a in m.actors if a.kind == "State" and a.country in codes)
    return states if len(states) == 1 else ()


def _same_noun(token: Token, lemma: str, recall: Recall) -> tuple[Actor, ...]:
    """Such as "The embassy", after "the French embassy": for whom the last ones so called act, if for one only."""
    if lemma not in OWNED | {"delegation", "consulate", "mission", "department"} or token.tag_ not in {"NN", "NNP"}:
        return ()
    before = recall.before(token, back=6)
    same = {m.actors for m in before if m.how == "title" and token.doc[m.head].lemma_.lower() == lemma and m.actors[0].kind != "Person"}
    here = recall.countries(token)
    found = next(iter(same)) if len(same) == 1 else ()
    return found if not here or {actor.country for actor in found} & here else ()


def _land(token: Token, recall: Recall) -> tuple[Actor, ...]:
    """Such as "The country": the only state that this sentence and the one before name."""
    near = recall.before(token, back=1)
    states = distinct(a for m in near for a in m.actors if a.kind == "State")
    others = {a.country for m in near for a in m.actors if a.country}
    return states if len(states) == 1 and others <= {states[0].country} else ()


def _called(token: Token, lemma: str, recall: Recall, lexicon: Lexicon) -> tuple[Actor, ...]:
    """Such as "The agency", "the bloc": the only body so called in the last sentences."""
    for back in (1, 4):
        fitting = [
            m.actors[0] for m in recall.before(token, back=back)
            if len(m.actors) == 1 and m.actors[0].kind in {"Organization", "Group"} and _is_called(m.actors[0], token, lemma, recall, lexicon)
        ]  # fmt: skip
        bodies = distinct(fitting)
        if bodies:
            return bodies if len(bodies) == 1 else ()
    return ()


def _is_called(actor: Actor, token: Token, lemma: str, recall: Recall, lexicon: Lexicon) -> bool:
    nouns = recall.tables.called.get(actor.label)
    if nouns is not None:
        return lemma in nouns or token.lower_ in nouns
    last = actor.label.split()[-1].lower()
    general = actor.kind == "Organization" and lemma in {"group", "organization", "organisation", "body"}
    return lexicon.has("reference", "body", lemma) and (last in (lemma, token.lower_) or general)
