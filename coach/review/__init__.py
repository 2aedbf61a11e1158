"""People decide: the queue, the decisions, the record."""
