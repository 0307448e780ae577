#!/usr/bin/python3
"""Fills the marked parts of docs/models.md: defaults with their sources out of models/*.yaml, and the truth cases that
tests are named after.

    scripts/model_reference.py [OUTPUT.md]      # docs/models.md itself

A part begins with `<!-- defaults: FILE.yaml key.path ... -->` or `<!-- truth: LETTERS ... -->` and ends with `<!-- end -->`.
A remark is the comment behind a value or right above it. Without one it is that of the section around it, else the word
estimate if the head of the file calls everything so that names no source, else that of the line above, and said to be that.
"""

import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parent.parent
page = root / "docs/models.md"

line_form = re.compile(r"^(?P<indent> *)(?P<key>[\w-]+):(?: +(?P<value>[^#\n]*?))?(?P<gap> *)(?:# ?(?P<remark>.*))?$")
longest_value = 46


class Entry:
    def __init__(self, path, value, remark):
        self.path, self.value, self.remark, self.rows = path, value, remark, 0


def head_of(lines):
    """Short names of sources, what they stand for, and whether the file calls all the rest estimates."""
    text = []
    for line in lines:
        if not line.startswith("#"):
            break
        text.append(line[1:])
    sources, name = {}, None
    for line in text:
        found = re.match(r"^ {1,5}\[([\w-]+)\] +(.*)", line)
        if found:
            name = found.group(1)
            sources[name] = found.group(2).strip()
        elif name and line.startswith("      "):
            sources[name] += " " + line.strip()
        else:
            name = None
    return sources, "estimates unless sourced" in re.sub(r"\s+", " ", " ".join(text))


def parse(file):
    """Entries of a model file in order, by path; its sources; the remark of what has none."""
    lines = (root / "models" / file).read_text(encoding="utf-8").splitlines()
    sources, all_estimates = head_of(lines)
    entries, path, pending, column = {}, [], [], None
    began = False
    for line in lines:
        found = line_form.match(line)
        stripped = line.strip()
        if not found:
            if stripped.startswith("#") and began:
                if column is not None and line.index("#") == column and entries:
                    last = entries[next(reversed(entries))]
                    last.remark += " " + stripped[1:].strip()
                else:
                    pending.append(stripped[1:].strip())
            elif stripped and path:  # a row of a list, or a list that goes on
                entry = entries[".".join(path)]
                entry.rows += stripped.startswith("-")
                column = None
            continue
        began = True
        depth = len(found["indent"]) // 2
        path = path[:depth] + [found["key"]]
        remark = found["remark"] or ""
        column = len(line) - len(remark) - 2 if found["remark"] else None
        remark = " ".join(part for part in [" ".join(pending), remark.strip()] if part)
        pending = []
        value = (found["value"] or "").strip()
        entries[".".join(path)] = Entry(".".join(path), value, remark)
    return entries, sources, "estimate" if all_estimates else ""


def parents(path):
    parts = path.split(".")
    return [".".join(parts[:n]) for n in range(len(parts) - 1, 0, -1)]


def shown(entry):
    value = entry.value or (f"{entry.rows} rows" if entry.rows else "")
    return value if len(value) <= longest_value else value[:longest_value - 1].rstrip(" ,[") + " …"


def table(file, wanted):
    entries, sources, usual = parse(file)
    unknown = [path for path in wanted if path not in entries]
    if unknown:
        raise SystemExit(f"models/{file} has no {', '.join(unknown)}")
    lines, used, above, group = [f"| [{file}](../models/{file}) | default | source or remark |", "|---|---|---|"], set(), "", None
    for path, entry in entries.items():
        base = next((w for w in wanted if path == w or path.startswith(w + ".")), None)
        if base is None or not (entry.value or entry.rows):
            continue
        if path.rpartition(".")[0] != group:
            group, above = path.rpartition(".")[0], ""
        inherited = next((entries[p].remark for p in parents(path) if len(p) >= len(base) and entries[p].remark), "")
        remark = entry.remark or inherited or usual or (f"no remark; that of the line above: {above}" if above else "no remark")
        if entry.remark:
            above = re.split(r"[:;,.] ", entry.remark)[0]
        used |= set(re.findall(r"\[([\w-]+)\]", remark)) & set(sources)
        text = remark.replace("|", "\\|")
        lines.append(f"| `{path}` | {shown(entry)} | {text} |".replace("*", "\\*"))
    if used:
        lines += ["", *(f"- \\[{name}\\] {sources[name]}".replace("*", "\\*") for name in sources if name in used)]
    return lines


def truth_cases(letters):
    """Tests that are named after truth cases, in the order of the cases: cases, name, file."""
    rows = []
    for file in sorted((root / "tests").rglob("test_*.cpp")):
        for name in re.findall(r'TEST_CASE\("([^"]+)"', file.read_text(encoding="utf-8")):
            case = re.match(r"^((?:[A-Z]{2}-\d+\w?(?:, )?)+)", name)
            if case and case.group(1)[:2] in letters:
                rows.append((case.group(1).strip(", "), name, file))
    return sorted(rows, key=lambda row: (letters.index(row[0][:2]), row[0], str(row[2])))


def claim(name):
    """The name of such a test without its cases."""
    what = re.sub(r"^(?:[A-Z]{2}-\d+\w?(?:, )?)+:? ", "", name)
    return what[0].upper() + what[1:]


def truth(letters):
    return ["| case | what has to come out | test |", "|---|---|---|",
            *(f"| {case} | {claim(name)} | [{file.name}](../{file.relative_to(root)}) |" for case, name, file in truth_cases(letters))]


def filled(text):
    def part(found):
        kind, arguments = found.group(1), found.group(2).split()
        body = table(arguments[0], arguments[1:]) if kind == "defaults" else truth(arguments)
        return f"<!-- {kind}: {found.group(2)} -->\n" + "\n".join(body) + "\n<!-- end -->"
    return re.sub(r"<!-- (defaults|truth): (.*?) -->\n.*?<!-- end -->", part, text, flags=re.DOTALL)


def write(output=page):
    output.write_text(filled(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    write(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else page)
