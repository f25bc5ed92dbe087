"""Attestations: certificates of participation, made from scans, that anybody can check."""
