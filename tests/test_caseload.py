from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from casefiles.caseload import (
    BrokenCase,
    find_root,
    load,
    load_packs,
    read_logo,
    read_templates,
    shipped_templates,
)
from casefiles.diagnostics import Severity
from casefiles.errors import UsageError
from casefiles.judgement import judge
from casefiles.model.records import Meeting
from casefiles.policy import pack_reading
from caseloads import small
from loading import SMALL, case_of, loaded, places
from notation import write_tree

CASE = "westmere/ash-lane"


class DescribeFindRoot:
    def it_is_the_nearest_folder_upward_with_a_marker(self, tmp_path: Path) -> None:
        write_tree(tmp_path, SMALL)
        assert find_root(tmp_path / CASE / "meetings") == tmp_path
        assert find_root(tmp_path / CASE / "school.yaml") == tmp_path
        assert find_root(tmp_path) == tmp_path

    def it_refuses_a_place_in_no_caseload_and_one_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="in no caseload"):
            find_root(tmp_path)
        with pytest.raises(UsageError, match="there is no"):
            find_root(tmp_path / "nowhere")


class DescribeLoad:
    def it_reads_everything_without_a_word(self, tmp_path: Path) -> None:
        caseload = loaded(tmp_path)
        assert caseload.diagnostics == ()
        assert [authority.id for authority in caseload.authorities] == ["westmere"]
        assert [case.id for case in caseload.cases] == ["ash-lane", "elm-road"]
        case = case_of(caseload)
        assert (case.folder, case.school.name, case.authority.file.name) == (
            CASE,
            "Ash Lane School",
            "Westmere Learning",
        )
        assert [each.record_id for each in case.evidence] == ["2025-09-18-check", "2025-10-01-staffing"]
        meeting = case.meetings[0]
        assert isinstance(meeting, Meeting)
        assert str(meeting.date) == "2025-11-04"
        assert [section.title for section in meeting.body.sections] == ["Reading", "Staffing"]

    def its_made_ids_name_levels_decisions_and_waivers(self, tmp_path: Path) -> None:
        case = case_of(loaded(tmp_path))
        assert case.levels[0].record_id == "close-2025-11-04"
        assert case.decisions[0].record_id == "cadence-2025-11-05"
        assert case.waivers[0].record_id == "waiver-1"
        assert case.levels[0].span("decided_by").line == 3

    def test_a_school_with_no_other_file_is_a_case(self, tmp_path: Path) -> None:
        case = case_of(loaded(tmp_path), "elm-road")
        assert (case.case.levels, case.priorities, case.meetings) == ((), (), ())

    def its_hashes_are_those_of_lf_text(self, tmp_path: Path) -> None:
        path = tmp_path / CASE / "actions.yaml"
        before = loaded(tmp_path).inputs
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        after = load(tmp_path).inputs
        assert before == after
        plain = (tmp_path / CASE / "school.yaml").read_bytes()
        assert after[f"{CASE}/school.yaml"] == hashlib.sha256(plain).hexdigest()

    def it_keeps_the_text_of_each_file_for_excerpts(self, tmp_path: Path) -> None:
        caseload = loaded(tmp_path)
        assert caseload.texts[f"{CASE}/actions.yaml"].startswith("- {id: daily-reading")
        assert set(caseload.texts) == set(caseload.inputs)

    def it_takes_only_what_the_paths_name(self, tmp_path: Path) -> None:
        write_tree(tmp_path, SMALL)
        one = load(tmp_path, [tmp_path / CASE / "meetings" / "2025-11-04-initial.md"])
        assert [case.id for case in one.cases] == ["ash-lane"]
        assert [case.id for case in load(tmp_path, [tmp_path / "westmere"]).cases] == ["ash-lane", "elm-road"]
        assert [case.id for case in load(tmp_path, [tmp_path]).cases] == ["ash-lane", "elm-road"]
        with pytest.raises(UsageError, match="not in the caseload"):
            load(tmp_path, [tmp_path.parent])


