"""The wheel as a user gets it: built through the sdist, installed elsewhere, run outside the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

from caseloads import DAY, LETTER, small

ROOT = Path(__file__).parents[1]


def run(*words: str | Path, cwd: Path) -> str:
    """What the program says on stdout; a failure shows what it said."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST"))}
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution, built from the checkout without a network."""
    out = tmp_path_factory.mktemp("sdist")
    script = "import sys; from hatchling.build import build_sdist; print(build_sdist(sys.argv[1]))"
    run(sys.executable, "-c", script, out, cwd=ROOT)
    (found,) = out.glob("*.tar.gz")
    return found


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the unpacked source distribution alone."""
    place = tmp_path_factory.mktemp("wheel")
    with tarfile.open(sdist) as archive:
        archive.extractall(place, filter="data")
    (source,) = (path for path in place.iterdir() if path.is_dir())
    script = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    run(sys.executable, "-c", script, place, cwd=source)
    (found,) = place.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment's folder of programs, with the wheel installed by pip.

    The dependencies come from this environment by a path file, put behind its own packages, so that the
    test needs no network; this checkout's own editable install is not among them.
    """
    place = tmp_path_factory.mktemp("venv")
    run(sys.executable, "-m", "venv", "--without-pip", place, cwd=place)
    programs = place / ("Scripts" if os.name == "nt" else "bin")
    python = programs / ("python.exe" if os.name == "nt" else "python")
    own = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=place).strip())
    words = [
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--disable-pip-version-check",
    ]
    run(sys.executable, *words, str(wheel), cwd=place)
    borrowed = place / "borrowed"
    borrowed.mkdir()
    for package in Path(sysconfig.get_path("purelib")).iterdir():
        if "casefiles" not in package.name.lower() and not package.name.endswith(".pth"):
            (borrowed / package.name).symlink_to(package)
    (own / "zz-borrowed.pth").write_text(f"{borrowed}\n")
    return programs


def test_the_sdist_carries_what_the_wheel_is_made_from(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert "src/casefiles/policy/packs/camden/pack.yaml" in names
    assert any(name.startswith("templates/shells/") for name in names)
    assert not any("/build/" in name and name.startswith("casefiles/") for name in names)


def test_the_wheel_carries_templates_packs_fonts_and_page_and_no_sample(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert "casefiles/policy/packs/camden/pack.yaml" in names
    assert "casefiles/policy/packs/england/pack.yaml" in names
    assert "casefiles/web/index.html.j2" in names
    assert any(name.startswith("casefiles/templates/shells/") and name.endswith(".docx") for name in names)
    assert any(name.startswith("casefiles/templates/fragments/") for name in names)
    assert not any(name.startswith(("casefiles/camden/", "tests/")) for name in names)


def test_the_installed_package_is_the_wheel_s_even_beside_a_folder_of_its_name(installed: Path, tmp_path: Path) -> None:
    small(tmp_path)
    script = "import casefiles; print(casefiles.__file__)"
    where = run(installed / "python", "-c", script, cwd=tmp_path).strip()
    assert where.endswith("casefiles/__init__.py")
    assert not where.startswith((str(tmp_path), str(ROOT)))


def test_a_caseload_outside_the_checkout_is_checked_and_built(installed: Path, tmp_path: Path) -> None:
    small(tmp_path)
    program = installed / "casefiles"
    checked = json.loads(run(program, "check", *DAY, "--output-format", "json", cwd=tmp_path))
    assert checked["cases"] == 1
    built = json.loads(run(program, "build", *DAY, "--output-format", "json", cwd=tmp_path))
    assert [document["state"] for document in built["documents"]] == ["written"]
    for ending in (".docx", ".pdf"):
        assert (tmp_path / "casefiles/build" / f"{LETTER}{ending}").is_file()
    assert (tmp_path / "casefiles/build/index.html").is_file()


def test_an_empty_folder_becomes_a_caseload(installed: Path, tmp_path: Path) -> None:
    program = installed / "casefiles"
    run(program, "new", "authority", "camden", "--policy", "camden", *DAY, cwd=tmp_path)
    words = ("--urn", "900114", "--name", "Rowan Hill", "--type", "Community school", "--phase", "Primary")
    run(program, "new", "school", "camden/rowan-hill", *words, *DAY, cwd=tmp_path)
    assert "Rowan Hill" in run(program, "status", *DAY, cwd=tmp_path)
    assert "camden" in run(program, "policy", "list", cwd=tmp_path)
    shutil.rmtree(tmp_path / "casefiles")
    done = subprocess.run([program, "check"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
