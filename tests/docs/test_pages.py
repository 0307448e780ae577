"""The pages of docs/: links lead somewhere, all pages are in the index, the scenario reference is up to date, and the tutorial
runs as written."""

import pathlib
import re
import shutil
import subprocess
import sys
import unittest

from yuchong import ProgramTest, binary, source

pages = sorted((source / "docs").glob("*.md"))


def anchors(path):
    """As GitHub makes them of headings."""
    heads = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


class Pages(ProgramTest):
    def test_links_lead_somewhere(self):
        for page in [*pages, source / "output/FORMAT.md"]:
            for target, anchor in re.findall(r"\]\(([^)#\s]*)(?:#([^)]*))?\)", page.read_text(encoding="utf-8")):
                if target.startswith("http"):
                    continue
                path = (page.parent / target) if target else page
                self.assertTrue(path.exists(), f"{page.name} links to {target}")
                if anchor and path.suffix == ".md":
                    self.assertIn(anchor, anchors(path), f"{page.name} links to {target}#{anchor}")

    def test_every_page_is_in_the_index(self):
        index = (source / "docs/README.md").read_text(encoding="utf-8")
        for page in pages:
            if page.name != "README.md":
                self.assertIn(f"({page.name})", index)

    def test_the_scenario_reference_is_up_to_date(self):
        fresh = self.directory / "scenario.md"
        subprocess.run([sys.executable, source / "scripts/scenario_reference.py", fresh], check=True)
        self.assertEqual(fresh.read_text(encoding="utf-8").splitlines(),
                         (source / "docs/scenario.md").read_text(encoding="utf-8").splitlines(),
                         "write it anew: scripts/scenario_reference.py")

    def test_the_model_reference_is_up_to_date(self):
        fresh = self.directory / "models.md"
        subprocess.run([sys.executable, "-B", source / "scripts/model_reference.py", fresh], check=True)
        self.assertEqual(fresh.read_text(encoding="utf-8").splitlines(),
                         (source / "docs/models.md").read_text(encoding="utf-8").splitlines(),
                         "write it anew: scripts/model_reference.py")

    def test_every_default_with_its_remark_and_every_truth_case(self):
        text = (source / "docs/models.md").read_text(encoding="utf-8")
        for row in ("| `charging.limits.interface_current_a` | 800 | [gbt-20234] |",
                    "| `charging.losses.module.linear` | 0.022 | one 40 kW module",   # of the section around it
                    "| `demand.charging.reserve_sd` | 0.05 | no remark; that of the line above: estimate |",
                    "| `supply.network.sharing` | fair | estimate |",                  # by the head of the file
                    "(2023 transport annual report of the central urban area) |",      # a comment of two lines
                    "- \\[gbt-20234\\] GB/T 20234.3-2023"):
            self.assertIn(row, text)
        named = {case for file in (source / "tests").rglob("test_*.cpp")
                 for cases in re.findall(r'TEST_CASE\("((?:[A-Z]{2}-\d+\w?(?:, )?)+)', file.read_text(encoding="utf-8"))
                 for case in cases.strip(", ").split(", ")}
        self.assertGreater(len(named), 70)
        measured = (source / "docs/validation.md").read_text(encoding="utf-8")
        for table in (text[text.index("## Truth cases"):], measured[measured.index("<!-- truth: begin -->"):]):
            self.assertEqual({case for case in named if case not in table}, set(), "scripts/truth_table.py measures it anew")

    def run_blocks(self, page):
        """Everything that a page tells people to write and to type, in a copy of what it needs. Returns what lies in output/."""
        for folder in ("models", "scenarios"):
            shutil.copytree(source / folder, self.directory / folder)
        (self.directory / "scripts").symlink_to(source / "scripts")
        (self.directory / "build/release").mkdir(parents=True)
        (self.directory / "build/release/yuchong").symlink_to(binary)
        (self.directory / "output").mkdir()
        text = (source / "docs" / page).read_text(encoding="utf-8")
        blocks = re.findall(r"^```(\w+)\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
        self.assertLessEqual({language for language, _ in blocks}, {"sh", "python", "yaml"})
        for language, block in blocks:
            if language == "yaml":
                (self.directory / re.match(r"# (scenarios/\S+)", block).group(1)).write_text(block)
                continue
            command = ["bash", "-euc", block] if language == "sh" else [sys.executable, "-B", "-c", block]
            process = subprocess.run(command, cwd=self.directory, capture_output=True, text=True)
            self.assertEqual(process.returncode, 0, f"{block}\n{process.stdout}\n{process.stderr}")
        return {path.name for path in (self.directory / "output").iterdir()}

    def test_the_tutorial(self):
        self.assertLessEqual({"first.html", "first-load.png", "january.h5", "two.html", "grid.html"}, self.run_blocks("tutorial.md"))

    def test_the_recipes(self):
        self.assertLessEqual({"big-cabinets.h5", "strategies.html", "two-towns.html", "patience.html", "sweeps"},
                             self.run_blocks("howto.md"))


if __name__ == "__main__":
    unittest.main()