class DescribeBadFiles:
    def test_one_unreadable_case_never_stops_the_others(self, tmp_path: Path) -> None:
        caseload = loaded(
            tmp_path,
            """
            === westmere/ash-lane/school.yaml
            urn: 900201
            name: [
            === westmere/ash-lane/actions.yaml
            - {id: Daily, action: x, owner: headteacher}
            """,
        )
        assert caseload.broken == (BrokenCase("westmere", "ash-lane", CASE),)
        assert [case.id for case in caseload.cases] == ["elm-road"]
        assert places(caseload.diagnostics) == ["actions.yaml:1:8 SCH-004", "school.yaml:2:7 SRC-005"]
        assert {(each.authority, each.case) for each in caseload.diagnostics} == {("westmere", "ash-lane")}

    def test_an_unreadable_authority_breaks_its_cases_but_their_faults_are_told(self, tmp_path: Path) -> None:
        caseload = loaded(
            tmp_path, "=== westmere/authority.yaml\nname: x\n=== westmere/elm-road/case.yaml\nreferences: x\n"
        )
        assert [broken.case for broken in caseload.broken] == ["ash-lane", "elm-road"]
        assert places(caseload.diagnostics) == [
            "authority.yaml:1:1 SCH-003",
            "authority.yaml:1:1 SCH-003",
            "elm-road/case.yaml:1:1 SCH-002",
        ]

    def test_a_record_that_does_not_load_is_remembered_as_lost(self, tmp_path: Path) -> None:
        caseload = loaded(tmp_path, "=== westmere/ash-lane/meetings/2025-11-04-initial.md\n---\npresent: x\n---\n")
        case = case_of(caseload)
        assert case.unreadable == (f"{CASE}/meetings/2025-11-04-initial.md",)
        assert case.lost == {"2025-11-04-initial"}

    def test_a_wrong_entry_of_a_list_costs_itself_alone(self, tmp_path: Path) -> None:
        caseload = loaded(
            tmp_path,
            """
            === westmere/ash-lane/priorities.yaml
            - {id: reading, title: Reading}
            - {id: maths, titel: Maths}
            - {id: writing, title: Writing}
            """,
        )
        case = case_of(caseload)
        assert [each.id for each in case.priorities] == ["reading", "writing"]
        assert case.priorities[1].span("title").line == 3
        assert case.lost == {"maths"}
        assert places(caseload.diagnostics) == ["priorities.yaml:2:3 SCH-003", "priorities.yaml:2:15 SCH-002"]

    def test_a_file_that_cannot_be_read_is_a_diagnostic(self, tmp_path: Path) -> None:
        write_tree(tmp_path, SMALL)
        (tmp_path / CASE / "actions.yaml").unlink()
        os.mkfifo(tmp_path / CASE / "actions.yaml")
        caseload = load(tmp_path)
        assert places(caseload.diagnostics) == ["actions.yaml:1:1 SRC-017"]
        assert case_of(caseload).actions == ()

    def test_a_file_of_more_than_a_mebibyte_is_not_read(self, tmp_path: Path) -> None:
        write_tree(tmp_path, SMALL)
        (tmp_path / CASE / "actions.yaml").write_bytes(b"#" * (2**20 + 1))
        assert places(load(tmp_path).diagnostics) == ["actions.yaml:1:1 SRC-001"]

    def test_a_later_format_is_refused(self, tmp_path: Path) -> None:
        assert places(loaded(tmp_path, "=== caseload.yaml\nformat: 2\n").diagnostics) == ["caseload.yaml:1:9 SCH-018"]


