"""Places beside the words for an event: "in Geneva", "the Geneva talks", "at the airport in Goma"."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from spacy.tokens import Token

from kg import gazetteer
from kg.cast import Cast
from kg.model import Mention, Place, Span
from kg.placewords import APART, LONGEST, OCCASIONS, TRIPS, worded
from kg.syntax import children, conjuncts, preposition, subtree

_SETTLEMENTS = frozenset(
    "town city village port capital region province district area island suburb resort camp enclave stronghold "
    "territory peninsula county state valley neighbourhood neighborhood outskirts coast shore edge heart centre center "
    "foot ruin street sky water gate north south east west northeast northwest southeast southwest part ruins streets skies waters gates seat site".split()
)
# On and at a state is whom, not where.
_WITHIN = frozenset({"in", "inside", "within", "across", "throughout", "near", "outside", "around", "into", "from"})
_MORE = {"ASSAULT": frozenset({"into", "over", "on", "against"}), "RETREAT": frozenset({"from", "out"}), "MOBILIZE": frozenset({"to", "into"})}
_GROUND = frozenset({"border", "frontier", "ship", "board", "bridge", "road", "square", "ground", "field", "base", "campus", "soil"})
_ENTERED = frozenset({"invade", "enter", "occupy", "storm", "raid", "leave", "quit", "exit"})
_DEEP = 2
_BESIDE = frozenset({"in", "at", "near", "outside", "around", "off", "along"})
_AT = frozenset({"in", "at", "near", "outside", "inside", "off", "along"})
# Nobody is there: "near Drass" is near a town, whatever a name finder says.
_BESIDE_TOWNS = frozenset({"near", "outside", "inside", "off", "along", "around", "across"})
_SIGNED = frozenset(
    "pact accord agreement treaty deal truce ceasefire cease-fire declaration protocol memorandum document "
    "communique contract charter".split()
)
_ABODES = frozenset({"camp", "base", "exile", "hideout", "headquarters", "stronghold", "hideaway", "cell", "prison", "jail"})
_AUDIENCE = frozenset({"reporter", "journalist", "crowd", "rally", "audience", "supporter"})
_MOTION = frozenset({"fly", "travel", "go", "come", "arrive", "return", "drive", "head", "land"})
_ACTED_ON = frozenset({"ASSAULT", "MOBILIZE", "COERCE"})


class Spots:
    """Looks for places around a token, leaving out those who take part."""

    def __init__(self, cast: Cast, words: Mapping[str, frozenset[str]], taken: frozenset[int]) -> None:
        self._cast = cast
        self._words = words
        self._prepositions = words["preposition"]
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
            if found is None and category == "AID" and preposition(child) in {"to", "for", "among"}:
                found = self._deeper(child)  # "rations to people in camps around Goma"
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
                known = self._cast.at(thing) is not None or category in _ACTED_ON or thing.lemma_.lower() in _SIGNED | OCCASIONS | _AUDIENCE
                found = self._beneath(thing) or self._at_end(thing, category) if known and thing.i > verb.i else None
                if found is not None:
                    return found
        return None

    def _at_end(self, thing: Token, category: str) -> Place | None:
        """The town at the end of a long phrase for whom one meets: "hosted ministers of the bloc in Rome"."""
        if category != "CONSULT":
            return None
        last = [low for low in subtree(thing, without=APART) if low.dep_ in {"nmod", "obl"} and preposition(low) in {"in", "at"}]
        mention = self._cast.spot(last[-1]) if last else None
        town = mention is not None and mention.place is not None and not (mention.actors and mention.how == "name")
        return self.of(mention) if mention is not None and town else None

    def _in_phrase(self, child: Token, more: Collection[str]) -> Place | None:
        """Where a phrase tells by its preposition and noun."""
        case, word = preposition(child).split(" ")[0], child.lemma_.lower()
        if not case or word in OCCASIONS:
            return self._beneath(child)
        if case not in self._prepositions and case not in more and not (case == "from" and word in _ABODES):
            return None
        mention = self._cast.spot(child)
        if mention is not None:
            return self._mentioned(child, mention, case, more)
        matter = case == "on" and case not in more and child.ent_type_ not in {"DATE", "TIME"} and word not in _SETTLEMENTS | _GROUND
        return None if matter else self._deeper(child) or self._capital(child) or self._described(child)  # "talks on the situation in Homs"

    def _mentioned(self, child: Token, mention: Mention, case: str, more: Collection[str]) -> Place | None:
        """The place that a mention is, or the house that stands for its owner."""
        if self._is_town(mention, case):
            return self._unknown(child)
        if mention.place is None:
            nameless = not mention.actors or mention.how in {"unlisted", "group", "title"}
            return self._house(child, case) or (self._deeper(child) if nameless else None)
        state = any(actor.kind == "State" for actor in mention.actors) and mention.how == "name"
        if (child.i in self._taken and case not in more) or (state and case not in _WITHIN):
            return None
        return self.of(mention)

    def _beneath(self, noun: Token) -> Place | None:
        """The place of an occasion, or what the parser hangs on a day: "late Tuesday in Bonn"."""
        where = _AT | {"to"} if noun.lemma_.lower() in TRIPS else _AT
        for child in children(noun, "nmod", "obl"):
            if preposition(child) == "of" and child.lemma_.lower() in OCCASIONS and (found := self._beneath(child)):
                return found
            if preposition(child) == "before" and child.lemma_.lower() in _AUDIENCE and (found := self._beneath(child)):
                return found
            if preposition(child).split(" ")[0] in where:
                mention = self._cast.spot(child)
                found = self.of(mention) if mention is not None and mention.place is not None else self._deeper(child)
                if self._is_town(mention, preposition(child)):
                    found = self._unknown(child)
                if found is not None:
                    return found
        return self.before(noun) if noun.lemma_.lower() in OCCASIONS else None

    def _capital(self, noun: Token) -> Place | None:
        """The city that "the Cambodian capital" is."""
        named = [m for child in children(noun, "amod", "nmod:poss", "compound") if (m := self._cast.at(child)) is not None]
        country = next((actor.country for m in named for actor in m.actors if actor.kind == "State"), None)
        if noun.lemma_.lower() != "capital" or country is None:
            return None
        place = gazetteer.load().capitals.get(country)
        return replace(place, span=Span(noun.idx, noun.idx + len(noun), noun.text)) if place is not None else None

    def _house(self, noun: Token, case: str) -> Place | None:
        """A building that a mention of its owner stands for: "outside the Australian embassy"."""
        mention = self._cast.at(noun)
        if mention is None or mention.place is not None or noun.lemma_.lower() not in self._words["house"] or case not in {"at", "in", "inside", "outside", "near", "around"}:
            return None
        country = next((actor.country for actor in mention.actors), None)
        return Place(mention.text, country, span=Span(mention.start, mention.end, mention.text))

    def _described(self, noun: Token) -> Place | None:
        """A place by what it is, of which a name in the phrase tells more: "the Colombian frontier", "the border with Iraq"."""
        if noun.lemma_.lower() not in self._words["described"] and noun.lower_ not in self._words["described"]:
            return None
        inside = [m for c in children(noun, "amod", "nmod:poss", "compound", "nmod") if (m := self._cast.spot(c)) is not None and m.actors]
        country = next((actor.country for m in inside for actor in m.actors if actor.country), None)
        words = [word for word in subtree(noun, without=APART) if not (word.dep_ == "case" and word.head.i == noun.i) and word.dep_ != "det"]
        if not inside or words[-1].i - words[0].i >= LONGEST:
            return None
        text = noun.doc[words[0].i : words[-1].i + 1].text
        start = words[0].idx
        return Place(text, country, span=Span(start, start + len(text), text))

    def _deeper(self, noun: Token, depth: int = 0) -> Place | None:
        """Such as "at the headquarters in Geneva", "in the town of Vavuniya", "in north-eastern Syria"."""
        for child in children(noun, "nmod", "obl", "appos", "nmod:poss"):
            case = preposition(child).split(" ")[0]
            of_town = case in {"of", ""} and noun.lemma_.lower() in _SETTLEMENTS
            mention = self._cast.spot(child)
            if (of_town or case in _BESIDE) and mention is not None and mention.place is not None:
                return self.of(mention)
            if self._is_town(mention, case):
                return self._unknown(child)
            if (of_town or case in _BESIDE - {"at"}) and case and mention is None and child.pos_ == "PROPN" and child.ent_type_ not in {"DATE", "PERSON"}:
                return self._unknown(child)
            if case in _BESIDE | {"of"} and depth < _DEEP and mention is None:
                found = self._deeper(child, depth + 1)
                if found is not None:
                    return found
        return None

    def _is_town(self, mention: Mention | None, case: str) -> bool:
        """Whether somebody of one name, of whom no table knows, is a town: "bunkers near Drass"."""
        if mention is None or case not in _BESIDE_TOWNS or mention.last - mention.first > 1 or mention.how != "name":
            return False
        return all(actor.kind == "Person" and not (actor.listed or actor.country or actor.role) for actor in mention.actors)

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
        if verb.lemma_.lower() in _ENTERED and (other := next((self._cast.spot(low) for low in conjuncts(child)[1:] if self.at(low)), None)) is not None:
            return self.of(other)  # "entered Tell Tamer and Ain Issa": one unknown name of two
        inner = next((m for c in children(child, "nmod:poss", "nmod", "amod") if (m := self._cast.spot(c)) and m.place), None)
        if mention is None and inner is not None:
            return self.of(inner)
        return self._deeper(child) if mention is None else None

    def gathered(self, subject: Token, category: str) -> Place | None:
        """Where those sit who act: "ministers in Cairo denounced the deal", "a court in Vienna jailed two men"."""
        if category in {"STATEMENT", "ASSAULT"} or subject.pos_ != "NOUN":
            return None
        for child in (low for noun in (subject, *children(subject, "nmod")) for low in children(noun, "nmod")):
            if (house := self._house(child, preposition(child))) is not None:
                return house
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


def _leads_into(noun: Token) -> bool:
    """Whether a noun is a move, not a place: "an offensive into the province"."""
    return any(preposition(child) in {"into", "on", "against", "across"} for child in children(noun, "nmod"))
