"""Where the packaged model ends sentences and finds names, in news text as it comes: tables."""

from __future__ import annotations

import resource

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kg.language.load import load

pytestmark = pytest.mark.model

# sentences of a text, divided by " | "; the text is all of them, joined by a space
SENTENCES = (
    "Pakistan today threatened to suspend trade with India.",
    "Pakistan on Monday rejected the claim. | India did not reply.",
    "LONDON, April 3 (Agency) — Britain and Iran agreed on Thursday to reopen their embassies. | Tehran welcomed the step.",
    "GENEVA — Talks resumed.",
    "(Reuters) - Turkey will host talks, Fidan said.",
    "“We will not yield,” he said. | “Not now.”",
    "“Leave now!” the general shouted at Rome.",
    "He asked: “Why did you sign?” | She did not answer.",
    "“I don’t think so,” Mr. O’Brien said — and left.",
    "The plan — which Kyiv rejected — was dropped. | Moscow shrugged.",
    "The plan -- which Kyiv rejected -- was dropped.",
    "The U.S. and the U.K. met Gen. Milley and Mr. Lavrov. | They agreed.",
    "He met the U.S. President Biden on Jan. 5 in St. Petersburg.",
    "It costs $3.5 million. | No. 10 declined to comment.",
    "The U.S. said it. | Russia denied it. | China watched.",
    "UN SECURITY COUNCIL VOTES FOR SANCTIONS ON NORTH KOREA",
    "President Xi Jinping (right) met Mr. Putin (left) in Sochi, Russia, on Feb. 4.",
    "The minister said Wednesday the deal, signed by Iran, the U.S., the U.K., France and China, was dead.",
    "Why?! | Because Moscow said so...",
)  # fmt: skip
NAMES = {
    "LONDON, April 3 (Agency) — Britain rejected the plan.": "LONDON:GPE | April 3:DATE | Agency:ORG | Britain:GPE",
    "KYIV, Jan 12 (AP) -- Ukraine said no.": "KYIV:GPE | Jan 12:DATE | AP:ORG | Ukraine:GPE",
    "Pakistan today threatened to suspend trade with India.": "Pakistan:GPE | today:DATE | India:GPE",
    "“I don’t think so,” Mr. O’Brien said.": "O’Brien:PERSON",
    "Syrian President Bashar al-Assad met the EU’s envoy.": "Syrian:NORP | Bashar al-Assad:PERSON | EU:ORG",
    "US, CHINA AGREE TO RESUME TRADE TALKS": "US:GPE | CHINA:GPE",
    "The foreign ministers of Iran and Russia met at the U.N. General Assembly.": "Iran:GPE | Russia:GPE | U.N. General Assembly:ORG",
}  # fmt: skip
RELATIONS = {
    "a name with a relative clause stays the subject": (
        "Moscow, which has denied supplying the rebels, accused Kyiv of violating the truce.", "Moscow:nsubj:accused"),
    "the city of a dateline is no subject": (
        "LONDON, April 3 (Agency) — Britain rejected the plan.", "LONDON:parataxis:rejected Britain:nsubj:rejected"),
    "a title hangs on its name": (
        "King Abdullah II telephoned President Abdel-Fattah el-Sissi.", "King:nmod:desc:Abdullah Abdullah:nsubj:telephoned"),
    "a time after the subject": (
        "Pakistan today threatened to suspend trade.", "Pakistan:nsubj:threatened today:obl:unmarked:threatened"),
    "a subject before the speaker": ("The United States, he said, will not yield.", "States:nsubj:yield he:nsubj:said"),
    "a day after a verb of speech": (
        "Spokeswoman Mao Ning said Wednesday China firmly opposes the sale.", "Wednesday:obl:unmarked:said China:nsubj:opposes"),
    "a demand that somebody has": ("He reiterated Ukraine's demand for a withdrawal.", "demand:obj:reiterated Ukraine:nmod:poss:demand"),
    "openness to talks": ("The minister also expressed openness to bilateral talks with Tehran.", "openness:obj:expressed talks:nmod:openness"),
}  # fmt: skip


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load(threads=1)


