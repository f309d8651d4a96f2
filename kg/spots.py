"""Places beside the words for an event: "in Geneva", "the Geneva talks", "at the airport in Goma"."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from spacy.tokens import Token

from kg import gazetteer
from kg.cast import Cast
from kg.model import Mention, Place, Span
from kg.syntax import children, conjuncts, preposition, subtree

_SETTLEMENTS = frozenset(
    "town city village port capital region province district area island suburb resort camp enclave stronghold "
    "territory peninsula county state valley neighbourhood neighborhood outskirts coast shore edge heart centre center "
    "foot north south east west northeast northwest southeast southwest part ruins streets skies waters gates seat site".split()
)
# On and at a state is whom, not where.
_WITHIN = frozenset({"in", "inside", "within", "across", "throughout", "near", "outside", "around", "into", "from"})
_MORE = {"ASSAULT": frozenset({"into", "over", "on", "against"}), "RETREAT": frozenset({"from", "out"}), "MOBILIZE": frozenset({"to", "into"})}
_GROUND = frozenset({"border", "frontier", "ship", "board", "bridge", "road", "square", "ground", "field", "base", "campus", "soil"})
_ENTERED = frozenset({"invade", "enter", "occupy", "storm", "raid", "leave", "quit", "exit"})
_DEEP = 2
_LONGEST = 9
_APART = frozenset({"acl:relcl", "advcl", "acl", "parataxis", "appos"})
_BESIDE = frozenset({"in", "at", "near", "outside", "around", "off", "along"})
_AT = frozenset({"in", "at", "near", "outside"})
# "For a meeting in Jakarta", "on the sidelines of a summit in Bonn".
_OCCASIONS = frozenset(
    "meeting talk talks summit conference session ceremony visit sidelines sideline margin margins forum gathering "
    "briefing interview dinner lunch reception rally address speech trip stop negotiation round consultation "
    "appearance assembly hearing workshop".split()
)
_SIGNED = frozenset(
    "pact accord agreement treaty deal truce ceasefire cease-fire declaration protocol memorandum document "
    "communique contract charter".split()
)
_AUDIENCE = frozenset({"reporter", "journalist", "crowd", "rally", "audience", "supporter"})
_TRIPS = frozenset({"visit", "trip", "tour", "mission", "journey"})
_MOTION = frozenset({"fly", "travel", "go", "come", "arrive", "return", "drive", "head", "land"})
_ACTED_ON = frozenset({"ASSAULT", "MOBILIZE", "COERCE"})


class Spots:
    """Looks for places around a token, leaving out those who take part."""

    def __init__(self, cast: Cast, prepositions: Collection[str], taken: frozenset[int]) -> None:
        self._cast = cast
        self._prepositions = prepositions
        self._taken = taken

    def of(self, mention: Mention) -> Place | None:
        """The place of a mention, with its words."""
        return replace(mention.place, span=Span(mention.start, mention.end, mention.text)) if mention.place else None

    def at(self, token: Token) -> Place | None:
        """The place named at a token."""
        mention = self._cast.spot(token)
        return self.of(mention) if mention is not None else None

    def under(self, head: Token, category: str) -> Place | None:
        """The place in a phrase of a verb or an event noun."""
        more = _MORE.get(category, frozenset())
        for child in children(head, "obl", "nmod", "advmod", "obl:unmarked", "obl:tmod"):
            found = self._in_phrase(child, more) or self._seat(child, category)
            if found is not None:
                return worded(child, found)
        return self._past_object(head, category)

    def _seat(self, child: Token, category: str) -> Place | None:
        """A body's house: "at the State Department", "at the Presidential Office"."""
        mention = self._cast.spot(child) if preposition(child) == "at" and category not in _ACTED_ON else None
        if mention is None or mention.place is not None or len(mention.actors) != 1:
            return None
        body = mention.actors[0].kind == "Organization" and child.i not in self._taken
        words = Span(mention.start, mention.end, mention.text)
        return Place(mention.text, mention.actors[0].country, span=words) if body else None

    def _past_object(self, verb: Token, category: str) -> Place | None:
        """A phrase of place that stands with whoever is met or told, or what is hit: "met the king in Rabat", "bombed bunkers near Basra"."""
        party = [child for child in children(verb, "obl", "obl:agent", "nmod") if preposition(child) in {"by", "with"}]
        for first in (*children(verb, "obj", "iobj", "nsubj:pass"), *party):
            for thing in conjuncts(first):
                known = self._cast.at(thing) is not None or category in _ACTED_ON or thing.lemma_.lower() in _SIGNED | _OCCASIONS | _AUDIENCE
                found = self._beneath(thing) if known and thing.i > verb.i else None
                if found is not None:
                    return found
        return None

    def _in_phrase(self, child: Token, more: Collection[str]) -> Place | None:
        case = preposition(child).split(" ")[0]
        if not case or child.lemma_.lower() in _OCCASIONS:
            return self._beneath(child)
        if case not in self._prepositions and case not in more:
            return None
        mention = self._cast.spot(child)
        if mention is None:
            time = child.ent_type_ in {"DATE", "TIME"}
            matter = case == "on" and case not in more and not time and child.lemma_.lower() not in _SETTLEMENTS | _GROUND
            return None if matter else self._deeper(child) or self._capital(child)  # "talks on the situation in Homs"
        if mention.place is None:
            return self._deeper(child) if not mention.actors or mention.how in {"unlisted", "group", "title"} else None
        state = any(actor.kind == "State" for actor in mention.actors) and mention.how == "name"
        if child.i in self._taken and case not in more:
            return None
        return None if state and case not in _WITHIN else self.of(mention)

    def _beneath(self, noun: Token) -> Place | None:
        """The place of an occasion, or what the parser hangs on a day: "late Tuesday in Bonn"."""
        where = _AT | {"to"} if noun.lemma_.lower() in _TRIPS else _AT
        for child in children(noun, "nmod", "obl"):
            if preposition(child) == "of" and child.lemma_.lower() in _OCCASIONS and (found := self._beneath(child)):
                return found
            if preposition(child).split(" ")[0] in where:
                mention = self._cast.spot(child)
                found = self.of(mention) if mention is not None and mention.place is not None else self._deeper(child)
                if found is not None:
                    return found
        return self.before(noun) if noun.lemma_.lower() in _OCCASIONS else None

    def _capital(self, noun: Token) -> Place | None:
        """The city that "the Cambodian capital" is."""
        named = [m for child in children(noun, "amod", "nmod:poss", "compound") if (m := self._cast.at(child)) is not None]
        country = next((actor.country for m in named for actor in m.actors if actor.kind == "State"), None)
        if noun.lemma_.lower() != "capital" or country is None:
            return None
        place = gazetteer.load().capitals.get(country)
        return replace(place, span=Span(noun.idx, noun.idx + len(noun), noun.text)) if place is not None else None

    def _deeper(self, noun: Token, depth: int = 0) -> Place | None:
        """Such as "at the headquarters in Geneva", "in the town of Vavuniya", "in north-eastern Syria"."""
        for child in children(noun, "nmod", "obl", "appos", "nmod:poss"):
            case = preposition(child).split(" ")[0]
            of_town = case in {"of", ""} and noun.lemma_.lower() in _SETTLEMENTS
            mention = self._cast.spot(child)
            if (of_town or case in _BESIDE) and mention is not None and mention.place is not None:
                return self.of(mention)
            if (of_town or case in _BESIDE - {"at"}) and case and mention is None and child.pos_ == "PROPN" and child.ent_type_ not in {"DATE", "PERSON"}:
                return self._unknown(child)
            if case in _BESIDE | {"of"} and depth < _DEEP and mention is None:
                found = self._deeper(child, depth + 1)
                if found is not None:
                    return found
        return None

    def _unknown(self, name: Token) -> Place:
        """A town that neither table nor name finder knows: "the town of Tacna"."""
        last = max([name, *children(name, "flat")], key=lambda token: token.i)
        first = min([name, *children(name, "compound")], key=lambda token: token.i)
        words = name.doc[first.i : last.i + 1]
        return Place(words.text, span=Span(words.start_char, words.end_char, words.text))

    def before(self, noun: Token) -> Place | None:
        """A city before an event noun: "the Geneva talks"; not a state, which takes part."""
        for child in children(noun, "compound", "nmod:unmarked"):
            mention = self._cast.spot(child)
            if mention is not None and mention.place is not None and not mention.actors and child.i not in self._taken:
                return self.of(mention)
        return None

    def struck(self, verb: Token) -> Place | None:
        """The town that is attacked, the land that is entered."""
        for child in children(verb, "obj", "nsubj:pass"):
            found = self._hit(child, verb)
            if found is not None:
                return found if children(child, "nmod") and _leads_into(child) else worded(child, found)
        return None

    def _hit(self, child: Token, verb: Token) -> Place | None:
        mention = self._cast.spot(child)
        if mention is not None and mention.place is not None:
            state = any(actor.kind == "State" for actor in mention.actors) and mention.how == "name"
            return None if state and verb.lemma_.lower() not in _ENTERED else self.of(mention)
        if mention is None and child.ent_type_ in {"GPE", "LOC"}:
            return self._unknown(child)
        inner = next((m for c in children(child, "nmod:poss", "nmod", "amod") if (m := self._cast.spot(c)) and m.place), None)
        if mention is None and inner is not None:
            return self.of(inner)
        return self._deeper(child) if mention is None else None

    def gathered(self, subject: Token, category: str) -> Place | None:
        """Where those sit who act: "ministers in Cairo denounced the deal", "a court in Vienna jailed two men"."""
        if category in {"STATEMENT", "ASSAULT"} or subject.pos_ != "NOUN":
            return None
        for child in (low for noun in (subject, *children(subject, "nmod")) for low in children(noun, "nmod")):
            mention = self._cast.spot(child) if preposition(child) in {"in", "at"} else None
            if mention is not None and mention.place is not None and not (mention.how == "name" and mention.actors):
                return self.of(mention)
        return None

    def reached(self, verb: Token) -> Place | None:
        """Where somebody has gone: "flew to Niamey and met …"."""
        to = next((child for child in children(verb, "obl", "nmod") if preposition(child) in {"to", "in"}), None)
        return self.at(to) if to is not None and verb.lemma_.lower() in _MOTION else None

    def stay(self, predicate: Token) -> Place | None:
        """Such as "(who is) in Singapore", "(who is) on a visit to Jakarta"."""
        case = preposition(predicate).split(" ")[0]
        if case == "in":
            return self.at(predicate) or self._deeper(predicate)
        if predicate.lemma_.lower() not in {"visit", "trip", "tour"}:
            return None
        to = next((child for child in children(predicate, "nmod", "obl") if preposition(child) == "to"), None)
        return self.at(to) if to is not None else None


