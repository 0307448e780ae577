"""One self-contained page about a run, or about two side by side. `python3 -m yuchong.report` writes it."""
