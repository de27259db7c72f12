from __future__ import annotations

import contextlib
import copy
import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from casefiles.documents.word.packaging import content_sha256, read_package, write_package
from casefiles.documents.word.template import DocumentProperties, TemplateFault, compile_template
from casefiles.documents.word.wordml import read_text
from casefiles.markup import parse_prose
from word_notation import altered, parts_of, texts_of, word_file


def refusal(data: bytes) -> tuple[str, str]:
    with pytest.raises(TemplateFault) as caught:
        compile_template({"letter": data}, "letter", "", ())
    first = caught.value.diagnostics[0]
    assert first.span.file == "letter.docx"
    return first.code, first.message


def with_members(*members: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO(word_file("text"))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def test_what_is_no_word_file_is_refused() -> None:
    assert refusal(b"")[0] == "TPL-001"
    assert refusal(b"%PDF-1.7 something else")[0] == "TPL-001"
    assert refusal(word_file("text")[:-200])[0] == "TPL-001"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "hello")
    code, message = refusal(stream.getvalue())
    assert code == "TPL-001"
    assert "no Word document" in message


def test_a_zip_bomb_is_refused_before_it_unfolds() -> None:
    code, message = refusal(with_members(("word/media/image1.png", b"\0" * 60_000_000)))
    assert code == "TPL-002"
    assert "word/media/image1.png" in message


def test_many_parts_that_unfold_a_little_each_are_refused_together() -> None:
    noise = bytes(range(256)) * 4000
    code, _ = refusal(with_members(*((f"word/media/i{n}.png", noise) for n in range(80))))
    assert code == "TPL-002"


def test_too_many_parts_are_refused() -> None:
    assert refusal(with_members(*((f"word/media/i{n}.png", b"x") for n in range(600))))[0] == "TPL-002"


@pytest.mark.parametrize(
    "name", ["../evil.xml", "/etc/passwd", "word/../../evil.xml", "word//x.xml", "c:/evil.xml", "./x"]
)
def test_names_that_lead_out_of_the_file_are_refused(name: str) -> None:
    assert refusal(with_members((name, b"x")))[0] == "TPL-003"


def test_a_name_with_a_backslash_is_refused() -> None:
    data = with_members(("word/evil_x.xml", b"x")).replace(b"evil_x", b"evil\\x")
    assert refusal(data)[0] == "TPL-003"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_stands_twice_is_refused() -> None:
    assert refusal(with_members(("word/document.xml", b"<x/>")))[0] == "TPL-003"
    assert refusal(with_members(("WORD/Document.xml", b"<x/>")))[0] == "TPL-003"


def test_a_file_with_a_password_is_refused() -> None:
    data = bytearray(word_file("text"))
    at = 0
    while (at := data.find(b"PK\1\2", at)) >= 0:
        (flags,) = struct.unpack_from("<H", data, at + 8)
        struct.pack_into("<H", data, at + 8, flags | 1)
        at += 4
    assert refusal(bytes(data)) == ("TPL-001", "the file is protected by a password")


LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>&b;</w:body></w:document>"""
REACHING_OUT = b"""<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>"""


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "[Content_Types].xml", "_rels/.rels"])
@pytest.mark.parametrize("content", [LAUGHS, REACHING_OUT, LAUGHS.decode().encode("utf-16")])
def test_xml_with_entities_is_refused_whatever_part_it_is(part: str, content: bytes) -> None:
    assert refusal(altered(word_file("text"), {part: content}))[0] == "TPL-004"


@pytest.mark.parametrize("content", [b"", b"<w:document>", b"\xff\xfe\0\0", b"<a>" * 5000 + b"</a>" * 5000])
def test_broken_xml_is_refused(content: bytes) -> None:
    assert refusal(altered(word_file("text"), {"word/document.xml": content}))[0] == "TPL-004"


def test_a_page_without_a_body_or_styles_is_no_crash() -> None:
    empty = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    assert refusal(altered(word_file("text"), {"word/document.xml": empty}))[0] == "TPL-001"
    assert refusal(altered(word_file("text"), {"word/styles.xml": None}))[0] == "TPL-005"
    bare = altered(word_file("text {{ letter.x }}"), {"word/numbering.xml": None, "word/settings.xml": None})
    template = compile_template({"letter": bare}, "letter", "", ())
    assert texts_of(template.render({"letter": {"x": "y"}}, DocumentProperties("t"))) == ["text y"]


def test_strict_open_xml_is_refused_with_what_to_do() -> None:
    strict = parts_of(word_file("text"))["word/document.xml"].replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    with pytest.raises(TemplateFault) as caught:
        compile_template({"letter": altered(word_file("text"), {"word/document.xml": strict})}, "letter", "", ())
    assert "save it as Word Document" in caught.value.diagnostics[0].help


def test_a_missing_template_and_a_missing_fragment_are_named() -> None:
    with pytest.raises(TemplateFault, match='neither a template "letter" nor a shell for the kind "plan"'):
        compile_template({}, "letter", "plan", ())


def survives(data: bytes) -> None:
    """Compile and render, letting nothing but a refusal through."""
    with contextlib.suppress(TemplateFault):
        template = compile_template({"letter": data}, "letter", "", ())
        prose = parse_prose("- a\n\n| A |\n|---|\n| [b](https://example.org) |\n", "x.md")
        template.render({"letter": {"name": "Ann", "rows": ("a", "b"), "text": prose}}, DocumentProperties("t"))


PAGE = """
    # Title {{ letter.name }}
    {%p for row in letter.rows %}
    1. {{ row }}
    {%p endfor %}
    |= A | B
    | {%tr for row in letter.rows %} |
    | {{ row }} | {{p letter.text }}
    | {%tr endfor %} |
    footer: {{ letter.name }}
    """
WHOLE = word_file(PAGE)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_file_is_refused_or_rendered_but_never_a_crash(data: st.DataObject) -> None:
    damaged = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    survives(bytes(damaged))


NONSENSE = st.sampled_from(["", "x", "-1", "99999999999999999999", "\u0664", "1.5", "{{ 7*7 }}", "nowhere", "\n"])
PARTS = ["word/document.xml", "word/styles.xml", "word/numbering.xml", "word/settings.xml", "[Content_Types].xml",
         "_rels/.rels", "word/_rels/document.xml.rels", "word/footer1.xml"]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_file_with_nonsense_in_its_xml_is_refused_or_rendered_but_never_a_crash(data: st.DataObject) -> None:
    parts = parts_of(WHOLE)
    name = data.draw(st.sampled_from(PARTS))
    root = etree.fromstring(parts[name])
    for _ in range(data.draw(st.integers(1, 5))):
        element = data.draw(st.sampled_from([*root.iter()]))
        action = data.draw(st.sampled_from(["attribute", "remove", "empty", "text", "double", "unname"]))
        parent = element.getparent()
        if action == "attribute" and element.attrib:
            element.set(data.draw(st.sampled_from([str(key) for key in element.attrib])), data.draw(NONSENSE))
        elif action == "unname" and element.attrib:
            del element.attrib[data.draw(st.sampled_from([str(key) for key in element.attrib]))]
        elif action == "remove" and parent is not None:
            parent.remove(element)
        elif action == "empty":
            del element[:]
        elif action == "text":
            element.text = data.draw(NONSENSE)
        elif action == "double" and parent is not None:
            parent.insert(0, copy.deepcopy(element))
    survives(altered(WHOLE, {name: etree.tostring(root)}))


def test_packages_are_written_the_same_whatever_the_order_of_their_parts() -> None:
    parts = parts_of(word_file("text"))
    written = write_package(parts)
    assert written == write_package(dict(reversed(parts.items())))
    assert parts_of(written) == parts
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert read_package(written, "x") == parts


def test_the_content_s_hash_does_not_depend_on_how_it_was_compressed() -> None:
    stored = io.BytesIO()
    data = word_file("text")
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts_of(data).items():
            archive.writestr(name, content)
    assert content_sha256(stored.getvalue()) == content_sha256(data)
    assert content_sha256(altered(data, {"word/document.xml": b"<x/>"})) != content_sha256(data)


def test_the_texts_of_a_file_come_in_order_with_those_of_its_tables() -> None:
    assert read_text(word_file("a\n|= b | c\n| d | e\nf")) == ("a", "b", "c", "d", "e", "f")
    assert read_text(word_file("body\nfooter: foot"), "word/footer1.xml") == ("foot",)
