"""Lemma rules: how a word form becomes its lemma, as a class that a network can choose.

A rule is ``cut|add``: cut so many letters off the end of the lower-case form, add these;
``=cut|add`` keeps the capitals (names). ``!lemma`` stands for the whole lemma.
"""

from __future__ import annotations

from kg.language.words import plain

KEEP = "=0|"
LOWER = "0|"
_SHORTEST = 6
# Nouns that end in -ie.
_IN_IE = frozenset(
    "movie cookie zombie calorie prairie brownie rookie smoothie genie goalie hoodie selfie veggie aussie junkie "
    "bookie hippie cutie auntie birdie caddie collie pixie boogie eerie menagerie lingerie camaraderie reverie "
    "sortie specie coterie magpie necktie townie foodie indie talkie walkie newbie yuppie techie roadie".split()
)


def rule(form: str, lemma: str) -> str:
    """The rule that leads from a form to its lemma.

    Args:
        form: the word as written.
        lemma: the lemma that the treebank gives.

    Returns:
        The shortest suffix rule, or ``!lemma`` where the two share no start.

    >>> rule("Talks", "talk"), rule("went", "go"), rule("Peskov", "Peskov"), rule("citing", "cite")
    ('1|', '!go', '=0|', '3|e')
    """
    form, lemma = plain(form), plain(lemma)
    if lemma == lemma.lower():
        return _suffix(form.lower(), lemma)
    return "=" + _suffix(form, lemma) if form[:1] == lemma[:1] else f"!{lemma}"


def _suffix(form: str, lemma: str) -> str:
    shared = 0
    while shared < min(len(form), len(lemma)) and form[shared] == lemma[shared]:
        shared += 1
    if not shared and form:
        return f"!{lemma}"
    return f"{len(form) - shared}|{lemma[shared:]}"


def apply(chosen: str, form: str) -> str:
    """The lemma of a form under a rule; the form itself where the rule does not fit.

    >>> apply("3|e", "Citing"), apply("!go", "went"), apply("=1|", "Talks"), apply("9|", "at")
    ('cite', 'go', 'Talk', 'at')
    """
    if chosen.startswith("!"):
        return chosen[1:]
    keep = chosen.startswith("=")
    base = plain(form) if keep else plain(form).lower()
    cut, _, add = chosen.removeprefix("=").partition("|")
    if int(cut) >= len(base):
        return base
    return base[: len(base) - int(cut)] + add


def regular(form: str) -> tuple[str, ...]:
    """What a verb's form may come from, by the regular endings, the likeliest first.

    >>> regular("freed"), regular("denied"), regular("stopping")
    (('free', 'fre', 'freed'), ('deny', 'denie', 'deni', 'denied'), ('stop', 'stoppe', 'stopp', 'stopping'))
    """
    for ending in ("ing", "ied", "ies", "ed", "es", "s"):
        if form.endswith(ending) and len(form) > len(ending) + 1:
            return tuple(dict.fromkeys((*_stems(form.removesuffix(ending), ending), form)))
    return (form,)


def singular(form: str, lemma: str) -> str:
    """The lemma of a word in -ies for which a rule gives one in -ie.

    >>> singular("treaties", "treatie"), singular("movies", "movie"), singular("ties", "tie")
    ('treaty', 'movie', 'tie')
    """
    lower = form.lower()
    guessed = lower.endswith("ies") and lemma.lower() == lower[:-1]
    if not guessed or len(lower) < _SHORTEST or lemma.lower() in _IN_IE:
        return lemma
    return f"{lemma[:-2]}y"


def _stems(stem: str, ending: str) -> tuple[str, ...]:
    if ending in ("ied", "ies"):
        return f"{stem}y", f"{stem}ie", f"{stem}i"
    if ending == "s" or stem.endswith("y"):
        return (stem,)
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "aeiousl":
        return stem[:-1], f"{stem}e", stem
    return f"{stem}e", stem
