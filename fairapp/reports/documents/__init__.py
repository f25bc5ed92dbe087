"""Documents that are made for a fair, each with the evidence by which it can be checked.

A kind of document (`kinds.Kind`) says which questions to ask and how to make the file; ordering,
progress, numbering, logging and checking are the same for all.
"""
