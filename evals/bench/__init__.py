"""Benchmarks: each figure beside its target and its peers, measured in one run. `make bench`."""