def worded(head: Token, place: Place) -> Place:
    """A place with all the words that tell it: "the eastern Congolese city of Goma", "camps around Goma".

    Args:
        head: the noun of the phrase.
        place: as its name alone tells it.

    Returns:
        The same place with the phrase as its words; unchanged where the phrase is long or broken.
    """
    named_after = any(place.span and low.idx <= place.span.start < low.idx + len(low) for low in children(head, "appos"))
    apart = _APART - {"appos"} if named_after else _APART  # "the Ugandan capital, Kampala"
    words = [word for word in subtree(head, without=apart) if not (word.dep_ == "case" and word.head.i == head.i)]
    last = next((n for n, word in enumerate(words) if place.span and word.idx >= place.span.end and _ends(word)), len(words))
    words = words[:last]
    while words and (words[0].is_punct or words[0].dep_ in {"case", "cc"}):
        words = words[1:]
    if place.span is None or not words or words[-1].i - words[0].i >= _LONGEST:
        return place
    start, end = words[0].idx, words[-1].idx + len(words[-1])
    if not start <= place.span.start <= place.span.end <= end:
        return place
    return replace(place, span=Span(start, end, head.doc[words[0].i : words[-1].i + 1].text))


def _leads_into(noun: Token) -> bool:
    """Whether a noun is a move, not a place: "an offensive into the province"."""
    return any(preposition(child) in {"into", "on", "against", "across"} for child in children(noun, "nmod"))


def _ends(word: Token) -> bool:
    """Whether a word tells no more of the place: a comma, a time."""
    return word.is_punct or word.is_space or word.ent_type_ in {"DATE", "TIME"}
