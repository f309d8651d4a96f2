"""Bytes → articles: formats, cleaning, dates, language, what is set aside."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.articles import Problem, collect
from kg.articles.clean import cleaned, decoded, require_english, unwrapped
from kg.articles.dates import published
from kg.errors import ArticleError, DateError, LanguageError, UnsupportedSource
from kg.model import Article
from kg.settings import Settings

TEXT = "Envoys meet in Muscat\n\nEnvoys of both countries met in Muscat on Monday, and they agreed to meet again in May.\n"
BODY = TEXT.split("\n\n")[1].strip()


def read(*sources: object, published: str | None = None, settings: Settings | None = None) -> list[Article | Problem]:
    return list(collect([str(each) for each in sources], published=published, settings=settings or Settings()))


def one(source: object, *, published: str | None = None) -> Article:
    (found,) = read(source, published=published)
    assert isinstance(found, Article), found
    return found


def refused(source: object, settings: Settings | None = None) -> str:
    (found,) = read(source, settings=settings)
    assert isinstance(found, Problem), found
    return str(found)


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def test_a_text_file_is_known_by_its_stem_and_keeps_its_title_line(tmp_path: Path) -> None:
    article = one(write(tmp_path / "muscat.txt", TEXT), published="2025-04")
    assert (article.key, article.title, article.published) == ("muscat", "Envoys meet in Muscat", "2025-04")
    assert article.text == TEXT.strip()


def test_a_first_line_that_is_a_sentence_of_the_text_is_no_title(tmp_path: Path) -> None:
    assert one(write(tmp_path / "a.txt", f"{BODY}\n{BODY}")).title is None
    assert one(write(tmp_path / "b.txt", BODY)).title is None


def test_markdown_loses_its_marks_and_tells_its_front_matter(tmp_path: Path) -> None:
    source = (
        '---\ntitle: "Envoys meet"\npublished: 2025-04-22\npublisher: The Gazette\nurl: https://example.org/a\n---\n\n'
        "Envoys **of both countries** met in [Muscat](https://example.org/m)\non Monday, and _they_ agreed to meet again.\n\n"
        "## What next\n\nThe snake_case_word stays, and so do 3 * 4 * 5.\n"
    )
    article = one(write(tmp_path / "a.md", source), published="1999")
    assert (article.title, article.published, article.publisher) == ("Envoys meet", "2025-04-22", "The Gazette")
    assert article.url == "https://example.org/a"
    assert article.text.split("\n\n") == [
        "Envoys meet",
        "Envoys of both countries met in Muscat on Monday, and they agreed to meet again.",
        "What next",
        "The snake_case_word stays, and so do 3 * 4 * 5.",
    ]


def test_a_web_page_gives_its_article_and_what_its_head_tells(tmp_path: Path) -> None:
    page = f"""<!doctype html><html lang="en"><head><title>Envoys meet in Muscat</title>
      <meta property="og:site_name" content="The Gazette"><meta property="article:published_time" content="2025-04-22T08:00:00Z">
      <link rel="canonical" href="https://example.org/envoys"></head>
      <body><nav><a href="/">Home</a> <a href="/world">World</a></nav>
      <article><h1>Envoys meet in Muscat</h1>{"".join(f"<p>{BODY} This is part {n} of the report from the talks.</p>" for n in range(4))}</article>
      <footer>All rights reserved</footer></body></html>"""
    article = one(write(tmp_path / "page.html", page))
    assert article.text.startswith("Envoys meet in Muscat\n")
    assert article.text.count("agreed to meet again") == 4
    assert "Home" not in article.text and "rights" not in article.text
    assert (article.published, article.publisher, article.url) == ("2025-04-22", "The Gazette", "https://example.org/envoys")


def test_a_web_page_is_read_in_the_encoding_that_it_declares(tmp_path: Path) -> None:
    page = f"<html><head><meta charset='iso-8859-2'></head><body><article><p>Wałęsa spoke. {BODY}</p><p>{BODY}</p></article></body></html>"
    assert "Wałęsa" in one(write(tmp_path / "p.html", page.encode("iso-8859-2"))).text


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<p>x</p>" * 60_000, "tags"),
        ("<div>" * 400 + BODY + "</div>" * 400, "nests 400 elements"),
        ("<html><body></body></html>", "holds no article"),
        ("", "is empty"),
    ],
)
def test_a_web_page_that_can_not_be_read_is_set_aside(tmp_path: Path, page: str, words: str) -> None:
    assert words in refused(write(tmp_path / "p.html", page))


def test_records_of_all_formats_give_the_same_articles(tmp_path: Path) -> None:
    records = [
        {"id": "a", "title": "One", "text": BODY, "published": "2025-04-22", "publisher": "G", "author": "B. Writer"},
        {"id": "b", "title": "Two", "text": BODY, "published": "2025-04", "publisher": "G", "author": "B. Writer"},
    ]
    write(tmp_path / "a.json", json.dumps(records))
    write(tmp_path / "b.jsonl", "\n".join(json.dumps(each) for each in records))
    rows = "\n".join(f'{r["id"]};{r["title"]};"{r["text"]}";{r["published"]};G;B. Writer' for r in records)
    write(tmp_path / "c.csv", f"ID;Title;Text;Published;Publisher;Author\n{rows}\n")
    write(tmp_path / "d.json", json.dumps({"articles": records}))
    found = [read(tmp_path / name) for name in ("a.json", "b.jsonl", "c.csv", "d.json")]
    assert found[0] == found[1] == found[2] == found[3]
    assert found[0][0] == Article("a", f"One\n\n{BODY}", "One", "2025-04-22", None, "G", "B. Writer")


def test_a_record_without_id_is_known_by_file_and_number(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({"text": f"{BODY} {n}"}) for n in range(2))
    assert [each.key for each in read(write(tmp_path / "r.jsonl", lines)) if isinstance(each, Article)] == ["r-1", "r-2"]
    assert one(write(tmp_path / "s.json", json.dumps({"text": BODY}))).key == "s"


def test_a_record_s_address_is_kept_only_if_it_is_one_of_the_web(tmp_path: Path) -> None:
    record = {"id": "a", "text": BODY, "url": "javascript:alert(1)"}
    assert one(write(tmp_path / "r.json", json.dumps(record))).url is None


def test_one_bad_record_does_not_stop_the_others(tmp_path: Path) -> None:
    lines = ['{"id": "a", "text": ', '{"id": "b"}', json.dumps({"id": "c", "text": BODY}), json.dumps({"id": "d", "text": BODY, "published": "soon"})]
    problems = read(write(tmp_path / "r.jsonl", "\n".join(lines)))
    assert [type(each).__name__ for each in problems] == ["Problem", "Problem", "Article", "Problem"]
    assert "line 1 is no JSON" in str(problems[0])
    assert "record 2 has no 'text'" in str(problems[1])
    assert "(d) gives no date: 'soon'" in str(problems[3])


def test_a_line_separator_inside_a_string_ends_no_record(tmp_path: Path) -> None:
    line = json.dumps({"id": "a", "text": f"{BODY}\u2028{BODY}"}, ensure_ascii=False)
    assert one(write(tmp_path / "r.jsonl", line)).text == f"{BODY}\n{BODY}"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n\t ", "is empty"),
        ("a.txt", b"%PDF-1.7 some", "binary"),
        ("a.txt", bytes(range(256)) * 20, "binary"),
        ("a.txt", b"\x89PNG\r\n\x1a\n", "binary"),
        ("a.txt", b"\x00\x00\x00", "is empty"),
        ("a.json", b"{", "is no JSON"),
        ("a.json", b"[" * 100_000, "is no JSON"),
        ("a.json", b'{"title": "x"}', "has no 'text'"),
        ("a.csv", b"title,body\nx,y\n", "has no column 'text'"),
        ("a.csv", b"", "is empty"),
        ("a.txt", "Президенты встретились в Женеве.".encode(), "not in English"),
        ("a.txt", "El presidente se reunió con el ministro en Madrid.".encode(), "'es'"),
        ("a.txt", b"12 + 30 = 42", "holds no words"),
    ],
)
def test_what_is_no_english_text_is_set_aside_by_name(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    path = write(tmp_path / name, content)
    assert words in refused(path)
    assert refused(path).startswith(str(path))
    assert "\n" not in refused(path)


def test_a_file_that_can_not_be_opened_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.txt", TEXT)

    def forbidden(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    assert refused(path) == f"{path} can't be read: Permission denied"


def test_a_text_over_the_limit_is_set_aside(tmp_path: Path) -> None:
    settings = Settings(text_max_chars=50)
    assert "the limit is 50 (KG_TEXT_MAX_CHARS)" in refused(write(tmp_path / "a.txt", TEXT), settings)
    assert "the limit is 50" in refused(write(tmp_path / "b.txt", TEXT * 9), settings)


def test_folders_give_their_articles_in_order_without_hidden_files_and_readmes(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "README.md", ".hidden.txt", ".git/c.txt", "picture.png"):
        write(tmp_path / name, TEXT)
    assert [each.key for each in read(tmp_path) if isinstance(each, Article)] == ["z", "b"]


def test_a_folder_s_files_of_kinds_to_come_are_set_aside(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", TEXT)
    write(tmp_path / "feed.xml", "<rss/>")
    found = read(tmp_path)
    assert isinstance(found[0], Article)
    assert "RSS and Atom" in str(found[1])


def test_globs_and_files_named_twice_are_read_once(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", TEXT)
    assert len(read(tmp_path / "*.txt", path, tmp_path)) == 1


def test_the_second_of_two_articles_with_one_key_is_set_aside(tmp_path: Path) -> None:
    first = write(tmp_path / "x/a.txt", TEXT)
    other = write(tmp_path / "y/a.txt", TEXT + "More was said.")
    found = read(first, other)
    assert isinstance(found[0], Article)
    assert "same key" in str(found[1])


@pytest.mark.parametrize("source", ["https://example.org/a.html", "http://example.org", "ftp://example.org/a"])
def test_addresses_are_not_supported_yet(source: str) -> None:
    with pytest.raises(UnsupportedSource, match="not supported yet"):
        collect([source], published=None, settings=Settings())


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.xml", "a.docx", "a"])
def test_unsupported_files_are_refused_before_anything_is_read(tmp_path: Path, name: str) -> None:
    good = write(tmp_path / "good.txt", TEXT)
    with pytest.raises(UnsupportedSource, match=name):
        collect([str(good), str(write(tmp_path / name, "x"))], published=None, settings=Settings())


def test_what_is_not_there_is_named() -> None:
    with pytest.raises(ArticleError, match=r"no file or folder is called nowhere\.txt"):
        collect(["nowhere.txt"], published=None, settings=Settings())


def test_a_folder_without_articles_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="no article in the folder"):
        collect([str(tmp_path)], published=None, settings=Settings())


@pytest.mark.parametrize(
    ("content", "key", "count"),
    [
        (TEXT, "stdin-", 1),
        (json.dumps({"id": "a", "text": BODY}), "a", 1),
        ("\n".join(json.dumps({"id": i, "text": BODY}) for i in (1, 2)), "1", 2),
        (f"<html><body><article><p>{BODY}</p><p>{BODY}</p></article></body></html>", "stdin-", 1),
    ],
)
def test_standard_input_is_read_in_the_format_that_it_has(monkeypatch: pytest.MonkeyPatch, content: str, key: str, count: int) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    found = read("-")
    assert len(found) == count
    assert isinstance(found[0], Article), found
    assert found[0].key.startswith(key)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_the_usual_encodings_are_told_apart(encoding: str) -> None:
    text = "The Élysée said that talks – long delayed – were off."
    assert decoded(text.encode(encoding), "a.txt") == text


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("Mac\u200bron\u00a0spoke\ufeff", "Macron spoke"),
        ("soft\u00adware", "software"),
        ("a\x00\x07b\tc", "ab\tc"),
        ("Cafe\u0301", "Café"),
        ("bad \ud800 pair", "bad \ufffd pair"),
        ("x" * 300 + " y", "x" * 200 + " y"),
        ("one\n\n\n\n\ntwo  \n", "one\n\ntwo"),
    ],
)
def test_text_is_cleaned_once(given: str, expected: str) -> None:
    assert cleaned(given, Settings()) == expected


@given(st.text(min_size=1, max_size=400))
def test_cleaning_is_idempotent_and_its_text_can_be_encoded(text: str) -> None:
    try:
        once = cleaned(text, Settings())
    except ArticleError:
        return
    once.encode("utf-8")
    assert cleaned(once, Settings()) == once


def test_a_hard_wrapped_text_gets_its_paragraphs_back() -> None:
    wrapped = (
        "Envoys meet\n\n"
        "The envoys of the two countries arrived late in the evening and then\n"
        "went straight to the palace, where the foreign minister of Oman was\n"
        "waiting for them; the talks that followed are said to have lasted a\n"
        "good part of the night.\n\n"
        "They go on today.\n"
    )
    joined = unwrapped(wrapped)
    assert len(joined) == len(wrapped)
    assert "then went straight to the palace, where the foreign minister of Oman was waiting" in joined
    assert joined.startswith("Envoys meet\n\nThe")
    assert joined.endswith("night.\n\nThey go on today.\n")


def test_a_text_with_one_paragraph_a_line_stays_as_it_is() -> None:
    text = "Envoys meet in Muscat\n" + "\n".join(f"The envoys met for the {n}th time and agreed." for n in range(4, 9))
    assert unwrapped(text) == text


@pytest.mark.parametrize("text", ["Putin rejects truce offer", "Xi, Modi hold summit; border talks resume; trade deal nears", BODY])
def test_english_passes_however_short(text: str) -> None:
    require_english(text)


def test_a_long_text_in_another_language_is_refused() -> None:
    with pytest.raises(LanguageError, match="'de'"):
        require_english("Der Kanzler traf den Präsidenten am Montag zu einem langen Gespräch in Berlin. " * 5)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2025", "2025"),
        ("2025-04", "2025-04"),
        (" 2025-04-22 ", "2025-04-22"),
        ("2025-04-22T10:30", "2025-04-22T10:30:00"),
        ("2025-04-22 10:30:05Z", "2025-04-22T10:30:05+00:00"),
        ("2025-04-22T10:30:05.123+02:00", "2025-04-22T10:30:05+02:00"),
        ("2025-04-22 10:30 UTC", "2025-04-22T10:30:00+00:00"),
        ("Tue, 22 Apr 2025 10:00:00 +0200", "2025-04-22T10:00:00+02:00"),
        ("22 April 2025", "2025-04-22"),
        ("April 22, 2025", "2025-04-22"),
        ("April 2025", "2025-04"),
    ],
)
def test_dates_are_read_in_the_ways_they_are_written(given: str, expected: str) -> None:
    assert published(given) == expected


@pytest.mark.parametrize("given", ["", "soon", "2025-13", "2025-02-30", "2025-04-22T25:00", "22/04/2025", "20250422", "2025-04-22 noon"])
def test_what_is_no_date_is_refused(given: str) -> None:
    with pytest.raises(DateError, match="no date"):
        published(given)


def test_a_wrong_default_date_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", TEXT)
    with pytest.raises(DateError, match="2025-02-30"):
        collect([str(path)], published="2025-02-30", settings=Settings())
