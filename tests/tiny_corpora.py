"""Corpora of a few sentences, in the folders and formats of the real ones; a word piece table for them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from kg.language.train.examples import RE3D

CONLLU = """# newpar
# sent_id = s1
1\tPakistan\tPakistan\tPROPN\tNNP\tNumber=Sing\t2\tnsubj\t_\tEntity=(1-place-new)
2\tthreatened\tthreaten\tVERB\tVBD\tTense=Past\t0\troot\t_\t_
3\tthe\tthe\tDET\tDT\t_\t4\tdet\t_\t_
4\tEU\tEU\tPROPN\tNNP\tNumber=Sing\t2\tobj\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

"""
UNER = "# sent_id = s1\n1\tPakistan\tB-LOC\n2\tthreatened\tO\n3\tthe\tO\n4\tEU\tB-ORG\n5\t.\tO\n\n"
COLUMNS = "Pakistan B-country\nmet O\nthe O\nEU B-organisation\n. O\n\n"
SIZES = {"train": 8, "dev": 3, "test": 2}


def write(folder: Path) -> None:
    """Writes all files that the recipe reads."""
    for part, size in SIZES.items():
        _put(folder / f"ewt/{part}.conllu.gz", _numbered(CONLLU, f"ewt-{part}", size))
        _put(folder / f"uner/ewt-{part}.iob2.gz", _numbered(UNER, f"ewt-{part}", size))
        _put(folder / f"gum/{part}-open.conllu.gz", _numbered(CONLLU, f"gum-{part}", size))
        for domain in ("politics", "science", "literature", "music", "ai"):
            _put(folder / f"crossner/{domain}-{part}.txt.gz", COLUMNS * size)
    _put(folder / "gum/news-dev-test.conllu.gz", _numbered(CONLLU, "gum-news", 2))
    _put(folder / "pud/test.conllu.gz", _numbered(CONLLU, "pud", 2))
    _put(folder / "uner/pud-test.iob2.gz", _numbered(UNER, "pud", 2))
    _put(folder / "wikigold/wikigold.conll.txt.gz", "Pakistan I-LOC\nfell O\n\n" * 3)
    for part in RE3D:
        _put(folder / f"re3d/{part}-documents.json.gz", json.dumps({"_id": part, "text": "The EU met."}))
        _put(folder / f"re3d/{part}-entities.json.gz", json.dumps({"documentId": part, "begin": 4, "end": 6, "type": "Organisation"}))


def _numbered(block: str, name: str, size: int) -> str:
    return "".join(block.replace("s1", f"{name}-{i}") for i in range(size))


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode("utf-8")))


def pieces() -> str:
    """A word piece tokenizer of letters, as JSON; its numbers fit the real encoder's table."""
    letters = "abcdefghijklmnopqrstuvwxyz0123456789.,()-—':"
    known = {"[UNK]": 100, "[CLS]": 101, "[SEP]": 102}
    known |= {letter: 200 + i for i, letter in enumerate(letters)}
    known |= {f"##{letter}": 300 + i for i, letter in enumerate(letters)}
    tokenizer = Tokenizer(WordPiece(known, unk_token="[UNK]"))
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    text: str = tokenizer.to_str()
    return text
