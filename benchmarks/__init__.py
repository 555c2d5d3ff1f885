"""Each figure that docs/quality.md claims, reproducible with one command: `python -m benchmarks`."""
