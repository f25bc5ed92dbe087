"""The list of badges that phones keep, sealed so that each opens only with its badge in hand."""
