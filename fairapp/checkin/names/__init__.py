"""Names on a phone that may look people up without network: a list that only a secret opens.

docs/decisions/0018 says what it protects against, and against what not.
"""