@pytest.mark.parametrize("line", SENTENCES)
def test_sentences_end_where_they_do(nlp: Language, line: str) -> None:
    expected = line.split(" | ")
    assert [sentence.text for sentence in nlp(" ".join(expected)).sents] == expected


@pytest.mark.parametrize("ending", ["\n", "\n\n", "\r\n", " \n", "\u2028"])
def test_a_line_break_ends_the_sentence(nlp: Language, ending: str) -> None:
    doc = nlp(f"Talks collapse in Doha{ending}Negotiators left on Monday")
    assert [sentence.text.strip() for sentence in doc.sents] == ["Talks collapse in Doha", "Negotiators left on Monday"]


@pytest.mark.parametrize("text", NAMES)
def test_names(nlp: Language, text: str) -> None:
    assert " | ".join(f"{name.text}:{name.label_}" for name in nlp(text).ents) == NAMES[text]


@pytest.mark.parametrize("case", RELATIONS)
def test_relations(nlp: Language, case: str) -> None:
    text, expected = RELATIONS[case]
    found = {f"{token.text}:{token.dep_}:{token.head.text}" for token in nlp(text)}
    assert set(expected.split()) <= found


def well_formed(doc: Doc) -> bool:
    """Whether every sentence has one root, to which the heads of its words lead."""
    for sentence in doc.sents:
        roots = [token for token in sentence if token.head is token or token.head.i == token.i]
        if len(roots) != 1 or roots[0].dep_ != "ROOT":
            return False
        if any(not _reaches(token.i, roots[0].i, doc) for token in sentence):
            return False
    return all(token.is_space or (token.tag_ and token.pos_ and token.lemma_ and token.dep_) for token in doc)


def _reaches(place: int, root: int, doc: Doc) -> bool:
    for _ in range(len(doc)):
        if place == root:
            return True
        place = doc[place].head.i
    return False


ODD = {
    "nothing": "",
    "a space": " ",
    "line breaks": "\n\n\n",
    "one mark": ".",
    "a run of marks": "?!" * 300,
    "spaced marks": "? ! ... — " * 200,
    "a word of 5,000 letters": "a" * 5000,
    "5,000 letters with hyphens": "-".join(["abc"] * 1250),
    "emoji and other scripts": "🙂🙂 Привет 世界 مرحبا said Kyiv. 👩‍👩‍👧‍👦",
    "control characters": "Talks\x00 \x07 failed\ufeff.",
    "white space before and after": "  \n Talks failed.  \n\n ",
    "a sentence of 900 words": "Iran " + ", ".join(["rejected the plan of Iraq"] * 180) + ".",
    "quotation marks alone": "“ ” ‘ ’ \" '",
    "a table": "Iran\t12\t13\nIraq\t1\t2\n",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_text_has_whole_trees(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert well_formed(doc)


def test_a_tree_with_two_roots_would_be_seen(nlp: Language) -> None:
    doc = Doc(nlp.vocab, ["Iran", "agreed"], tags=["NNP", "VBD"], pos=["PROPN", "VERB"], lemmas=["Iran", "agree"],
              heads=[1, 1], deps=["nsubj", "nsubj"])  # fmt: skip
    assert not well_formed(doc)


def test_a_run_of_marks_ends_one_sentence(nlp: Language) -> None:
    assert len(list(nlp("Moscow refused????? !!!!").sents)) == 1


def test_a_paragraph_of_10_000_words_keeps_sentences_names_and_memory(nlp: Language) -> None:
    count = 715
    text = "The foreign minister of France rejected the demand that Kyiv made on Monday. " * count
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    doc = nlp(text)
    grown_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert len(doc) > 10_000
    assert len(list(doc.sents)) == count
    assert [name.text for name in doc.ents] == ["France", "Kyiv", "Monday"] * count
    assert grown_mb < 60
