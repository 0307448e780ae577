# A sweep under Snakemake: tasks, and the merge behind them, on whatever Snakemake runs on.
#
#   snakemake -s scripts/sweep.smk -j 2 --config sweep=scenarios/sweeps/patience.yaml dir=output/sweeps/patience
#
# `yuchong` is build/release/yuchong unless the configuration says yuchong=PATH.

import json
import os
import subprocess

yuchong = os.path.abspath(config.get("yuchong", "build/release/yuchong"))
folder = os.path.abspath(config["dir"])

if not os.path.exists(f"{folder}/manifest.json"):
    subprocess.run([yuchong, "sweep", "prepare", config["sweep"], "-o", folder], check=True)
with open(f"{folder}/manifest.json") as file:
    manifest = json.load(file)
items = len(manifest["points"]) * (1 if "precision" in manifest["plan"] else manifest["plan"]["replications"])
tasks = range(-(-items // manifest["runs_per_task"]))


rule merge:
    input: expand(f"{folder}/snakemake/task-{{task}}.done", task=tasks)
    output: f"{folder}/merged.h5"
    shell: "{yuchong:q} sweep merge {folder:q}"


rule task:
    output: touch(f"{folder}/snakemake/task-{{task}}.done")
    log: f"{folder}/snakemake/task-{{task}}.log"
    shell: "{yuchong:q} sweep task {folder:q} {wildcards.task} --jobs {threads} --retry --progress plain 2> {log:q}"