class DescribeLinks:
    def test_a_link_out_of_the_case_is_refused(self, tmp_path: Path) -> None:
        root = write_tree(tmp_path / "caseload", SMALL)
        secret = tmp_path / "secret.md"
        secret.write_text("---\nkind: x\n---\n")
        (root / CASE / "meetings" / "2026-02-01-linked.md").symlink_to(secret)
        (root / CASE / "visits").symlink_to(tmp_path)
        (root / "westmere" / "other").symlink_to(tmp_path)
        caseload = load(root)
        assert places(caseload.diagnostics) == [
            "meetings/2026-02-01-linked.md:1:1 SRC-016",
            "visits:1:1 SRC-016",
            "other:1:1 SRC-016",
        ]
        assert "secret" not in "".join(caseload.texts)

    def test_a_link_to_another_school_is_refused(self, tmp_path: Path) -> None:
        root = write_tree(tmp_path, SMALL)
        (root / CASE / "meetings" / "2026-02-01-linked.md").symlink_to(root / "westmere/elm-road/school.yaml")
        assert [each.code for each in load(root).diagnostics] == ["SRC-016"]

    def test_a_link_inside_the_case_is_followed(self, tmp_path: Path) -> None:
        root = write_tree(tmp_path, SMALL)
        (root / CASE / "letters").mkdir()
        (root / CASE / "letters" / "2026-02-01-copy.md").symlink_to(root / CASE / "evidence/2025-09-18-check.md")
        assert "SRC-016" not in [each.code for each in load(root).diagnostics]


class DescribeNames:
    @pytest.mark.parametrize(
        ("name", "original"),
        [
            ("priorities-LAPTOP7.yaml", "priorities.yaml"),
            ("priorities (1).yaml", "priorities.yaml"),
            ("priorities - Copy.yaml", "priorities.yaml"),
            ("school (Grace's conflicted copy 2026-01-02).yaml", "school.yaml"),
            ("case.sync-conflict-20260102-101112-ABCDEFG.yaml", "case.yaml"),
            ("actions-DESKTOP-4F2A.yaml", "actions.yaml"),
            ("meetings/2025-11-04-initial-LAPTOP7.md", "2025-11-04-initial.md"),
            ("evidence/2025-09-18-check (2).md", "2025-09-18-check.md"),
        ],
    )
    def test_a_sync_programs_copy_is_an_error_that_names_the_original(
        self, tmp_path: Path, name: str, original: str
    ) -> None:
        write_tree(tmp_path, SMALL)
        (tmp_path / CASE / name).write_text("- {id: x, action: y, owner: headteacher}\n")
        found = [each for each in load(tmp_path).diagnostics if each.code == "SCH-014"]
        assert [each.span.file for each in found] == [f"{CASE}/{name}"]
        assert original in found[0].message

    @pytest.mark.parametrize("name", ["aux.yaml", "CON", "com1.md", "what?.yaml", "a:b.md", "notes.yaml."])
    def test_a_name_that_windows_refuses_is_an_error(self, tmp_path: Path, name: str) -> None:
        write_tree(tmp_path, SMALL)
        (tmp_path / CASE / name).write_text("")
        assert places(load(tmp_path).diagnostics) == [f"{name}:1:1 SCH-015"]

    def test_what_does_not_belong_is_reported_with_the_nearest_name(self, tmp_path: Path) -> None:
        caseload = loaded(
            tmp_path,
            """
            === westmere/ash-lane/action.yaml
            x: y
            === westmere/ash-lane/priorities.yml
            x: y
            === westmere/ash-lane/meeting/2026-01-01-a.md
            x
            === westmere/ash-lane/notes.txt
            x
            === westmere/notes/x.txt
            x
            === westmere/ash-lane/README.md
            for people
            """,
        )
        found = {each.span.file.removeprefix("westmere/"): (each.severity, each.help) for each in caseload.diagnostics}
        assert found["ash-lane/action.yaml"] == (Severity.ERROR, 'is it "actions.yaml"?')
        assert found["ash-lane/priorities.yml"] == (Severity.ERROR, 'is it "priorities.yaml"?')
        assert found["ash-lane/meeting"] == (Severity.ERROR, 'is it "meetings"?')
        assert found["ash-lane/notes.txt"][0] is Severity.WARNING
        assert found["notes"][0] is Severity.ERROR
        assert len(found) == 5

    def test_a_record_whose_name_is_no_id_is_an_error(self, tmp_path: Path) -> None:
        caseload = loaded(tmp_path, "=== westmere/ash-lane/visits/2026-01-01 Visit.md\n---\nvisitor: x\n---\n")
        assert "SCH-013" in [each.code for each in caseload.diagnostics]
        assert case_of(caseload).visits == ()

    def test_a_name_with_a_day_that_does_not_exist_is_an_error(self, tmp_path: Path) -> None:
        caseload = loaded(tmp_path, "=== westmere/ash-lane/evidence/2026-02-30-a.md\n---\ntitle: a\nsource: b\n---\n")
        assert places(caseload.diagnostics) == [
            "evidence/2026-02-30-a.md:1:1 SCH-013",
            "evidence/2026-02-30-a.md:2:1 SCH-003",
        ]

    def test_a_folder_that_is_no_id_is_an_error(self, tmp_path: Path) -> None:
        caseload = loaded(tmp_path, "=== westmere/Oak_House/school.yaml\nurn: 1\nname: x\ntype: y\nphase: z\n")
        assert places(caseload.diagnostics) == ["Oak_House:1:1 SCH-013"]

    def test_a_path_too_long_for_windows_is_a_warning(self, tmp_path: Path) -> None:
        name = "2026-01-01-" + "-".join(["long"] * 17)
        more = f"=== westmere/ash-lane/evidence/{name}.md\n---\ntitle: a\nsource: b\n---\n"
        assert loaded(tmp_path / "short", more).diagnostics == ()
        deep = "westmere/" + "-".join(["ash"] * 20)
        more = f"=== {deep}/school.yaml\nurn: 1\nname: x\ntype: y\nphase: z\n" + more.replace(CASE, deep)
        found = loaded(tmp_path / "long", more).diagnostics
        assert [(each.code, each.severity) for each in found] == [("SCH-016", Severity.WARNING)]


