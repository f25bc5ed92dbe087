"""The demonstration fair: a synthetic edition that sums exactly, planned without a database, then
loaded.
"""
