from __future__ import annotations

import io
import re

import pytest
from lxml import etree

from casefiles.documents.word.hygiene import cleaned, hygienic
from casefiles.documents.word.packaging import read_package
from casefiles.documents.word.template import DocumentProperties, TemplateFault, compile_template
from word_notation import altered, open_docx, parts_of, texts_of, word_file

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def with_body(xml: str, text: str = "one\ntwo") -> bytes:
    """The page with this XML as the content of its second paragraph, or behind it where it is a paragraph."""
    data = word_file(text)
    body = parts_of(data)["word/document.xml"].decode()
    at = [match.end() for match in re.finditer(r"<w:p>|<w:p [^>]*>", body)][1]
    return altered(data, {"word/document.xml": (body[:at] + xml + body[at:]).encode()})


def with_relation(
    kind: str, target: str, *, external: bool = False, part: bytes | None = b"<x/>", data: bytes = b""
) -> bytes:
    data = data or word_file("text")
    relations = parts_of(data)["word/_rels/document.xml.rels"].decode()
    mode = ' TargetMode="External"' if external else ""
    added = f'<Relationship Id="rId900" Type="{OFFICE}/{kind}" Target="{target}"{mode}/></Relationships>'
    changes: dict[str, bytes | None] = {
        "word/_rels/document.xml.rels": relations.replace("</Relationships>", added).encode()
    }
    if not external and part is not None:
        changes[f"word/{target}"] = part
    return altered(data, changes)


def codes(data: bytes) -> set[str]:
    with pytest.raises(TemplateFault) as caught:
        compile_template({"letter": data}, "letter", "", ())
    return {one.code for one in caught.value.diagnostics}


def test_authors_and_their_offices_stay_behind() -> None:
    document = open_docx(word_file("text"))
    document.core_properties.author = "Alexandra Example"
    document.core_properties.last_modified_by = "Alexandra Example"
    document.core_properties.comments = "borrowed from the Example School letter"
    stream = io.BytesIO()
    document.save(stream)
    clean = hygienic(stream.getvalue())
    template = compile_template({"letter": stream.getvalue()}, "letter", "", ())
    for data in (clean, template.render({}, DocumentProperties("t"))):
        assert not any(b"Example" in content for content in parts_of(data).values())
    assert texts_of(clean) == ["text"]
    assert hygienic(clean) == clean


def test_comments_go_with_the_marks_of_where_they_stood() -> None:
    marks = (
        '<w:commentRangeStart w:id="0"/><w:r><w:t>kept </w:t></w:r><w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r>'
    )
    comments = f'<w:comments {W}><w:comment w:id="0" w:author="A. Example"/></w:comments>'.encode()
    data = with_relation("comments", "comments.xml", part=comments, data=with_body(marks))
    clean = hygienic(data)
    assert "word/comments.xml" not in parts_of(clean)
    assert b"comment" not in parts_of(clean)["word/document.xml"]
    assert b"comments" not in parts_of(clean)["[Content_Types].xml"]
    assert texts_of(clean) == ["one", "kept two"]
    (note,) = [one for one in cleaned(read_package(data, "x.docx"), "x.docx").notes if "comments" in one.message]
    assert (note.code, note.severity.value) == ("TPL-057", "note")


def test_custom_xml_thumbnails_and_revision_ids_go() -> None:
    data = with_body('<w:r w:rsidR="00AB12CD"><w:t>x</w:t></w:r>')
    assert any(name.startswith("customXml/") for name in parts_of(data))
    clean = parts_of(hygienic(data))
    assert not any(name.startswith(("customXml/", "docProps/thumbnail")) for name in clean)
    assert b"rsid" not in clean["word/document.xml"]


