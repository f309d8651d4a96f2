"""What a reader remembers of the actors named so far, nearest first."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc, Token

from kg.gazetteer import Gazetteer
from kg.home import of_mentions
from kg.model import Actor, Mention
from kg.syntax import nearest_antecedent

SUBJECTS = {"nsubj", "nsubj:pass"}
_FEMALE = {"spokeswoman", "queen", "princess", "chairwoman", "congresswoman", "mrs", "ms", "baroness", "duchess", "mother", "wife", "lady", "dame", "madame", "mme", "empress"}
_MALE = {"spokesman", "king", "prince", "chairman", "congressman", "mr", "pope", "ayatollah", "emir", "sultan", "sheikh", "father", "sir", "lord", "count", "baron", "shah", "shri", "monsieur", "emperor", "archbishop", "husband"}


class Recall:
    """The mentions of a text in order, with the sentence each stands in."""

    def __init__(self, doc: Doc, mentions: Iterable[Mention], tables: Gazetteer) -> None:
        self.tables = tables
        self._doc = doc
        self._sentence = [0] * len(doc)
        for number, sent in enumerate(doc.sents):
            self._sentence[sent.start : sent.end] = [number] * len(sent)
        self._all = sorted(mentions, key=lambda each: each.first)
        self.home = of_mentions(self._all)
        self._at: dict[int, Mention] = {}
        self._taken: set[int] = set()
        for each in self._all:
            self._note(each)

    def _note(self, mention: Mention) -> None:
        self._taken.update(range(mention.first, mention.last))
        self._at.setdefault(mention.head, mention)

    def add(self, mention: Mention) -> None:
        """Remember one more."""
        insort(self._all, mention, key=lambda each: each.first)
        self._note(mention)

    def is_taken(self, i: int) -> bool:
        """Whether a token belongs to a mention."""
        return i in self._taken

    def at(self, i: int) -> tuple[Actor, ...]:
        """The actors of the mention whose head is at a token."""
        found = self._at.get(i)
        return found.actors if found is not None else ()

    def mention(self, i: int) -> Mention | None:
        """The mention whose head is at a token."""
        return self._at.get(i)

    def distance(self, mention: Mention, token: Token) -> int:
        """How many sentences lie between."""
        return self._sentence[token.i] - self._sentence[mention.head]

    def before(self, token: Token, *, back: int) -> list[Mention]:
        """Mentions of actors before a token, nearest first, at most so many sentences back."""
        return list(self._backwards(token, back))

    def _backwards(self, token: Token, back: int) -> Iterator[Mention]:
        oldest = self._sentence[token.i] - back
        for each in reversed(self._all):
            if self._sentence[each.head] < oldest:
                return
            if each.last <= token.i and each.actors:
                yield each

    def countries(self, token: Token) -> set[str]:
        """The countries of which a token's sentence names somebody or some place before it."""
        near = [m for m in self._all if m.last <= token.i and self.distance(m, token) == 0]
        found = {actor.country for m in near for actor in m.actors} | {m.place.country for m in near if m.place is not None}
        return {country for country in found if country}

    def until(self, token: Token) -> Iterator[Mention]:
        """Every mention of actors up to the end of the token's sentence."""
        return (each for each in self._all if each.actors and self.distance(each, token) >= 0)

    def people(self) -> list[Mention]:
        """The mentions of one person each, in the whole text."""
        return [each for each in self._all if len(each.actors) == 1 and each.actors[0].kind == "Person"]

    def salient(self, mentions: Sequence[Mention], token: Token) -> list[Mention]:
        """Nearest sentence first; within it who says what the token is a part of, then subjects before the rest."""
        over = self._speaker(token)
        return sorted(mentions, key=lambda m: (self.distance(m, token), m.head not in over, self._doc[m.head].dep_ not in SUBJECTS, m.head))

    def _speaker(self, token: Token) -> set[int]:
        """Who says it, of the subject of what is said: "Oslo sent ships; Rome said it would wait"."""
        clause = token.head
        told = token.dep_ in SUBJECTS and clause.dep_ == "ccomp" and clause.head.i < token.i
        return {each.head for each in self.subjects_of(clause.head)} if told else set()

    def subjects_of(self, verb: Token) -> list[Mention]:
        """The mentions that are subject of a verb."""
        named = (nearest_antecedent(child).i for child in verb.children if child.dep_ in SUBJECTS)
        return [self._at[i] for i in named if i in self._at]

    def is_pronoun(self, mention: Mention) -> bool:
        """Whether it is a pronoun that is subject or possessor."""
        return mention.how == "pronoun"

    def of_gender(self, mentions: Sequence[Mention], gender: str) -> list[Mention]:
        """Those whose title or given name doesn't speak against it; those for whom it speaks, if any is a woman."""
        fitting = [m for m in mentions if self.gender(m) in (gender, "")]
        sure = [m for m in fitting if self.gender(m) == gender]
        return sure if gender == "female" and sure else fitting

    def gender(self, mention: Mention) -> str:
        """What title and given name tell: female, male or nothing."""
        person = mention.actors[0]
        before = self._doc[mention.first - 1].text if mention.first else ""
        words = f"{before} {mention.text} {person.role or ''}".replace(".", " ").lower().split()
        given = person.label.split()[0]
        if _FEMALE.intersection(words) or given in self.tables.female:
            return "female"
        return "male" if _MALE.intersection(words) or given in self.tables.male else ""
