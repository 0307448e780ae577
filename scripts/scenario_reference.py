#!/usr/bin/python3
"""Writes docs/scenario.md, every key of a scenario, from what the program itself says: `yuchong schema` for keys, ranges and
meanings, `yuchong describe` of the default scenario for values and the model file that each stands in.

    scripts/scenario_reference.py [OUTPUT.md]      # docs/scenario.md, and the tables of docs/models.md
"""

import json
import os
import pathlib
import re
import subprocess
import sys

import model_reference

root = pathlib.Path(__file__).resolve().parent.parent
program = os.environ.get("YUCHONG", str(root / "build/release/yuchong"))
default_scenario = "scenarios/chongqing.yaml"

head = """# Scenario reference

Every key of a scenario file, made from `yuchong schema` and `yuchong describe {scenario}` by
`scripts/scenario_reference.py`; do not edit it by hand. For a tutorial see [tutorial.md](tutorial.md).

- A scenario says only what differs from its `base` and from `models/`. Unknown keys, wrong units and values out of range are errors.
- A quantity is written with its unit (`power: 480 kW`) or in a key that names it (`power_kw: 480`). Where a row has two keys they
  say the same, and only one of them may be written. Shares may be written as per cent.
- The default is what [{scenario}](../{scenario}) gets from the models if nothing is said, and the file it stands in, beside its
  source or the word "estimate". A dash: there is none, or the scenario says it itself.
- `--set key.path=value` on the command line changes one value, checked the same way.
"""


def output_of(*arguments):
    return subprocess.run([program, *arguments], cwd=root, capture_output=True, text=True, check=True).stdout


def defaults():
    """By path: the value as text and the model file it comes from."""
    found, path = {}, []
    for line in output_of("describe", default_scenario).splitlines():
        match = re.match(r"^( *)([\w-]+):(?: (.*?))?(?:  # (\S+?)(?::\d+)?)?$", line)
        if not match or match.group(1).count(" ") % 2:
            continue
        depth = len(match.group(1)) // 2
        path = path[:depth] + [match.group(2)]
        if match.group(3) and (match.group(4) or "").startswith("models/"):
            found[".".join(path)] = (match.group(3), match.group(4))
    return found


def number(value):
    return re.sub(r"e\+?0*(?=\d)", "e", f"{value:g}")


def bounds(schema):
    low, high = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    parts = [f"at least {number(low)}" if low is not None else f"above {number(above)}" if above is not None else "",
             f"at most {number(high)}" if high is not None else f"below {number(below)}" if below is not None else ""]
    return ", ".join(part for part in parts if part)


def kind(schema, units):
    """What may be written, in words."""
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if "$ref" in schema:
        return f"quantity ({units[schema['$ref'].rsplit('/', 1)[1]]})"
    if "anyOf" in schema:
        plain = [part for part in schema["anyOf"] if "$ref" not in part]
        return kind(plain[0], units) if plain else kind(schema["anyOf"][0], units)
    if schema.get("type") == "array":
        if "prefixItems" in schema:
            return "pair" if len(schema["prefixItems"]) == 2 else "list"
        inner = kind(schema.get("items", {}), units)
        count = f"{schema['minItems']} " if schema.get("minItems", 0) == schema.get("maxItems", -1) else ""
        return f"list of {count.strip()}: {inner}".replace("of :", "of:") if inner else "list"
    if schema.get("type") in ("integer", "number"):
        return f"{'whole number' if schema['type'] == 'integer' else 'number'}, {bounds(schema)}".rstrip(", ")
    return {"string": "text", "boolean": "`true`, `false`", "object": "section"}.get(schema.get("type"), "")


def twins(schema):
    """Keys that say the same: the one whose name holds the unit first."""
    pairs = [rule["not"]["required"] for rule in schema.get("allOf", []) if len(rule.get("not", {}).get("required", [])) == 2]
    return {min(pair, key=len): max(pair, key=len) for pair in pairs}


def shortened(text, length=44):
    return text if len(text) <= length else text[:length - 1].rstrip(" ,[") + " …"


def row(path, name, schema, twin, values, units):
    keys = f"`{name}`" if twin is None else f"`{twin}`, `{name}`"
    default, source = next((values[p] for p in (f"{path}.{name}", f"{path}.{twin}") if p in values), ("–", ""))
    shown = default if default == "–" else f"`{shortened(default)}` ([{source.removeprefix('models/')}](../{source}))"
    text = schema.get("description", "").replace("|", "\\|")
    return f"| {keys} | {kind(schema, units)} | {shown} | {text} |"


def sub_sections(name, schema):
    """Sections below a key: of itself, of the entries of a list, of entries with names of one's own."""
    if schema.get("type") == "array":
        schema, name = schema.get("items", {}), f"{name}[]"
    free = schema.get("additionalProperties")
    if isinstance(free, dict):
        entry = next((part for part in free.get("anyOf", [free]) if part.get("type") == "object"), {})
        if "properties" in entry:
            yield f"{name}.<name>", entry
    if "properties" in schema:
        yield name, schema


def section(path, schema, values, units, lines):
    level = "##" if path.count(".") == 0 else "###"
    lines += [f"{level} {path}", ""]
    if schema.get("description"):
        lines += [f"{schema['description']}.", ""]
    pairs, below = twins(schema), []
    rows = []
    for name, entry in schema["properties"].items():
        if name in pairs.values():
            continue
        twin = pairs.get(name)
        deeper = list(sub_sections(f"{path}.{name}", entry))
        below += deeper
        if entry.get("type") != "object":
            rows.append(row(path, name, schema["properties"][twin] if twin else entry, twin, values, units))
    if rows:
        lines += ["| key | value | default | meaning |", "|---|---|---|---|", *rows, ""]
    for inner_path, inner in below:
        section(inner_path, inner, values, units, lines)


def page():
    schema, values = json.loads(output_of("schema")), defaults()
    units = {name: entry["examples"][0].split(" ", 1)[1] for name, entry in schema["$defs"].items()}
    lines = [head.format(scenario=default_scenario), "| key | value | default | meaning |", "|---|---|---|---|"]
    sections = []
    for name, entry in schema["properties"].items():
        found = list(sub_sections(name, entry))
        sections += found
        if found:
            lines.append(f"| [`{name}`](#{name}) | section | | {entry.get('description', '')} |")
        else:
            lines.append(row("", name, entry, None, {k if "." in k else f".{k}": v for k, v in values.items()}, units))
    lines.append("")
    for path, entry in sections:
        section(path, entry, values, units, lines)
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    output = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else root / "docs/scenario.md"
    output.write_text(page(), encoding="utf-8")
    if len(sys.argv) == 1:
        model_reference.write()  # its defaults stand in the same files