def test_the_path_of_the_author_s_own_template_goes() -> None:
    data = word_file("text")
    settings = parts_of(data)["word/settings.xml"].decode()
    attached = f'<w:attachedTemplate xmlns:r="{OFFICE}" r:id="rId1"/>'
    settings = re.sub(r"(<w:settings[^>]*>)", r"\1" + attached, settings)
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/attachedTemplate" Target="file:///C:/Users/example/x.dotm" TargetMode="External"/></Relationships>'
    )
    made = hygienic(
        altered(data, {"word/settings.xml": settings.encode(), "word/_rels/settings.xml.rels": relation.encode()})
    )
    assert not any(b"attachedTemplate" in content or b"C:/Users" in content for content in parts_of(made).values())


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        ('<w:ins w:id="1" w:author="A"><w:r><w:t>new</w:t></w:r></w:ins>', "TPL-052"),
        ('<w:del w:id="1" w:author="A"><w:r><w:delText>old</w:delText></w:r></w:del>', "TPL-052"),
        ('<w:pPr><w:pPrChange w:id="1" w:author="A"><w:pPr/></w:pPrChange></w:pPr>', "TPL-052"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>", "TPL-053"),
        ("<w:r><w:object/></w:r>", "TPL-051"),
        ('<w:fldSimple w:instr=" DATE \\@ yyyy "><w:r><w:t>2026</w:t></w:r></w:fldSimple>', "TPL-055"),
        ('<w:fldSimple w:instr="INCLUDEPICTURE &quot;https://evil.example/x.png&quot;"/>', "TPL-055"),
        (
            ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DDE</w:instrText></w:r>'
            '<w:r><w:instrText>AUTO c:\\x</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'),
            "TPL-055",
        ),
        ("<w:r><w:instrText>AUTHOR</w:instrText></w:r>", "TPL-055"),
    ],
)  # fmt: skip
def test_what_only_the_author_can_settle_is_refused_by_paragraph(xml: str, code: str) -> None:
    with pytest.raises(TemplateFault) as caught:
        compile_template({"letter": with_body(xml)}, "letter", "", ())
    found = [one for one in caught.value.diagnostics if one.code == code]
    assert found
    assert found[0].message.startswith("the page, paragraph 2")


def test_text_in_a_style_that_hides_it_is_hidden_text() -> None:
    data = word_file("[Address] secret")
    styles = parts_of(data)["word/styles.xml"].replace(
        b'<w:name w:val="Address"/>', b'<w:name w:val="Address"/><w:rPr><w:vanish/></w:rPr>'
    )
    assert codes(altered(data, {"word/styles.xml": styles})) == {"TPL-053"}


def test_page_numbers_and_text_shown_again_are_no_fault() -> None:
    fields = '<w:fldSimple w:instr=" PAGE "/><w:fldSimple w:instr="NUMPAGES"/>'
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>shown</w:t></w:r>'
    compile_template({"letter": with_body(fields + shown)}, "letter", "", ())


@pytest.mark.parametrize(
    ("kind", "target", "code"),
    [
        ("vbaProject", "vbaProject.bin", "TPL-050"),
        ("oleObject", "embeddings/o.bin", "TPL-051"),
        ("package", "embeddings/sheet.xlsx", "TPL-051"),
        ("aFChunk", "chunk.html", "TPL-051"),
        ("control", "activeX/a.xml", "TPL-051"),
        ("chart", "charts/c.xml", "TPL-051"),
        ("image", "media/missing.png", "TPL-005"),
    ],
)
def test_parts_that_run_or_hide_something_are_refused_by_name(kind: str, target: str, code: str) -> None:
    data = with_relation(kind, target, part=None if code == "TPL-005" else b"<x/>")
    assert codes(data) == {code}


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("image", "https://tracker.example/pixel.png"),
        ("image", "\\\\server\\share\\x.png"),
        ("hyperlink", "file:///c:/x"),
        ("hyperlink", "javascript:alert(1)"),
        ("hyperlink", "http://example.org"),
        ("header", "https://evil.example/h.xml"),
    ],
)
def test_what_reaches_out_of_the_file_is_refused(kind: str, target: str) -> None:
    assert codes(with_relation(kind, target, external=True)) == {"TPL-054"}


def test_links_to_https_and_mailto_are_kept() -> None:
    clean = hygienic(with_relation("hyperlink", "https://example.org", external=True))
    assert b"https://example.org" in parts_of(clean)["word/_rels/document.xml.rels"]


def test_parts_that_nothing_leads_to_stay_behind() -> None:
    clean = hygienic(altered(word_file("text"), {"word/leftover.xml": b"<x/>", "secret.txt": b"x"}))
    assert not {"word/leftover.xml", "secret.txt"} & set(parts_of(clean))


def test_a_macro_enabled_file_is_refused_by_its_content_type() -> None:
    data = word_file("text")
    types = parts_of(data)["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    assert codes(altered(data, {"[Content_Types].xml": types})) == {"TPL-050"}


def test_a_word_template_is_taken_as_a_document() -> None:
    data = word_file("text")
    types = parts_of(data)["[Content_Types].xml"].replace(b"document.main+xml", b"template.main+xml")
    made = compile_template({"letter": altered(data, {"[Content_Types].xml": types})}, "letter", "", ()).render(
        {}, DocumentProperties("t")
    )
    assert texts_of(made) == ["text"]


def test_the_language_of_all_text_is_british_english() -> None:
    styles = etree.fromstring(parts_of(hygienic(word_file("text")))["word/styles.xml"])
    languages = styles.xpath("//*[local-name()='docDefaults']//*[local-name()='lang']/@*[local-name()='val']")
    assert languages == ["en-GB"]