class DescribeReceived:
    MORE = "=== westmere/ash-lane/received/2026-01-10-report.md\n---\nkind: report\nfile: {file}\n---\n"

    def test_a_file_may_lie_beside_its_record(self, tmp_path: Path) -> None:
        more = self.MORE.format(file="scan.pdf") + "=== westmere/ash-lane/received/scan.pdf\n%PDF\n"
        assert loaded(tmp_path, more).diagnostics == ()

    def test_one_that_is_not_there_names_the_nearest(self, tmp_path: Path) -> None:
        more = self.MORE.format(file="skan.pdf") + "=== westmere/ash-lane/received/scan.pdf\n%PDF\n"
        found = loaded(tmp_path, more).diagnostics
        assert places(found) == ["received/2026-01-10-report.md:3:7 SCH-017", "received/scan.pdf:1:1 SCH-013"]
        assert found[0].help == 'is it "scan.pdf"?'

    def test_one_elsewhere_is_refused(self, tmp_path: Path) -> None:
        found = loaded(tmp_path, self.MORE.format(file="../school.yaml")).diagnostics
        assert places(found) == ["received/2026-01-10-report.md:3:7 SCH-017"]

    def test_one_of_more_than_twenty_megabytes_is_refused(self, tmp_path: Path) -> None:
        write_tree(tmp_path, SMALL)
        write_tree(tmp_path, self.MORE.format(file="scan.pdf"))
        with (tmp_path / CASE / "received" / "scan.pdf").open("wb") as file:
            file.truncate(21 * 2**20)
        assert places(load(tmp_path).diagnostics) == ["received/scan.pdf:1:1 SCH-017"]


