"""Tables, repositories and the only place that commits."""
