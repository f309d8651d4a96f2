"""Whom bare words stand for at home: "the government", "President Kovac", "rebels".

News names the country once and then leaves it out: what bears no country belongs to the
one that the text is about, if it is about one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from kg import gazetteer
from kg.gazetteer import Gazetteer
from kg.model import Actor, Mention
from kg.titles import Found, Office

LEAD = 2
# Other bodies that have a secretary-general.
_WITH_SECRETARIES = frozenset({"NATO", "Arab League", "Organization of American States", "ASEAN", "Commonwealth", "OSCE", "Organisation of Islamic Cooperation", "Gulf Cooperation Council", "OPEC", "Council of Europe", "Shanghai Cooperation Organisation", "Pacific Islands Forum", "Amnesty International"})
_BODIES = {"secretary general": "United Nations", "high representative": "European Union"}
_PLAIN = frozenset({"security", "military", "state", "federal", "riot", "local", "central", "national", "armed", "government", "ruling", "interim", "transitional"})
_THERE = frozenset({"lawmakers", "legislators", "parliamentarians"})
_ABROAD = frozenset({"ambassador", "envoy", "representative", "commissioner"})
_FOR_GOVERNMENT = frozenset({"team", "delegation", "side", "negotiators", "officials", "spokesman", "spokeswoman", "forces", "troops", "soldiers", "ministers"})
_AT_HOME = frozenset({"government", "police", "authorities", "army", "military", "troops", "forces", "parliament", "security forces", "armed forces", "cabinet", "navy", "air force", "junta", "soldiers", "regime", "foreign ministry", "interior ministry", "defence ministry", "defense ministry", "finance ministry", "ministry of foreign affairs", "justice ministry"})


def country(names: Sequence[Found]) -> str | None:
    """The country that a text is about: named twice as often as any other.

    Args:
        names: the gazetteer's names in the text.
    """
    count: Counter[str] = Counter()
    for found in names:
        places = {found.name.place.country} if found.name.place is not None and found.name.place.country else set()
        count.update({actor.country for actor in found.name.actors if actor.country} or places)
    ranked = count.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] < LEAD * ranked[1][1]):
        return None
    return ranked[0][0]


def of_mentions(mentions: Sequence[Mention]) -> str | None:
    """The country for which twice as many of those mentioned act as for any other.

    Args:
        mentions: of actors and places.
    """
    count: Counter[str] = Counter()
    for each in mentions:
        places = {each.place.country} if each.place is not None and each.place.country else set()
        count.update({actor.country for actor in each.actors if actor.country} or places)
    ranked = count.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] < LEAD * ranked[1][1]):
        return None
    return ranked[0][0]


def at_home(mentions: Sequence[Mention], offices: Sequence[Office], home: str | None, doc: Doc) -> list[Mention]:
    """Mentions whose unlisted persons in office and groups are given the home country.

    Somebody whose sentence names one state only is of that one; where it names others too,
    there is no telling.

    Args:
        mentions: of actors and places.
        offices: the titles in the text.
        home: ISO 3166-1 alpha-3, or ``None`` where there is no telling.
        doc: the parsed text.
    """
    plain = {
        i: each.title.country if each.words.lower() == each.title.words else None  # "Secretary of State for Defence" is another's
        for each in offices
        if each.title.acts_for == "state" and not each.owners
        for i in range(each.first, each.last)
    }
    named = _states_named(mentions, doc)
    home = _issuer(mentions, doc) or home or _sent_from(mentions)
    foreign = {(each.actors[0].label, code) for each in mentions if each.actors for first, code in named.get(doc[each.head].sent.start, ()) if _acts_on(doc, each, first)}
    given = []
    for each in mentions:
        here = named.get(doc[each.head].sent.start, [])
        group = home if all(code == home for _, code in here) else None
        before = {code for first, code in here if first < each.first and not _is_where(doc, first)}
        person = next(iter(before)) if len(before) == 1 else home if not here else group
        person = person if not each.actors or (each.actors[0].label, person) not in foreign else None
        given.append(replace(each, actors=tuple(_given(actor, each, plain, person, group) for actor in each.actors)))
    return given


def _acts_on(doc: Doc, doer: Mention, other: int) -> bool:
    """Whether what somebody does is done to whoever a token names: not what he only says of him."""
    subject = doc[doer.head].head if doc[doer.head].dep_ == "appos" else doc[doer.head]
    verb = subject.head
    if subject.dep_ != "nsubj" or verb.pos_ != "VERB":
        return False
    way = [doc[other]]
    while way[-1].head.i not in {way[-1].i, verb.i}:
        way.append(way[-1].head)
    return way[-1].head.i == verb.i and way[-1].dep_ in {"obj", "obl", "iobj"} and way[-1].i > verb.i


def _issuer(mentions: Sequence[Mention], doc: Doc) -> str | None:
    """The state whose government or ministry opens a text by what it does."""
    first = next((each for each in mentions if each.actors), None)
    opens = first is not None and first.how == "title" and first.actors[0].kind == "State" and doc[first.head].dep_ == "nsubj"
    return first.actors[0].country if first is not None and opens else None


def _sent_from(mentions: Sequence[Mention]) -> str | None:
    """The state from whose capital a report is sent, if it names that state."""
    sent = mentions[0].place if mentions and not mentions[0].actors and mentions[0].first < LEAD else None
    if sent is None or sent.country is None:
        return None
    capital = gazetteer.load().capitals.get(sent.country)
    named = any(actor.kind == "State" and actor.country == sent.country for each in mentions for actor in each.actors)
    return sent.country if capital is not None and capital.label == sent.label and named else None


def _is_where(doc: Doc, first: int) -> bool:
    return first > 0 and doc[first - 1].lower_ in ("in", "at", "from", "to") and doc[first].ent_type_ == "GPE"


def _states_named(mentions: Sequence[Mention], doc: Doc) -> dict[int, list[tuple[int, str]]]:
    """By sentence: the states that it names or whose capitals or officials it does, with the first token; not those of whom one speaks in a quotation."""
    named: dict[int, list[tuple[int, str]]] = {}
    quoted = _quoted(doc)
    for each in (each for each in mentions if each.head not in quoted):
        for actor in each.actors:
            if actor.country and actor.listed and actor.kind != "Person":
                named.setdefault(doc[each.head].sent.start, []).append((each.first, actor.country))
    return named


def _quoted(doc: Doc) -> set[int]:
    """The tokens between quotation marks."""
    found: set[int] = set()
    inside = False
    for token in doc:
        inside = token.tag_ == "``" or (inside and token.tag_ != "''" and "\n\n" not in token.text)
        if inside:
            found.add(token.i)
    return found


def _given(actor: Actor, mention: Mention, plain: Mapping[int, str | None], person: str | None, group: str | None) -> Actor:
    if actor.country is not None or actor.listed:
        return actor
    titled = [i for i in range(mention.first, mention.last) if i in plain]
    if actor.kind == "Person" and not _ABROAD & set(mention.text.lower().split()) and titled:
        return replace(actor, country=plain[titled[0]] or person)
    return replace(actor, country=group) if actor.kind == "Group" and mention.how == "group" else actor


def nominals(doc: Doc, offices: Sequence[Office], names: Sequence[Found], about: str | None, tables: Gazetteer) -> list[Mention]:
    """Bare words for a state's own organs: "the army", "police in Nairobi", "In Jakarta, lawmakers".

    Args:
        doc: the parsed text.
        offices: the titles in it.
        names: the gazetteer's names in it.
        about: ISO 3166-1 alpha-3 of the country that the text is about.
        tables: the gazetteer's.
    """
    where = _where(doc, names)
    found = [each for office in offices if (each := _of_a_body(doc, office, names, tables)) is not None]
    for office in offices:
        words = office.title.words
        if office.owners or not _is_bare(doc, office) or not (words in _AT_HOME | _THERE or _is_governments(doc, office)):
            continue
        code = where.get(doc[office.head].sent.start) or (about if words not in _THERE else None)
        state = tables.state(code) if code else None
        if state is not None:
            first = office.first - (office.first > 0 and doc[office.first - 1].lower_ == "government")
            span = doc[first : office.last]
            found.append(Mention(span.start_char, span.end_char, span.text, span.start, span.end, office.head, (state,), "nominal"))
    return found


def of_owner(mentions: Sequence[Mention], doc: Doc) -> list[Mention]:
    """The mentions, officials given the country of whoever "its" and "his" before their title stand for.

    Args:
        mentions: with the pronouns among them.
        doc: the parsed text.
    """
    at = {each.head: each for each in mentions}
    homes: dict[Actor, str] = {}
    for each in mentions:
        owner = at.get(each.first - 1)
        own = owner is not None and doc[owner.head].dep_ == "nmod:poss" and len(owner.actors) == 1 and owner.actors[0].country
        if own and each.how == "title" and len(each.actors) == 1 and each.actors[0].kind == "Person" and not each.actors[0].country:
            homes[each.actors[0]] = str(own)
    return [replace(m, actors=tuple(replace(a, country=homes[a]) if a in homes else a for a in m.actors)) if homes else m for m in mentions]


def _of_a_body(doc: Doc, office: Office, names: Sequence[Found], tables: Gazetteer) -> Mention | None:
    """"The Secretary-General", in a text that names no other body that has one; "the High Representative"."""
    body = tables.at(_BODIES.get(office.title.words.replace("-", " "), ""), 0)
    bodies = {actor.label for found in names for actor in found.name.actors if actor.kind == "Organization" and actor.country is None}
    if body is None or office.owners or not (doc[office.first].text[0].isupper() or body.text in bodies):
        return None
    if bodies & (_WITH_SECRETARIES - {body.text}) or (office.last < len(doc) and doc[office.last].pos_ == "PROPN"):
        return None
    span = doc[office.first : office.last]
    return Mention(span.start_char, span.end_char, span.text, span.start, span.end, office.head, body.actors, "title")


def _is_governments(doc: Doc, office: Office) -> bool:
    """Such as "The Government team"."""
    return office.title.words in _FOR_GOVERNMENT and any(child.lower_ == "government" for child in doc[office.head].children)


def _where(doc: Doc, names: Sequence[Found]) -> dict[int, str]:
    """By sentence: the only state of which it names something, where it does so as the place."""
    codes: dict[int, set[str]] = {}
    placed: set[int] = set()
    for found in names:
        start = doc[found.head].sent.start
        code = found.name.place.country if found.name.place else found.name.actors[0].country if found.name.actors else None
        if code:
            codes.setdefault(start, set()).add(code)
            if found.name.place and any(child.lower_ in ("in", "at") for child in doc[found.head].lefts if child.dep_ == "case"):
                placed.add(start)
    return {start: next(iter(found)) for start, found in codes.items() if len(found) == 1 and start in placed}


def _is_bare(doc: Doc, office: Office) -> bool:
    head = doc[office.head]
    inside = range(office.first, office.last)
    others = [c for c in head.children if c.dep_ in ("amod", "compound", "nmod:poss", "nmod") and c.i not in inside]
    return all(child.lower_ in _PLAIN for child in others) and head.dep_ not in ("compound", "flat")
