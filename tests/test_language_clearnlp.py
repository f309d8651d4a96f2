"""ClearNLP trees turned into Universal Dependencies: a table of sentences."""

import pytest

from kg.language.clearnlp import Words, convert

# word/lemma/upos, head from 1 (0: root), ClearNLP relation → head, UD relation
SENTENCES = {
    "a preposition goes under its noun": """
        Leaders/leader/NOUN 2 nsubj → 2 nsubj
        met/meet/VERB 0 ROOT → 0 ROOT
        in/in/ADP 2 prep → 4 case
        Geneva/Geneva/PROPN 3 pobj → 2 obl
        on/on/ADP 2 prep → 6 case
        Monday/Monday/PROPN 5 pobj → 2 obl
    """,
    "after a noun it makes an nmod": """
        demand/demand/NOUN 0 ROOT → 0 ROOT
        for/for/ADP 1 prep → 3 case
        withdrawal/withdrawal/NOUN 2 pobj → 1 nmod
        from/from/ADP 3 prep → 5 case
        Donbas/Donbas/PROPN 4 pobj → 3 nmod
    """,
    "a copula goes under its predicate": """
        The/the/DET 2 det → 2 det
        deal/deal/NOUN 3 nsubj → 4 nsubj
        is/be/AUX 0 ROOT → 4 cop
        dead/dead/ADJ 3 acomp → 0 ROOT
        ././PUNCT 3 punct → 4 punct
    """,
    "a place is a predicate too": """
        He/he/PRON 2 nsubj → 4 nsubj
        is/be/AUX 0 ROOT → 4 cop
        in/in/ADP 2 prep → 4 case
        Kyiv/Kyiv/PROPN 3 pobj → 0 ROOT
    """,
    "what there is, is the subject": """
        There/there/PRON 2 expl → 2 expl
        is/be/VERB 0 ROOT → 0 ROOT
        hope/hope/NOUN 2 attr → 2 nsubj
    """,
    "passive with an agent": """
        It/it/PRON 3 nsubjpass → 3 nsubj:pass
        was/be/AUX 3 auxpass → 3 aux:pass
        rejected/reject/VERB 0 ROOT → 0 ROOT
        by/by/ADP 3 agent → 5 case
        Iran/Iran/PROPN 4 pobj → 3 obl:agent
    """,
    "conjuncts hang on the first": """
        France/France/PROPN 6 nsubj → 6 nsubj
        ,/,/PUNCT 1 punct → 1 punct
        Italy/Italy/PROPN 1 conj → 1 conj
        and/and/CCONJ 3 cc → 5 cc
        Spain/Spain/PROPN 3 conj → 1 conj
        agreed/agree/VERB 0 ROOT → 0 ROOT
        and/and/CCONJ 6 cc → 8 cc
        signed/sign/VERB 6 conj → 6 conj
    """,
    "object, infinitive and negation": """
        They/they/PRON 4 nsubj → 4 nsubj
        did/do/AUX 4 aux → 4 aux
        not/not/PART 4 neg → 4 advmod
        ask/ask/VERB 0 ROOT → 0 ROOT
        Iran/Iran/PROPN 4 dobj → 4 obj
        to/to/PART 7 aux → 7 mark
        stop/stop/VERB 4 xcomp → 4 xcomp
    """,
    "a clause after a preposition": """
        left/leave/VERB 0 ROOT → 0 ROOT
        without/without/ADP 1 prep → 3 mark
        signing/sign/VERB 2 pcomp → 1 advcl
        it/it/PRON 3 dobj → 3 obj
    """,
    "two prepositions in a row": """
        fled/flee/VERB 0 ROOT → 0 ROOT
        out/out/ADP 1 prep → 4 case
        of/of/ADP 2 prep → 4 case
        Goma/Goma/PROPN 3 pobj → 1 obl
    """,
    "a day without a preposition, and a particle": """
        talks/talk/NOUN 2 nsubj → 2 nsubj
        broke/break/VERB 0 ROOT → 0 ROOT
        off/off/ADP 2 prt → 2 compound:prt
        Monday/Monday/PROPN 2 npadvmod → 2 obl:unmarked
    """,
}


@pytest.mark.parametrize("text", SENTENCES.values(), ids=SENTENCES)
def test_tree_becomes_universal_dependencies(text: str) -> None:
    rows = [line.split() for line in text.strip().splitlines()]
    parts = [row[0].rsplit("/", 2) for row in rows]
    words = Words(
        lemmas=[part[1] for part in parts],
        upos=[part[2] for part in parts],
        heads=[int(row[1]) - 1 if row[1] != "0" else place for place, row in enumerate(rows)],
        relations=[row[2] for row in rows],
    )
    convert(words)
    heads = [0 if head == place else head + 1 for place, head in enumerate(words.heads)]
    assert list(zip(heads, words.relations, strict=True)) == [(int(row[4]), row[5]) for row in rows]