class DescribeTemplatesAndPacks:
    def test_the_shipped_templates_are_there(self) -> None:
        assert shipped_templates().is_dir()

    def test_an_authoritys_own_template_wins(self, tmp_path: Path) -> None:
        own = tmp_path / "camden" / "templates"
        (own / "shells").mkdir(parents=True)
        (own / "initial-letter.docx").write_bytes(b"own letter")
        (own / "~$initial-letter.docx").write_bytes(b"Word's lock")
        shell = next((shipped_templates() / "shells").glob("*.docx"))
        (own / "shells" / shell.name).write_bytes(b"own shell")
        pack = tmp_path / "camden" / "packs" / "camden" / "templates"
        pack.mkdir(parents=True)
        (pack / "initial-letter.docx").write_bytes(b"the pack's letter")
        (pack / "other.docx").write_bytes(b"other")
        shelf = read_templates(tmp_path, "camden", "camden")
        assert shelf.templates["initial-letter"] == b"own letter"
        assert shelf.templates["other"] == b"other"
        assert shelf.templates[f"shells/{shell.stem}"] == b"own shell"
        assert shelf.origin["initial-letter"] == "camden/templates/initial-letter.docx"
        assert "~$initial-letter" not in shelf.templates

    def test_a_shipped_template_is_read_when_it_is_asked_for_and_once(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        read: list[Path] = []
        read_bytes = Path.read_bytes

        def noted(path: Path) -> bytes:
            read.append(path)
            return read_bytes(path)

        monkeypatch.setattr(Path, "read_bytes", noted)
        camden, southwark = (read_templates(tmp_path, name, name) for name in ("camden", "southwark"))
        assert "fragments/contact" in {*camden.templates}
        assert read == []
        assert camden.templates["fragments/contact"] is southwark.templates["fragments/contact"]
        assert len(read) <= 1

    def test_the_shipped_packs_load(self, tmp_path: Path) -> None:
        packs, _ = load_packs(tmp_path, ())
        assert "camden" in packs
        assert "england" in packs

    def test_a_pack_of_the_authority_is_read_and_may_not_take_a_shipped_name(self, tmp_path: Path) -> None:
        pack = 'name: {name}\ntitle: W\neditions: [{{id: "1", title: W, in_force: {{from: 2025-01-01}}, folder: a}}]\n'
        caseload = loaded(
            tmp_path,
            "=== westmere/packs/westmere/pack.yaml\n"
            + pack.format(name="westmere")
            + "=== westmere/packs/camden/pack.yaml\n"
            + pack.format(name="camden"),
        )
        assert caseload.diagnostics == ()
        packs, diagnostics = load_packs(tmp_path, caseload.authorities)
        assert "westmere" in packs
        assert ("packs/camden/pack.yaml:1:1 PCK-090") in places(diagnostics)

    def test_a_logo_is_a_picture_in_the_authoritys_folder(self, tmp_path: Path) -> None:
        caseload = loaded(tmp_path)
        authority = caseload.authorities[0]
        assert read_logo(tmp_path, authority) == (None, ())
        for logo, data, word in (
            ("templates/logo.png", b"\x89PNG\r\n\x1a\n...", ""),
            ("../../logo.png", b"", "own folder"),
            ("templates/logo.gif", b"GIF89a", "neither PNG nor JPEG"),
            ("templates/none.png", b"", "cannot be read"),
        ):
            letterhead = authority.file.letterhead.model_copy(update={"logo": logo})
            changed = authority.file.model_copy(update={"letterhead": letterhead})
            if data:
                path = tmp_path / "westmere" / logo
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(data)
            found, said = read_logo(tmp_path, type(authority)(authority.id, changed, authority.folder))
            assert (found == data) is (not word)
            assert [word in each.message for each in said] == [True] * bool(word)


def test_a_judgement_parses_only_the_packs_that_the_authorities_follow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[str] = []
    really = pack_reading.parse_pack

    def counted(files: Mapping[str, bytes], where: str) -> object:
        parsed.append(Path(where).name)
        return really(files, where)

    monkeypatch.setattr(pack_reading, "parse_pack", counted)
    caseload = load(small(tmp_path))
    packs, said = load_packs(caseload.root, caseload.authorities, all_shipped=False)
    assert (parsed, said) == (["camden", "england"], ())
    assert "wales" in packs
    assert packs.by_name["wales"].name == "wales"
    assert parsed == ["camden", "england", "wales"]
    parsed.clear()
    judge(caseload, date(2025, 12, 1))
    assert "wales" not in parsed
    assert sorted(packs.by_name) == sorted(load_packs(tmp_path, ())[0].by_name)


def test_what_is_read_holds_no_circles_and_goes_with_its_last_holder(tmp_path: Path) -> None:
    root = small(tmp_path)
    loaded = load(root)
    judged = judge(loaded, date(2025, 12, 1))
    gc.unfreeze()
    gc.collect()
    gc.disable()
    try:
        again = judge(load(root), date(2025, 12, 1))
        assert again.diagnostics == judged.diagnostics
        del again
        gc.unfreeze()
        assert gc.collect() < 100
    finally:
        gc.enable()
