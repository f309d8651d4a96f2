"""Who is mentioned where: a look-up from tokens to mentions."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from kg.model import Mention
from kg.syntax import conjuncts, preposition

INNER_DEPS = {"nmod:poss", "amod", "compound", "nmod", "appos", "nmod:unmarked", "flat"}
COUNTS = frozenset({"number", "dozen", "score", "hundred", "thousand", "handful", "couple", "majority", "member", "pair", "trio", "rest", "many", "several", "most", "some"})
# These are what is named after "of": "the breakaway region of Abkhazia".
POLITIES = frozenset({"region", "republic", "nation", "territory", "island", "kingdom", "sultanate", "emirate", "enclave", "state", "principality", "statelet"})
INNER_PREPOSITIONS = {"", "of", "by", "from", "against", "on", "in", "with", "between"}


class Cast:
    """Who is mentioned where: a look-up from tokens to mentions of actors."""

    def __init__(self, mentions: Iterable[Mention], doc: Doc) -> None:
        self._doc = doc
        self._at: dict[int, Mention] = {}
        for mention in sorted(mentions, key=_is_loose):
            for i in range(mention.first, mention.last):
                self._at.setdefault(i, mention)

    def at(self, token: Token) -> Mention | None:
        """The mention of an actor whose head the token is (or whose words it is among)."""
        found = self._at.get(token.i)
        if found is None or not found.actors:
            return None
        return found

    def spot(self, token: Token) -> Mention | None:
        """The mention at the token, be it of an actor or of a place only."""
        return self._at.get(token.i)

    def named(self, head: Token) -> tuple[Mention, ...]:
        """The mentions of actors that a phrase and its coordinates name outright."""
        found: list[Mention] = []
        for token in (*conjuncts(head), *self._listed(head)):
            mention = self._outright(token) or self._apposed(token) or self._before_relative(token)
            for each in (mention, *self._with_apposed(token, mention)) if mention is not None else self._counted(token):
                if each not in found:
                    found.append(each)
        return tuple(found)

    def _listed(self, head: Token) -> list[Token]:
        """Further names of a list whose second a parser took for an apposition: "the emir, the king and the sultan"."""
        first = self.at(head)
        if first is None:
            return []
        others = [c for c in head.children if c.dep_ == "appos" and any(low.dep_ == "conj" for low in (*c.children, *head.children))]
        here = {actor.country for actor in first.actors}
        other = next((c for c in others if (m := self.at(c)) is not None and not here & {actor.country for actor in m.actors}), None)
        return conjuncts(other) if other is not None else []

    def _outright(self, token: Token) -> Mention | None:
        """Who is named at a token; of "the rebel Northern Front" the front, though a parser apposes it to the rebel."""
        mention = self.at(token)
        name = self._apposed(token) if mention is not None and mention.how in {"unlisted", "group"} else None
        return name if name is not None and name.how == "name" and name.first == token.i + 1 else mention

    def _counted(self, token: Token) -> tuple[Mention, ...]:
        """Of whom a number or the kind is told: "a number of ministers", "members of the bloc", "the island of Malta"."""
        of = next((child for child in token.children if child.dep_ == "nmod" and preposition(child) == "of"), None)
        if of is None or token.lemma_.lower() not in COUNTS | POLITIES:
            return ()
        return self.named(of) if token.lemma_.lower() in COUNTS else tuple(m for m in self.named(of) if m.how == "name" and m.place is not None)

    def _apposed(self, token: Token) -> Mention | None:
        return next((self._at[c.i] for c in token.children if c.dep_ == "appos" and self.at(c) is not None), None)

    def _with_apposed(self, token: Token, first: Mention) -> list[Mention]:
        """The others of "the two leaders, X and Y"."""
        heads = [other for child in token.children if child.dep_ == "appos" and self.at(child) == first for other in conjuncts(child)]
        return [mention for head in heads if (mention := self.at(head)) is not None and mention != first]

    def _before_relative(self, token: Token) -> Mention | None:
        """The actor right before ", which", where the clause hangs on a noun further up."""
        for clause in token.children:
            if clause.dep_ != "acl:relcl" or clause.left_edge.i < 2:
                continue
            last = self._doc[clause.left_edge.i - 1]
            last = self._doc[last.i - 1] if last.is_punct else last
            if last.i > token.i and self._at.get(last.i) is not None and self._at[last.i].actors:
                return self._at[last.i]
        return None

    def inside(self, head: Token) -> tuple[Mention, ...]:
        """The mentions inside a phrase that is no actor itself: possessors, demonyms, of-phrases."""
        found: list[Mention] = []
        for token in conjuncts(head):
            for child in token.children:
                if child.dep_ in INNER_DEPS and preposition(child) in INNER_PREPOSITIONS:
                    inner = self.named(child) or self._nested(child)
                    found.extend(m for m in inner if m not in found and not (_only_where(child, m) or m.first <= token.i < m.last))
            if found:
                break
        return tuple(found)

    def _nested(self, token: Token) -> tuple[Mention, ...]:
        return next((self.named(child) for child in token.children if child.dep_ in INNER_DEPS and self.named(child)), ())


def _is_loose(mention: Mention) -> bool:
    """A phrase taken whole, which gives way to names in it: "reporters in Vienna"."""
    return mention.how == "unlisted" and mention.last - mention.first > 1


def _only_where(token: Token, mention: Mention) -> bool:
    """Whether a capital after "in" is where, not whose: "a court in Paris"."""
    return mention.how == "metonym" and mention.place is not None and preposition(token) in {"in", "on", "from"}
