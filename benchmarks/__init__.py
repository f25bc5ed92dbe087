"""Measurements of what people wait for; run `bin/bench`. Never a test: machines are noisy."""
